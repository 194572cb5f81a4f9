package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the launchers of this module hand on which fleet is meant; Java is a script that repeats its words. */
final class FleetWordsTest {
    private static final List<String> LAUNCHERS = List.of("synth", "doctor", "watch");

    @TempDir
    private Path project;

    @BeforeEach
    void build() throws IOException {
        for (String launcher : LAUNCHERS) {
            program("infra/" + launcher, Files.readString(Path.of(launcher)));
        }
        program("scripts/java.sh", Files.readString(Path.of("../scripts/java.sh")));
        program("jdk/bin/javac", "#!/bin/sh\n");
        program("jdk/bin/java", "#!/bin/sh\nfor word; do echo \"$word\"; done\n");
        Files.writeString(project.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    }

    static Stream<List<String>> forms() {
        return LAUNCHERS.stream()
                .flatMap(launcher -> Stream.of(
                                List.of("--fleet", "staging.json", "-c", "mooring.keepalive=50s"),
                                List.of("--fleet=staging.json", "-c=mooring.keepalive=50s"),
                                List.of("--context", "mooring.keepalive=50s", "--fleet", "staging.json"),
                                List.of("--context=mooring.keepalive=50s", "--fleet=staging.json"))
                        .map(words -> Stream.concat(Stream.of(launcher), words.stream())
                                .toList()));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void takeTheFleetAndItsVariedValuesInEachForm(List<String> words) throws IOException, InterruptedException {
        List<String> said = run(words, 0).lines().toList();

        assertTrue(said.contains("-Dmooring.fleet=staging.json"), said::toString);
        assertEquals("mooring.keepalive=50s", said.getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--fleet", "--context", "-c"})
    void refuseAnOptionWithoutItsValue(String option) throws IOException, InterruptedException {
        for (String launcher : LAUNCHERS) {
            assertEquals(
                    "infra/" + launcher + ": " + option.replaceFirst("^-+", "") + " has no value; give one\nSee: infra/"
                            + launcher + " --help\n",
                    run(List.of(launcher, option), 64));
        }
    }

    @Test
    void refuseAWordThatTheyDoNotKnow() throws IOException, InterruptedException {
        assertEquals("""
                infra/doctor: argument=extra is not one of --fleet, -c; give one of these, or nothing
                See: infra/doctor --help
                """, run(List.of("doctor", "extra"), 64));
    }

    private String run(List<String> words, int code) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(project.resolve("infra/" + words.getFirst()).toString()).redirectErrorStream(true);
        builder.command().addAll(words.subList(1, words.size()));
        builder.environment().put("JAVA_HOME", project.resolve("jdk").toString());
        builder.environment().put("BUILT_BY_CALLER", "1");
        List.of("MOORING_FLEET", "MOORING_PROJECT", "MOORING_FOR_AWS").forEach(builder.environment()::remove);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = process.inputReader(StandardCharsets.UTF_8).lines().collect(Collectors.joining("\n", "", "\n"));
        assertEquals(code, process.waitFor(), said);
        return said;
    }

    private void program(String name, String text) throws IOException {
        Path program = project.resolve(name);
        Files.createDirectories(program.getParent());
        assertTrue(Files.writeString(program, text).toFile().setExecutable(true));
    }
}
