package dev.mooring.capacity.plan;

import dev.mooring.capacity.Availability;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetKey;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.Place;
import dev.mooring.capacity.PlanProperties;
import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.capacity.unit.RefusedException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
public final class PlanCommand implements Runnable {
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

    @Option(names = "--jvm-flags", description = "Print the options of the server's JVM, one line.")
    private boolean jvmFlags;

    /** The command line, with one option for each {@link FleetKey}. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new PlanCommand());
        for (FleetKey key : FleetKey.values()) {
            line.getCommandSpec()
                    .addOption(OptionSpec.builder("--" + key.key())
                            .paramLabel("VALUE")
                            .type(String.class)
                            .description(key.description() + ". Default: " + key.defaultText() + ".")
                            .build());
        }
        return Program.shaped(line, ExitCode.BUG, ExitCode.NOT_WRITTEN);
    }

    public static void main(String[] arguments) {
        System.exit(Program.run(commandLine(), arguments));
    }

    @Override
    public void run() {
        requireOneFormat();
        ProjectFile project = ProjectFile.read(config);
        CapacityPlan plan = CapacityPlanner.plan(FleetSpec.of(inputs(project)));
        Place place = project.place();
        Availability.published().zones(plan.spec(), place);
        PrintWriter out = spec.commandLine().getOut();
        out.print(rendered(plan, place));
        out.flush();
    }

    private Map<String, Object> inputs(ProjectFile project) {
        Map<String, Object> inputs = new HashMap<>(project.inputs());
        for (FleetKey key : FleetKey.values()) {
            String option = "--" + key.key();
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                inputs.put(key.key(), spec.commandLine().getParseResult().matchedOptionValue(option, ""));
            }
        }
        return inputs;
    }

    private String rendered(CapacityPlan plan, Place place) {
        if (json) {
            return PlanJson.render(plan);
        }
        if (properties) {
            return PlanProperties.of(plan).text();
        }
        if (serverProperties) {
            return PlanProperties.ofServer(plan).text();
        }
        return jvmFlags ? plan.jvm().line() + "\n" : PlanTable.render(plan, place);
    }

    private void requireOneFormat() {
        int formats = (json ? 1 : 0) + (properties ? 1 : 0) + (serverProperties ? 1 : 0) + (jvmFlags ? 1 : 0);
        if (formats > 1) {
            throw RefusedException.of(
                    "formats",
                    formats,
                    "are more than",
                    1,
                    "give one of --json, --properties, --server-properties and --jvm-flags");
        }
    }
}
