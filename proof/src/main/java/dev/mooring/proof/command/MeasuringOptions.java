package dev.mooring.proof.command;

import static java.util.Objects.requireNonNull;

import dev.mooring.capacity.command.DurationConverter;
import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.ReportFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options of every command that measures for minutes and reports: where the project is, and where the results go besides
 * the screen. Used by one thread.
 */
public final class MeasuringOptions {
    @Option(names = "--json", paramLabel = "FILE", description = "Also write every figure as JSON.")
    private @Nullable Path json;

    @Option(names = "--root", hidden = true, required = true, description = "The project's root, from the launcher.")
    private Path root = Path.of("");

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec specification;

    /** The command line of such a command. */
    public static CommandLine commandLine(Callable<Integer> command) {
        return Program.shaped(
                new CommandLine(command).registerConverter(Duration.class, new DurationConverter()), ExitCode.FAILED);
    }

    public Path root() {
        return root.toAbsolutePath();
    }

    /**
     * Refuses a file that could not be written in the end, before anything is measured.
     *
     * @param name of the other option, as in {@code html}
     * @param other the file that it names; null for none
     */
    public void requireWritable(String name, @Nullable Path other) {
        ReportFile.requireWritable(Stream.concat(ReportFile.named("json", json), ReportFile.named(name, other))
                .toList());
    }

    /**
     * Writes the results to the files that were named.
     *
     * @param name of the other option, as in {@code html}
     */
    public void write(ReportFile.Text asJson, String name, @Nullable Path other, ReportFile.Text asOther)
            throws IOException {
        Map<ReportFile, ReportFile.Text> texts = new LinkedHashMap<>();
        ReportFile.named("json", json).forEach(file -> texts.put(file, asJson));
        ReportFile.named(name, other).forEach(file -> texts.put(file, asOther));
        ReportFile.write(texts);
    }

    /** Prints the result. */
    public void print(String text) {
        PrintWriter out = requireNonNull(specification).commandLine().getOut();
        out.print(text);
        out.flush();
    }

    /** Where progress is told. */
    public PrintWriter progress() {
        return requireNonNull(specification).commandLine().getErr();
    }
}
