package dev.mooring.capacity.command;

import static java.util.Objects.requireNonNull;

import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.IoFailure;
import dev.mooring.capacity.output.Plain;
import dev.mooring.capacity.output.ReportFile;
import dev.mooring.capacity.output.Result;
import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The one shape of all command lines: the version of the build, the exit codes of the program in its help, one form of a
 * mistake ({@code program: name=value relation bound; remedy}) with a hint on the next line, and no stack trace for what a
 * user did.
 *
 * <p>Used by one thread.
 */
public final class Program {
    /** What the user typed, where a launcher of the project starts a program that has another name in a bundle. */
    private static final String LAUNCHER = "mooring.launcher";

    /**
     * What every program can end with: a mistake in it is not to be excluded, nobody may read what it says, and Ctrl-C ends
     * what does not hear it.
     */
    private static final List<ExitCode> EVERYWHERE =
            List.of(ExitCode.DONE, ExitCode.USAGE, ExitCode.BUG, ExitCode.NOT_WRITTEN, ExitCode.INTERRUPTED);

    private Program() {}

    /**
     * Gives the shape to a command line that is otherwise complete.
     *
     * @param codes that the program ends with, beside those that all have: 0, 64, 70, 74 and 130
     */
    public static CommandLine shaped(CommandLine line, ExitCode... codes) {
        return shaped(line, failure -> Optional.empty(), codes);
    }

    /**
     * The same for a program with failures of its own that are no bugs.
     *
     * @param known the exit code of such a failure, whose message is a sentence
     */
    public static CommandLine shaped(
            CommandLine line, Function<Exception, Optional<ExitCode>> known, ExitCode... codes) {
        var specification = line.getCommandSpec();
        specification.versionProvider(new BuildVersion(specification.name()));
        specification.exitCodeOnInvalidInput(ExitCode.USAGE.code());
        specification.exitCodeOnExecutionException(ExitCode.BUG.code());
        specification.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(table(codes));
        return Combinations.requireOnceEachKey(line)
                .setParameterExceptionHandler((mistake, arguments) -> say(
                        mistake.getCommandLine(), Mistake.sentence(Mistake.first(mistake, arguments)), ExitCode.USAGE))
                .setExecutionExceptionHandler((failure, command, parsed) -> switch (failure) {
                    case RefusedException refused -> refused(command, refused);
                    case Exception other
                    when known.apply(other).isPresent() ->
                        say(command, other.getMessage(), known.apply(other).orElseThrow());
                    case ReportFile.NotWrittenException lost -> unwritten(command, lost);
                    case IOException failed -> say(command, IoFailure.sentence(failed), ExitCode.FAILED);
                    case UncheckedIOException failed ->
                        say(command, IoFailure.sentence(requireNonNull(failed.getCause())), ExitCode.FAILED);
                    default -> throw failure;
                });
    }

    /** Runs it to its end, and looks whether its result arrived. */
    public static int run(CommandLine line, String... arguments) {
        int code = line.execute(arguments);
        // Both: picocli's writer hands on to System.out, which keeps its own errors to itself.
        boolean lost = line.getOut().checkError();
        return lost || !Result.arrived() ? say(line, Result.LOST, ExitCode.NOT_WRITTEN) : code;
    }

    /** Says what was refused, where that is found before the command line is read. Returns the exit code. */
    public static int refused(CommandLine command, RefusedException refused) {
        return say(command, refused.getMessage(), refused.isUnavailable() ? ExitCode.UNAVAILABLE : ExitCode.USAGE);
    }

    /** Each report that found no place has a sentence of its own. */
    private static int unwritten(CommandLine command, ReportFile.NotWrittenException lost) {
        for (Throwable other : lost.getSuppressed()) {
            say(command, other.getMessage(), ExitCode.NOT_WRITTEN);
        }
        return say(command, lost.getMessage(), ExitCode.NOT_WRITTEN);
    }

    private static int say(CommandLine command, @Nullable String sentence, ExitCode code) {
        String name = command.getCommandSpec().root().name();
        // A value comes from anywhere.
        command.getErr().println(name + ": " + Plain.lines(String.valueOf(sentence)));
        if (code == ExitCode.USAGE) {
            command.getErr().println("See: " + System.getProperty(LAUNCHER, name) + " --help");
        }
        command.getErr().flush();
        return code.code();
    }

    private static Map<String, String> table(ExitCode... codes) {
        Map<String, String> rows = new LinkedHashMap<>();
        Stream.concat(EVERYWHERE.stream(), Stream.of(codes))
                .distinct()
                .sorted()
                .forEach(code ->
                        rows.put(Integer.toString(code.code()), code.meaning().replaceFirst("^verify, doctor: ", "")));
        return rows;
    }
}
