package dev.mooring.infra.userdata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Fleets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script of a host, really run by bash, in a folder that takes the place of the root. Only the tuning of the kernel is
 * left out, which would change this machine; S3 is a folder, and systemctl writes down what it is told.
 */
final class HostInstallationTest {
    private static final String FAKE_AWS = """
            #!/bin/sh
            echo "aws $*" >>"$ROOT/calls"
            cp "$ROOT/s3/${4##*/}" "$5"
            """;
    private static final String FAKE_AGENT = """
            #!/bin/sh
            echo "agent $*" >>"$ROOT/calls"
            """;
    private static final String FAKE_SYSTEMCTL = """
            #!/bin/sh
            echo "systemctl $*" >>"$ROOT/calls"
            """;

    @TempDir
    private Path root;

    @BeforeEach
    void fillTheBucket() throws IOException, InterruptedException {
        Files.createDirectories(root.resolve("s3"));
        Files.createDirectories(root.resolve("etc/systemd/system"));
        program("bin/aws", FAKE_AWS);
        program("bin/systemctl", FAKE_SYSTEMCTL);
        program("bin/sleep", "#!/bin/sh\necho \"sleep $*\" >>\"$ROOT/calls\"\n");
        for (String name : List.of("server", "agent", "verify")) {
            Path folder = Files.createDirectories(root.resolve("build/mooring-" + name + "/conf"));
            Files.writeString(folder.resolve("name"), name);
            if (name.equals("agent")) {
                program("build/mooring-agent/bin/mooring-agent", FAKE_AGENT);
            }
            run(
                    "tar",
                    "-C",
                    root.resolve("build").toString(),
                    "-czf",
                    bundle(name).toString(),
                    "mooring-" + name);
        }
    }

    @Test
    void installsEveryBundleAndStartsServerBeforeAgent() throws Exception {
        assertEquals(0, install(script()));

        assertEquals("server", Files.readString(root.resolve("opt/mooring/server/conf/name")));
        assertEquals("agent", Files.readString(root.resolve("opt/mooring/agent/conf/name")));
        assertTrue(
                Files.readString(root.resolve("etc/mooring/server.properties")).contains("max-connections=600000"));
        assertTrue(record().contains("0\tfinished"), record());
        String calls = calls();
        assertTrue(
                calls.indexOf("restart mooring-server.service") < calls.indexOf("restart mooring-agent.service"),
                calls);
    }

    /** The server reads its file at its start only. */
    @Test
    void letsTheAgentNumberTheHostBeforeTheServerStarts() throws Exception {
        install(script());

        String calls = calls();
        String numbers = "agent --config " + root + "/etc/mooring/agent.properties --host-id-into " + root
                + "/etc/mooring/server.properties\n";
        assertTrue(calls.contains(numbers), calls);
        assertTrue(calls.indexOf(numbers) < calls.indexOf("restart mooring-server.service"), calls);
    }

    @Test
    void letsTheAgentWriteTheCertificateBeforeTheServerStarts() throws Exception {
        install(script(DeploymentPlan.of(
                Map.of("tls", "host"),
                Map.of("certificate-secret", "mooring/wss", "domain", "ws.example.com"),
                Map.of())));

        String calls = calls();
        assertTrue(
                calls.indexOf("systemctl restart mooring-secrets.service\n")
                        < calls.indexOf("restart mooring-server.service"),
                calls);
        String unit = Files.readString(root.resolve("etc/systemd/system/mooring-secrets.service"));
        assertTrue(unit.contains("Before=mooring-server.service\n"), unit);
    }

    @Test
    void downloadsNothingTheSecondTime() throws Exception {
        install(script());
        Files.delete(root.resolve("calls"));

        install(script());

        assertFalse(calls().contains("aws"), calls());
        assertTrue(calls().contains("restart mooring-agent.service"), calls());
    }

    @Test
    void doesNotJoinWithABundleOfAnotherHash() throws Exception {
        String script = script();
        Files.writeString(bundle("server"), "something else");

        install(script);

        assertTrue(record().contains("1\tinstall_bundle server"), record());
        assertTrue(record().contains("0\tinstall_bundle agent"), record());
        assertTrue(record().contains("1\tfinished"), record());
        assertFalse(Files.exists(root.resolve("opt/mooring/server/conf/name")));
        assertFalse(calls().contains("restart mooring-agent.service"), calls());
        assertTrue(calls().contains("disable --now mooring-agent.service"), calls());
    }

    /** Else the first deployment waits for its whole timeout, and ends without a reason. */
    @Test
    void tellsTheStackAndTheConsoleThatItDoesNotJoin() throws Exception {
        String script = script();
        Files.writeString(bundle("server"), "something else");

        install(script);

        assertTrue(
                calls().contains("aws cloudformation signal-resource --stack-name Mooring --logical-resource-id Hosts"
                        + " --status FAILURE --unique-id"),
                calls());
    }

    @Test
    void pausesBetweenTriesAndNotAfterTheLast() throws Exception {
        String script = script();
        Files.delete(bundle("verify"));

        install(script);

        assertEquals(
                List.of("sleep 0", "sleep 0", "sleep 0", "sleep 1", "sleep 2", "sleep 4", "sleep 8"),
                calls().lines().filter(call -> call.startsWith("sleep")).toList());
    }

    @Test
    void triesFiveTimesToReachTheBucket() throws Exception {
        String script = script();
        Files.delete(bundle("verify"));

        install(script);

        assertEquals(
                5,
                calls().lines().filter(call -> call.contains("verify.tar.gz ")).count(),
                calls());
        assertTrue(record().contains("1\tinstall_bundle verify"), record());
    }

    private int install(String script) throws IOException, InterruptedException {
        return run("bash", Files.writeString(root.resolve("user-data"), script).toString());
    }

    private String script() throws Exception {
        return script(Fleets.inputs(Map.of()));
    }

    private String script(DeploymentPlan inputs) throws Exception {
        String script = HostUserData.of(
                inputs,
                new HostIdentity(
                        "us-east-1", "Mooring", "Mooring-fleet", Optional.empty(), Optional.empty(), Optional.empty()),
                List.of(remote("server"), remote("agent"), remote("verify")));
        String moved = script.replaceAll("(?m)(?<=[ >=])/(opt/mooring|etc|var/lib/mooring)", root + "/$1");
        String untuned = moved.replace("step sh " + root + "/opt/mooring/tune-host.sh", "step true");
        assertFalse(untuned.contains("step sh"), "the kernel of this machine must stay as it is");
        return untuned;
    }

    private HostBundle remote(String name) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(bundle(name)));
        return new HostBundle(
                name, "s3://assets/" + name + ".tar.gz", HexFormat.of().formatHex(digest));
    }

    private Path bundle(String name) {
        return root.resolve("s3/" + name + ".tar.gz");
    }

    private String record() throws IOException {
        return Files.readString(root.resolve("var/lib/mooring/installed"));
    }

    private String calls() throws IOException {
        return Files.readString(root.resolve("calls"));
    }

    private void program(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        assertTrue(Files.writeString(file, text).toFile().setExecutable(true));
    }

    private int run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("output").toFile());
        builder.environment().put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("ROOT", root.toString());
        return builder.start().waitFor();
    }
}
