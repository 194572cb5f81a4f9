package dev.mooring.proof.soak;

import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.proof.command.MeasuringOptions;
import dev.mooring.proof.soak.process.SoakWorkspace;
import dev.mooring.proof.soak.result.Evidence;
import dev.mooring.proof.soak.result.Finding;
import dev.mooring.proof.soak.result.JsonReport;
import dev.mooring.proof.soak.result.MarkdownReport;
import dev.mooring.proof.soak.result.Results;
import dev.mooring.proof.soak.scenario.Scenario;
import dev.mooring.proof.soak.scenario.Scenarios;
import dev.mooring.proof.soak.scenario.SoakScale;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The {@code soak} command: runs scenarios against the shipped server, one after another, and says what held.
 */
@Command(
        name = "proof/soak",
        description = "Runs the server for long and through storms, and says what held.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SoakMain implements Callable<Integer> {
    private static final int CONNECTIONS = 18_900;
    private static final int QUICK_CONNECTIONS = 3_000;
    private static final Duration CHURN = Duration.ofHours(1);
    private static final Duration QUICK_CHURN = Duration.ofSeconds(20);

    @Option(
            names = "--scenarios",
            split = ",",
            defaultValue = "reconnect,stopped-clients,stopped-server,clock-jump,kill,packet-loss,cut-requests,"
                    + "every-bound,last-one-out,narrow-wire,churn",
            paramLabel = "NAME",
            description = "What to do, default ${DEFAULT-VALUE}.")
    private List<String> scenarios = List.of();

    @Option(names = "--connections", paramLabel = "N", description = "Connections, default 18900, quick 3000.")
    private @Nullable Integer connections;

    @Option(names = "--duration", paramLabel = "TIME", description = "Length of the churn, default 1h, quick 20s.")
    private @Nullable Duration duration;

    @Option(names = "--quick", description = "Shorter intervals and fewer connections: a look, in about four minutes.")
    private boolean quick;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Also write the results as Markdown.")
    private @Nullable Path markdown;

    @Mixin
    private final MeasuringOptions options = new MeasuringOptions();

    static void main(String[] arguments) {
        System.exit(Program.run(commandLine(), arguments));
    }

    public static CommandLine commandLine() {
        return MeasuringOptions.commandLine(new SoakMain());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.requireWritable("markdown", markdown);
        int held = Optional.ofNullable(connections).orElse(quick ? QUICK_CONNECTIONS : CONNECTIONS);
        Duration length = Optional.ofNullable(duration).orElse(quick ? QUICK_CHURN : CHURN);
        SoakScale scale = quick ? SoakScale.quick(held, length) : SoakScale.full(held, length);
        List<Scenario> chosen = Scenarios.named(scenarios, scale);
        Provenance machine = machine();
        String command = "proof/soak --scenarios " + String.join(",", scenarios) + (quick ? " --quick" : "")
                + " --connections " + held + " --duration " + DurationText.format(length);
        List<Finding> findings = new ArrayList<>();
        for (Scenario scenario : chosen) {
            findings.add(run(scenario));
            options.progress().println(MarkdownReport.section(findings.getLast()));
            // After each, so that a long run that is ended early leaves what it found.
            write(new Results(command, machine.after(), findings));
        }
        Results results = new Results(command, machine.after(), findings);
        options.print(MarkdownReport.of(results));
        return results.passed() ? 0 : 1;
    }

    private Finding run(Scenario scenario) throws InterruptedException {
        Evidence evidence = new Evidence(scenario.name(), scenario.criterion());
        try (ChildProcesses children = new ChildProcesses()) {
            return scenario.run(new SoakWorkspace(options.root(), children), evidence);
        } catch (IOException failed) {
            return evidence.broken(String.valueOf(failed.getMessage()));
        }
    }

    private void write(Results results) throws IOException {
        options.write(() -> JsonReport.of(results), "markdown", markdown, () -> MarkdownReport.of(results));
    }

    private Provenance machine() throws IOException, InterruptedException {
        try (ChildProcesses children = new ChildProcesses()) {
            return Provenance.here(options.root(), children, Instant.now());
        }
    }
}
