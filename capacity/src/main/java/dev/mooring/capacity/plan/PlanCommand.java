package dev.mooring.capacity.plan;

import dev.mooring.capacity.Authentication;
import dev.mooring.capacity.Availability;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetKey;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.Messaging;
import dev.mooring.capacity.Place;
import dev.mooring.capacity.PlanProperties;
import dev.mooring.capacity.cheapest.Comparison;
import dev.mooring.capacity.command.Combinations;
import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.ReportFile;
import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code capacity/plan}. Inputs come from cdk.json; an option of the same name replaces one of them.
 *
 * <p>Exit codes: 0 planned, 64 refused or wrong usage, 74 the plan could not be written.
 */
@Command(
        name = "capacity/plan",
        description = "Prints every number of a fleet, its cost, and the limit that is hit first.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class PlanCommand implements Callable<Integer> {
    private static final String PROJECT_FILE_PROPERTY = "mooring.project";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"--fleet", "--config"},
            paramLabel = "FILE",
            description = "The cdk.json with the fleet in context \"mooring\". Default: the project's own.")
    private Path config = Path.of(System.getProperty(PROJECT_FILE_PROPERTY, "."), "cdk.json");

    @Option(names = "--json", description = "Print the plan as JSON.")
    private boolean json;

    @Option(names = "--properties", description = "Print the plan as sorted key=value lines.")
    private boolean properties;

    @Option(names = "--server-properties", description = "Print the server's configuration file.")
    private boolean serverProperties;

    @Option(
            names = "--cheapest",
            description = "Rank all shapes that hold --connections in all (else the fleet's) by the whole bill, beside"
                    + " what others charge.")
    private boolean cheapest;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json. Default: text.")
    private Format format = Format.TEXT;

    @Option(names = "--html", paramLabel = "FILE", description = "With --cheapest: write a page with plots, too.")
    private @Nullable Path html;

    @Option(names = "--jvm-flags", description = "Print the options of the server's JVM, one line.")
    private boolean jvmFlags;

    /** The command line, with one option for each {@link FleetKey}. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new PlanCommand()).setCaseInsensitiveEnumValuesAllowed(true);
        for (FleetKey key : FleetKey.values()) {
            line.getCommandSpec().addOption(option(key));
        }
        Combinations.require(line, "--html", "--cheapest");
        return Program.shaped(line);
    }

    /** TLS alone means true. */
    private static OptionSpec option(FleetKey key) {
        OptionSpec.Builder option = OptionSpec.builder("--" + key.key())
                .paramLabel("VALUE")
                .type(String.class)
                .description(key.description() + ". Default: " + key.defaultText() + ".");
        return key == FleetKey.TLS ? option.arity("0..1").fallbackValue("true").build() : option.build();
    }

    public static void main(String[] arguments) {
        System.exit(Program.run(commandLine(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        requireOneFormat();
        List<ReportFile> page = ReportFile.named("html", html).toList();
        ReportFile.requireWritable(page);
        ProjectFile project = ProjectFile.read(config);
        if (cheapest) {
            Comparison comparison = CheapestRequest.of(project.inputs(), options(), project.place());
            print(json || format == Format.JSON ? CheapestJson.render(comparison) : CheapestTable.render(comparison));
            for (ReportFile file : page) {
                file.write(CheapestPage.render(comparison));
            }
        } else {
            print(planned(project));
        }
        return ExitCode.DONE.code();
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private Map<FleetKey, Object> options() {
        Map<FleetKey, Object> options = new EnumMap<>(FleetKey.class);
        for (FleetKey key : FleetKey.values()) {
            String option = "--" + key.key();
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                options.put(key, spec.commandLine().getParseResult().matchedOptionValue(option, ""));
            }
        }
        return options;
    }

    private Map<String, Object> inputs(ProjectFile project) {
        Map<String, Object> inputs = new HashMap<>(project.inputs());
        options().forEach((key, value) -> inputs.put(key.key(), value));
        return inputs;
    }

    private String planned(ProjectFile project) {
        Place place = project.place();
        CapacityPlan plan = CapacityPlanner.plan(FleetSpec.of(inputs(project)), place.zoneCount());
        Availability.published().zones(plan.spec(), place);
        Messaging messaging = project.messaging();
        messaging.requireBeside(plan.spec().host().ports());
        Authentication authentication = project.authentication();
        authentication.requireBeside(plan.spec().ingress(), plan.host().ports());
        return rendered(plan, place, messaging, authentication);
    }

    private String rendered(CapacityPlan plan, Place place, Messaging messaging, Authentication authentication) {
        if (json || format == Format.JSON) {
            return PlanJson.render(plan, messaging, authentication);
        }
        if (properties) {
            return PlanProperties.of(plan).text();
        }
        if (serverProperties) {
            return PlanProperties.ofServer(plan, messaging, authentication).text();
        }
        return jvmFlags
                ? plan.host().jvm().line() + "\n"
                : PlanTable.render(plan, place, messaging, authentication, CheapestRequest.cheaper(plan, place));
    }

    private void requireOneFormat() {
        int formats = (cheapest || format == Format.JSON ? 1 : 0)
                + (json && format != Format.JSON && !cheapest ? 1 : 0)
                + (properties ? 1 : 0)
                + (serverProperties ? 1 : 0)
                + (jvmFlags ? 1 : 0);
        if (formats > 1) {
            throw RefusedException.of(
                    "formats",
                    formats,
                    "are more than",
                    1,
                    "give one of --json, --properties, --server-properties, --jvm-flags and --cheapest");
        }
    }

    /** How the result is printed. */
    enum Format {
        TEXT,
        JSON
    }
}
