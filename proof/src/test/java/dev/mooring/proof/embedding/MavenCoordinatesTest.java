package dev.mooring.proof.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.workbench.process.LoopbackPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's program as a project of its own, which knows the server by its Maven coordinates and not by this checkout. */
@Timeout(180)
class MavenCoordinatesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SHARED = Path.of(System.getProperty("user.home"), ".m2", "repository");
    private static final String VERSION = "0.1.0";
    private static final String DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";

    @TempDir
    Path folder;

    @Test
    void resolveToAServerThatRuns() throws IOException, InterruptedException {
        publish("mooring", ROOT.resolve("pom.xml"));
        for (String module : List.of("capacity", "tls", "server")) {
            publish(module, ROOT.resolve(module).resolve("pom.xml"));
            Files.copy(
                    ROOT.resolve(module).resolve("target").resolve(module + "-" + VERSION + ".jar"),
                    coordinates(module).resolve(module + "-" + VERSION + ".jar"));
        }
        linkThirdParties();
        int port = LoopbackPort.free();
        String classPath = resolved(Files.createDirectories(folder.resolve("app")));
        assertTrue(
                Stream.of(classPath.split(":", -1))
                        .noneMatch(jar -> Path.of(jar).startsWith(ROOT)),
                () -> classPath);
        Path source = Files.writeString(
                folder.resolve("app").resolve("Echo.java"), program().replace("8080", Integer.toString(port)));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process running = started(java, "--enable-native-access=ALL-UNNAMED", "-cp", classPath, source.toString());
        try {
            assertEquals("HTTP/1.1 101 Switching Protocols", answer(running, port));
        } finally {
            running.destroyForcibly().waitFor();
        }
    }

    private Path repository() {
        return folder.resolve("repository");
    }

    private Path coordinates(String artifact) {
        return repository().resolve("dev/mooring").resolve(artifact).resolve(VERSION);
    }

    private void publish(String artifact, Path pom) throws IOException {
        Path to = Files.createDirectories(coordinates(artifact)).resolve(artifact + "-" + VERSION + ".pom");
        Files.copy(pom, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What else is needed is fetched by the build of this checkout already, and stands beside. */
    private void linkThirdParties() throws IOException {
        try (Stream<Path> groups = Files.list(SHARED)) {
            for (Path group : groups.toList()) {
                if (!group.getFileName().toString().equals("dev")) {
                    Files.createSymbolicLink(repository().resolve(group.getFileName()), group);
                }
            }
        }
    }

    private String resolved(Path app) throws IOException, InterruptedException {
        Files.writeString(app.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>org.example</groupId>
                  <artifactId>echo</artifactId>
                  <version>1</version>
                  <dependencies>
                    <dependency>
                      <groupId>dev.mooring</groupId>
                      <artifactId>server</artifactId>
                      <version>%s</version>
                    </dependency>
                  </dependencies>
                </project>
                """.formatted(VERSION));
        Path classPath = app.resolve("class-path");
        Process maven = started(
                "mvn",
                "-o",
                "-q",
                "-B",
                "-Dmaven.repo.local=" + repository(),
                "-f",
                app.resolve("pom.xml").toString(),
                DEPENDENCY_PLUGIN + ":build-classpath",
                "-Dmdep.outputFile=" + classPath);
        assertEquals(0, maven.waitFor(), this::output);
        return Files.readString(classPath).strip();
    }

    private Process started(String... command) throws IOException {
        return new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException missing) {
            return missing.toString();
        }
    }

    private static String program() throws IOException {
        Matcher program = Pattern.compile("(?s)## Embedding\n+```java\n(.*?)```")
                .matcher(Files.readString(ROOT.resolve("README.md")));
        assertTrue(program.find(), "README.md has no program below Embedding");
        return program.group(1);
    }

    /** The first line that a request is answered with. */
    private String answer(Process running, int port) throws IOException {
        try (Socket socket = connected(running, port)) {
            socket.getOutputStream().write("""
                    GET / HTTP/1.1\r
                    Host: localhost\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    Sec-WebSocket-Version: 13\r
                    \r
                    """.getBytes(StandardCharsets.US_ASCII));
            StringBuilder line = new StringBuilder();
            int next = socket.getInputStream().read();
            while (next >= 0 && next != '\r') {
                line.append((char) next);
                next = socket.getInputStream().read();
            }
            return line.toString();
        }
    }

    private Socket connected(Process running, int port) {
        while (running.isAlive()) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return socket;
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("the program ended: " + output());
    }
}
