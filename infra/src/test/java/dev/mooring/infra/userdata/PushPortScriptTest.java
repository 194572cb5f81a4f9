package dev.mooring.infra.userdata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mooring.capacity.input.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a host with a push port, run by bash and sh; AWS and its metadata are scripts. */
final class PushPortScriptTest {
    private static final String KEY = "bearer backend 0123456789abcdef0123456789abcdef";

    @TempDir
    private Path root;

    @BeforeEach
    void replaceAws() throws IOException {
        program("ip", "echo '169.254.169.254 via 10.0.0.1 dev eth0 src 10.0.0.7 uid 0'");
        Files.writeString(root.resolve("instance-id"), "i-1\n");
        program("chown", "echo \"chown $*\" >>\"$ROOT/calls\"");
        program("sleep", "true");
        program("systemctl", "true");
    }

    @Test
    void writesTheKeysForTheServerAlone() throws IOException, InterruptedException {
        program("aws", "echo '" + KEY + "'");

        Run run = fetchKeys();

        assertEquals(0, run.code(), run.said());
        Path keys = root.resolve("etc/mooring/push-keys");
        assertEquals(KEY + "\n", Files.readString(keys));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)));
        assertTrue(Files.readString(root.resolve("calls")).startsWith("chown mooring "), "it belongs to the server");
    }

    @Test
    void saysTheNameOfTheSecretAndNeverItsValue() throws IOException, InterruptedException {
        program("aws", "echo '" + KEY + "'");

        Run run = fetchKeys();

        assertFalse(run.said().contains("0123456789abcdef"), run.said());
        assertTrue(run.said().contains("0\tfetch_keys mooring/push"), run.said());
    }

    @Test
    void failsTheStepWhenThereIsNoSuchSecret() throws IOException, InterruptedException {
        program("aws", "echo 'not found' >&2; exit 254");

        Run run = fetchKeys();

        assertTrue(run.said().contains("1\tfetch_keys mooring/push"), run.said());
        assertFalse(Files.exists(root.resolve("etc/mooring/push-keys")), run.said());
        assertFalse(Files.exists(root.resolve("etc/mooring/push-keys.new")), run.said());
    }

    @Test
    void publishesAndTakesAwayTheHostsOwnAddress() throws IOException, InterruptedException {
        program("aws", "for last; do :; done; echo \"$last\" >\"$ROOT/batch\"");
        String script = Resource.text(HostFiles.class, "publish-name.sh")
                .replace("/var/lib/cloud/data", root.toString())
                .replace("@ZONE@", "Z1")
                .replace("@NAME@", "push.mooring.mooring.internal");
        for (String action : new String[] {"UPSERT", "DELETE"}) {
            Run run = run("sh", "-c", script, "publish-name.sh", action);
            assertEquals(0, run.code(), run.said());
            JsonNode change = new JsonMapper()
                    .readTree(Files.readString(root.resolve("batch")))
                    .at("/Changes/0");

            assertEquals(action, change.path("Action").asText());
            JsonNode record = change.path("ResourceRecordSet");
            assertEquals("push.mooring.mooring.internal", record.path("Name").asText());
            assertEquals("i-1", record.path("SetIdentifier").asText());
            assertEquals("10.0.0.7", record.at("/ResourceRecords/0/Value").asText());
        }
    }

    /** The part of the user-data between the step that it calls and a folder in the place of the root. */
    private Run fetchKeys() throws IOException, InterruptedException {
        Files.createDirectories(root.resolve("etc/mooring"));
        String step = "step() { local code=0; \"$@\" || code=$?; printf '%s\\t%s\\n' \"$code\" \"$*\"; }\n";
        String script = Resource.text(HostUserData.class, "push-port.sh")
                .replace("@SECRET@", "mooring/push")
                .replace("/etc/mooring", root + "/etc/mooring");
        return run("bash", "-uc", step + script);
    }

    private Run run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("ROOT", root.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said);
    }

    private void program(String name, String does) throws IOException {
        Path program = root.resolve("bin").resolve(name);
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n" + does + "\n");
        assertTrue(program.toFile().setExecutable(true));
    }

    private record Run(int code, String said) {}
}
