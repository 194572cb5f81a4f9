package dev.mooring.hosttuning.command;

import dev.mooring.capacity.CatalogueFile;
import dev.mooring.capacity.InstanceCatalog;
import dev.mooring.capacity.InstanceType;
import dev.mooring.capacity.Offerings;
import dev.mooring.capacity.command.Combinations;
import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.ReportFile;
import dev.mooring.capacity.unit.Nearest;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.hosttuning.fleet.Ec2Catalogue;
import dev.mooring.hosttuning.fleet.FleetUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code capacity/catalogue}: which instance types can be planned, where each is offered, and how an account
 * renews what is known.
 */
@Command(
        name = "capacity/catalogue",
        description = "Lists the instance types that can be planned and where each is offered, the cheapest first.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CatalogueCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--region", paramLabel = "REGION", description = "Only what this region offers.")
    private Optional<String> region = Optional.empty();

    @Option(names = "--type", paramLabel = "TYPE", description = "Only this type, one line for each region.")
    private Optional<String> type = Optional.empty();

    @Option(
            names = "--renew",
            description = "Ask EC2, with the usual AWS credentials, and write the tables anew. Prices stay.")
    private boolean renew;

    @Option(names = "--directory", hidden = true)
    private Path directory = Path.of(
            System.getProperty("mooring.project", "."),
            "capacity",
            "src",
            "main",
            "resources",
            "dev",
            "mooring",
            "capacity");

    @Option(names = "--endpoint", hidden = true)
    private Optional<URI> endpoint = Optional.empty();

    public static CommandLine commandLine() {
        return Program.shaped(
                Combinations.refuse(new CommandLine(new CatalogueCommand()), "--renew", "--region", "--type"),
                failure -> failure instanceof FleetUnavailableException
                        ? Optional.of(ExitCode.UNAVAILABLE)
                        : Optional.empty(),
                ExitCode.UNAVAILABLE);
    }

    public static void main(String[] arguments) {
        System.exit(Program.run(commandLine(), arguments));
    }

    @Override
    public Integer call() throws FleetUnavailableException, IOException {
        return renew ? renew() : list();
    }

    private int list() {
        requireFound();
        PrintWriter out = spec.commandLine().getOut();
        InstanceCatalog.types().stream()
                .filter(each -> type.isEmpty() || type.get().equals(each.name()))
                .sorted(Comparator.comparing(InstanceType::hourlyPrice).thenComparing(InstanceType::name))
                .forEach(each -> list(out, each));
        out.flush();
        return 0;
    }

    /** An empty list would look like an answer. */
    private void requireFound() {
        Offerings offerings = Offerings.published();
        type.ifPresent(name -> requireKnown("type", name, InstanceCatalog.names()));
        region.ifPresent(name -> requireKnown("region", name, offerings.regions()));
        if (type.isPresent()
                && region.isPresent()
                && offerings.zonesWith(type.get(), region.get()).isEmpty()) {
            throw RefusedException.of(
                    "type",
                    type.get(),
                    "is not offered in",
                    region.get(),
                    "it is in " + String.join(", ", offerings.regionsWith(type.get())));
        }
    }

    private static void requireKnown(String name, String value, Collection<String> known) {
        if (!known.contains(value)) {
            throw RefusedException.of(
                    name,
                    value,
                    "is not one of",
                    known.size() + " " + name + "s of the catalogue",
                    "did you mean " + Nearest.of(value, known) + "?");
        }
    }

    private void list(PrintWriter out, InstanceType each) {
        Offerings offerings = Offerings.published();
        String facts = String.format(
                Locale.ROOT,
                "%-18s %2d vCPU %9s %-6s $%-8s",
                each.name(),
                each.hardware().virtualCpus(),
                each.hardware().memory().human(),
                each.hardware().architecture().toString().toLowerCase(Locale.ROOT),
                each.hourlyPrice());
        if (region.isEmpty() && type.isEmpty()) {
            out.println(facts + " " + offerings.regionsWith(each.name()).size() + " regions");
            return;
        }
        offerings.regionsWith(each.name()).stream()
                .filter(name -> region.isEmpty() || region.get().equals(name))
                .forEach(name -> out.println(
                        facts + " " + name + " " + String.join(",", offerings.zonesWith(each.name(), name))));
    }

    private int renew() throws FleetUnavailableException, IOException {
        ReportFile types = table(CatalogueFile.TYPES);
        ReportFile offerings = table(CatalogueFile.OFFERINGS);
        ReportFile.requireWritable(List.of(types, offerings));
        CatalogueRenewal renewal =
                CatalogueRenewal.ask(new Ec2Catalogue(Optional.empty(), endpoint), LocalDate.now(Clock.systemUTC()));
        types.write(renewal.types());
        offerings.write(renewal.offerings());
        PrintWriter out = spec.commandLine().getOut();
        out.println("asked " + renewal.asked().size() + " regions: " + renewal.added()
                + " offers of a type in a zone are new, " + renewal.removed() + " are gone; see git diff " + directory);
        out.flush();
        return 0;
    }

    private ReportFile table(CatalogueFile file) {
        return new ReportFile("catalogue", directory.resolve(file.file()));
    }
}
