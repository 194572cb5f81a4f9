package dev.mooring.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program that the README shows, as it stands there but for the port. */
@Timeout(60)
class ReadmeProgramTest {
    private static final Pattern PROGRAM = Pattern.compile("(?s)## Embedding\n+```java\n(.*?)```");
    private static final int MAX_LINES = 15;

    @TempDir
    Path folder;

    @Test
    void compilesRunsAndEchoes() throws IOException, InterruptedException {
        int port = TestServer.freePort();
        String program = program();
        assertTrue(program.lines().count() <= MAX_LINES, program);
        compile(program.replace("8080", Integer.toString(port)));
        Process running = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        "Echo")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try (RawClient client = connect(running, port)) {
            client.upgrade().echoes("hello");
        } finally {
            running.destroyForcibly().waitFor();
        }
    }

    private static String program() throws IOException {
        Matcher program = PROGRAM.matcher(Files.readString(Path.of("..", "README.md")));
        assertTrue(program.find(), "README.md has no program below Embedding");
        return program.group(1);
    }

    private void compile(String program) throws IOException {
        Path source = Files.writeString(folder.resolve("Echo.java"), program);
        int failures = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-Xlint:all",
                        "-Werror",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertEquals(0, failures, program);
    }

    private String classPath() {
        return folder + System.getProperty("path.separator") + System.getProperty("java.class.path");
    }

    private RawClient connect(Process running, int port) throws IOException {
        while (running.isAlive()) {
            try {
                return RawClient.connect(port);
            } catch (RuntimeException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("the program ended: " + Files.readString(folder.resolve("output")));
    }
}
