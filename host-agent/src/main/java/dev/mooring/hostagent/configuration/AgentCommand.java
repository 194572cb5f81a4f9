package dev.mooring.hostagent.configuration;

import dev.mooring.capacity.RefusedException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the agent: reads the file, and hands a checked configuration on. */
@Command(
        name = "mooring-agent",
        description = "Joins this host to its load balancer once it is verified; drains and leaves when it ends.",
        mixinStandardHelpOptions = true,
        version = "mooring-agent 0.1.0",
        exitCodeOnInvalidInput = AgentCommand.USAGE,
        footer = "Exit codes: 0 left or stopped, 1 failed, 64 wrong usage.")
@SuppressWarnings("NullAway.Init") // picocli fills the option
public final class AgentCommand implements Callable<Integer> {
    static final int USAGE = 64;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "Properties of the agent, such as auto-scaling-group=fleet.")
    private Path config;

    private final Program program;

    /** What is run with the configuration. */
    public interface Program {
        /** Returns when the host has left, or the agent is to stop. */
        void run(AgentConfiguration configuration) throws Exception;
    }

    private AgentCommand(Program program) {
        this.program = program;
    }

    /** Runs the command line and returns its exit code. */
    public static int execute(String[] arguments, Program program) {
        CommandLine commandLine = new CommandLine(new AgentCommand(program));
        commandLine.setExecutionExceptionHandler((failure, line, result) -> {
            if (failure instanceof RefusedException) {
                line.getErr().println("mooring-agent: " + failure.getMessage());
                return USAGE;
            }
            throw failure;
        });
        return commandLine.execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        program.run(AgentProperties.read(config));
        return 0;
    }
}
