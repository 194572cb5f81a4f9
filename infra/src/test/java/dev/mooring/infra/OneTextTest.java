package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The template is one text, whoever synthesizes it. A {@code Map.of} has another order in each process, and where that
 * becomes an array, or the order of keys, each deployment changes something and no pipeline ever has nothing to do.
 */
final class OneTextTest {
    /** Two, and ten in {@code ./check --full}. */
    private static final int PROCESSES = Integer.getInteger("mooring.syntheses", 2);

    /** At a time: each needs half a gigabyte. */
    private static final int TOGETHER = 2;

    private static final Path SOURCES = Path.of("src/main/java/dev/mooring/infra");

    @TempDir
    private Path folder;

    /** Writes the templates of a fleet and of a pipeline into the file that is named. */
    static final class TemplateWriter {
        private TemplateWriter() {}

        public static void main(String[] arguments) throws IOException {
            Files.writeString(
                    Path.of(arguments[0]),
                    Fleets.previousGeneration().root()
                            + "\n" + Fleets.currentGeneration().root()
                            + "\n"
                            + Fleets.pipeline().template(Names.PIPELINE_STACK).root());
            System.exit(0);
        }
    }

    @Test
    void isTheSameInEachProcess() throws IOException, InterruptedException {
        for (int begin = 0; begin < PROCESSES; begin += TOGETHER) {
            List<Process> processes = new ArrayList<>();
            for (int number = begin; number < Math.min(begin + TOGETHER, PROCESSES); number++) {
                processes.add(synthesis(number));
            }
            for (int number = 0; number < processes.size(); number++) {
                Path said = folder.resolve("said-" + (begin + number));
                assertEquals(0, processes.get(number).waitFor(), Files.readString(said));
            }
        }

        String first = Files.readString(folder.resolve("template-0"));
        for (int number = 1; number < PROCESSES; number++) {
            assertEquals(first, Files.readString(folder.resolve("template-" + number)), "process " + number);
        }
    }

    private Process synthesis(int number) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TemplateWriter.class.getName(),
                        folder.resolve("template-" + number).toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said-" + number).toFile());
        builder.environment().put("CDK_VALIDATION", "false");
        return builder.start();
    }

    /** Two processes agree by chance half of the time, so this looks at the cause as well. */
    @Test
    void givesTheCdkNoMapOfTwoWithoutAnOrder() throws IOException {
        List<String> found = new ArrayList<>();
        for (String part : List.of("construct", "stack")) {
            try (Stream<Path> files = Files.walk(SOURCES.resolve(part))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> find(file, found));
            }
        }

        assertEquals(List.of(), found);
    }

    private static void find(Path file, List<String> found) {
        try {
            String text = Files.readString(file);
            for (int at = text.indexOf("Map.of("); at >= 0; at = text.indexOf("Map.of(", at + 1)) {
                boolean ordered = text.substring(0, at).endsWith("new TreeMap<>(");
                if (!ordered && pairs(text, at + "Map.of(".length()) > 1) {
                    found.add(file.getFileName() + ": " + text.substring(at, Math.min(text.length(), at + 60)));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Of the arguments that begin there: half of the commas that are in no inner parentheses, and one. */
    private static int pairs(String text, int begin) {
        int depth = 0;
        int commas = 0;
        for (int at = begin; depth >= 0; at++) {
            char each = text.charAt(at);
            depth += each == '(' ? 1 : each == ')' ? -1 : 0;
            commas += each == ',' && depth == 0 ? 1 : 0;
        }
        return (commas + 1) / 2;
    }
}
