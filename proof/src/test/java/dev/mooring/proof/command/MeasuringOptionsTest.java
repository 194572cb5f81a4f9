package dev.mooring.proof.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.capacity.command.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What becomes of the results of a measurement. */
final class MeasuringOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void endWith74AndOneSentenceWhereAFileFindsNoRoomAndWriteTheOther() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        Path page = folder.resolve("page.html");

        assertEquals(
                "74 measure: json=/dev/full was not written: No space left on device; make room or name another file\n",
                run("--json=/dev/full", "--html=" + page));

        assertEquals("<page>", Files.readString(page));
    }

    @Test
    void refuseOneFileForBothBeforeAnythingIsMeasured() {
        Path file = folder.resolve("results");

        assertEquals(
                "64 measure: html=" + file + " is the same file as json=" + file
                        + "; name another\nSee: measure --help\n",
                run("--json=" + file, "--html=" + file));
    }

    private static String run(String... words) {
        StringWriter said = new StringWriter();
        CommandLine line = MeasuringOptions.commandLine(new Measurement());
        line.setErr(new PrintWriter(said, true));
        String[] all = new String[words.length + 1];
        all[0] = "--root=.";
        System.arraycopy(words, 0, all, 1, words.length);
        int code = Program.run(line, all);
        return code + " " + said;
    }

    @Command(name = "measure")
    private static final class Measurement implements Callable<Integer> {
        @Mixin
        private final MeasuringOptions options = new MeasuringOptions();

        @Option(names = "--html")
        private @Nullable Path html;

        @Override
        public Integer call() throws IOException {
            options.requireWritable("html", html);
            options.write(() -> "{}", "html", html, () -> "<page>");
            return 0;
        }
    }
}
