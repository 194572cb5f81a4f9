package dev.mooring.server.functional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program in a Java of its own that writes down which classes it loads. */
public final class ClassLog {
    private ClassLog() {}

    /** Starts a program; what it writes and the classes that it loads are its output. */
    public static Process start(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** The output of a program that ends by itself, with 0. */
    public static String of(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
        Process process = start(main, arguments);
        String log = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), log);
        return log;
    }

    /** Those of the prefixes with which the name of a loaded class begins. */
    public static List<String> loaded(String log, List<String> prefixes) {
        return prefixes.stream()
                .filter(prefix -> log.lines().anyMatch(line -> line.contains("] " + prefix)))
                .toList();
    }
}
