package dev.mooring.infra.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ctrl-C at a terminal, which reaches each process of the group that works in front: a program ends with 130 and says nothing,
 * neither of a bug nor of what happens to the programs that it has started.
 */
final class InterruptTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @Test
    void endsASynthesisInTheMiddleWithoutAWord() throws IOException, InterruptedException {
        Path begun = fifo();
        Path node =
                script("node", "echo begun >" + begun + "\nexec " + ROOT.resolve("scripts/node-apart") + " \"$@\"\n");
        Process synth = start(SummaryMain.class, Map.of("JSII_NODE", node.toString()));
        assertEquals("begun\n", Files.readString(begun));
        List<ProcessHandle> libraries = synth.descendants().toList();

        interrupt(synth);

        assertEndsQuietly(synth);
        libraries.forEach(each -> each.onExit().join());
    }

    @Test
    void endsADoctorThatWaitsForAnAnswerWithoutAWord() throws IOException, InterruptedException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process doctor = start(
                    DoctorMain.class,
                    Map.of(
                            "AWS_ENDPOINT_URL",
                            "http://127.0.0.1:" + silent.getLocalPort(),
                            "AWS_REGION",
                            "us-east-1",
                            "AWS_ACCESS_KEY_ID",
                            "none",
                            "AWS_SECRET_ACCESS_KEY",
                            "none"));
            try (var _ = silent.accept()) {
                interrupt(doctor);

                assertEndsQuietly(doctor);
            }
        }
    }

    /** The script around the CDK's command line, whose other child goes with it. */
    @Test
    void endsADeploymentWithWhatWatchesIt() throws IOException, InterruptedException {
        Path begun = fifo();
        script("infra/cdk", Files.readString(ROOT.resolve("infra/cdk")));
        script("scripts/java.sh", Files.readString(ROOT.resolve("scripts/java.sh")));
        script("scripts/aws-bundles", "exit 0\n");
        script("infra/synth", "exit 0\n");
        script("infra/watch", "echo $$ >" + begun + "\nexec sleep 1000\n");
        script("infra/node_modules/.bin/cdk", "exec sleep 1000\n");
        Files.createFile(folder.resolve("infra/package-lock.json"));
        Files.createFile(folder.resolve("infra/node_modules/.package-lock.json"));
        Process deployment = start(List.of(folder.resolve("infra/cdk").toString(), "deploy"), Map.of());
        ProcessHandle watch = ProcessHandle.of(
                        Long.parseLong(Files.readString(begun).strip()))
                .orElseThrow();

        interrupt(deployment);

        assertEndsQuietly(deployment);
        watch.onExit().join();
    }

    private Process start(Class<?> program, Map<String, String> environment) throws IOException {
        return start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dmooring.root=" + ROOT,
                        "-Dmooring.project=" + ROOT,
                        "-Dmooring.fleet=" + ROOT.resolve("cdk.json"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName()),
                environment);
    }

    /** As a terminal starts it: the first of a group of processes, which hears Ctrl-C. */
    private Process start(List<String> command, Map<String, String> environment) throws IOException {
        List<String> words = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT"));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void interrupt(Process first) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-INT", "--", "-" + first.pid())
                        .start()
                        .waitFor());
    }

    private void assertEndsQuietly(Process process) throws IOException, InterruptedException {
        int code = process.waitFor();
        assertEquals("", Files.readString(folder.resolve("err")));
        assertEquals("", Files.readString(folder.resolve("out")));
        assertEquals(130, code);
    }

    private Path fifo() throws IOException, InterruptedException {
        Path fifo = folder.resolve("begun");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        return fifo;
    }

    private Path script(String name, String text) throws IOException {
        Path script = folder.resolve(name);
        Files.createDirectories(script.getParent());
        Files.writeString(script, text.startsWith("#!") ? text : "#!/bin/sh\n" + text, StandardCharsets.UTF_8);
        script.toFile().setExecutable(true);
        return script;
    }
}
