package dev.mooring.hosttuning.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.host.RecordedHost;
import dev.mooring.hosttuning.setting.ScratchHost.Ended;
import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.Outcome;
import dev.mooring.hosttuning.verify.PlanCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostTuningScriptTest {
    private static final TuningProfile PROFILE = Profiles.of(Role.SERVER);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Role.class)
    void pleasesShellcheck(Role role) throws IOException, InterruptedException {
        assumeTrue(ScratchHost.run(List.of("shellcheck", "--version")).exitCode() == 0, "shellcheck is not installed");
        Path script = Files.writeString(directory.resolve("tune.sh"), HostTuningScript.of(Profiles.of(role)));
        Ended ended = ScratchHost.run(List.of("shellcheck", "-s", "sh", script.toString()));
        assertEquals(new Ended(0, ""), ended);
    }

    @Test
    void writesEveryFileOfTheProfile() throws IOException, InterruptedException {
        ScratchHost host = tunedHost();
        for (RenderedFile file : PROFILE.files()) {
            assertTrue(host.read(file.path()).length() > 20, file.path());
        }
        assertTrue(host.read(LimitsFile.PATH).contains("root  hard nofile 1000000\n"));
    }

    @Test
    void setsTheKernelParametersOfTheNetwork() throws IOException, InterruptedException {
        Map<String, Integer> steps = steps(tunedHost());
        assertEquals(0, steps.get("set_kernel net.core.somaxconn 65535"));
        assertEquals(0, steps.get("set_kernel net.ipv4.tcp_fin_timeout 30"));
    }

    @Test
    void recordsWhatTheHostRefusesAndGoesOn() throws IOException, InterruptedException {
        Map<String, Integer> steps = steps(tunedHost());
        List<String> refused = steps.keySet().stream()
                .filter(step -> step.startsWith("set_kernel fs."))
                .toList();
        assertEquals(2, refused.size(), "fs.file-max and fs.nr_open are read-only here: " + steps);
        refused.forEach(step -> assertNotEquals(0, steps.get(step), step));
        assertTrue(
                steps.containsKey("systemctl enable mooring-server.service"),
                "the last step is recorded too: " + steps);
    }

    @Test
    void neverLowersAMinimum() throws IOException, InterruptedException {
        // The kernel gives a parameter to the first read only; Java's readString begins with a read of one byte.
        long inForce = Long.parseLong(ScratchHost.run(List.of("cat", "/proc/sys/fs/file-max"))
                .output()
                .strip());
        long written = Long.parseLong(tunedHost()
                .read(SysctlFile.PATH)
                .lines()
                .filter(line -> line.startsWith("fs.file-max = "))
                .findFirst()
                .orElseThrow()
                .substring("fs.file-max = ".length()));
        assertEquals(Math.max(inForce, Profiles.PLAN.host().descriptors().fileMax()), written);
    }

    @Test
    void changesNothingTheSecondTime() throws IOException, InterruptedException {
        ScratchHost host = tunedHost();
        String first = everything(host);
        host.run(HostTuningScript.of(PROFILE));
        assertEquals(first, everything(host));
    }

    @Test
    void findsInTheKernelWhatItWrote() throws IOException, InterruptedException, HostUnreachableException {
        PlanCheck check = new PlanCheck(Profiles.PLAN, Role.SERVER);
        ScratchHost host = ScratchHost.in(directory);
        Files.writeString(directory.resolve("probe"), check.script());
        host.run(HostTuningScript.of(PROFILE) + "\nsh /probe >/answer\n");
        List<Finding> sysctls =
                check.check(new RecordedHost("scratch", directory.resolve("answer"))).findings().stream()
                        .filter(finding -> finding.check().id().startsWith("net.core.somaxconn")
                                || finding.check().id().startsWith("net.ipv4.tcp_keepalive")
                                || finding.check().id().equals("net.ipv4.ip_local_reserved_ports")
                                || finding.check().id().startsWith("nofile "))
                        .toList();
        assertEquals(10, sysctls.size(), sysctls.toString());
        for (Finding finding : sysctls) {
            assertEquals(Outcome.PASS, finding.outcome(), finding.toString());
        }
    }

    private ScratchHost tunedHost() throws IOException, InterruptedException {
        ScratchHost host = ScratchHost.in(directory);
        host.run(HostTuningScript.of(PROFILE));
        return host;
    }

    private static Map<String, Integer> steps(ScratchHost host) throws IOException {
        JsonNode node = new ObjectMapper().readTree(host.read(HostTuningScript.RECORD));
        assertEquals(PROFILE.hash(), node.get("profile").asText());
        return StreamSupport.stream(node.get("steps").spliterator(), false)
                .collect(Collectors.toMap(
                        step -> step.get("step").asText(),
                        step -> step.get("exitCode").asInt()));
    }

    /** The text of all written files; the time in the record is the one thing that may differ. */
    private static String everything(ScratchHost host) throws IOException {
        StringBuilder text = new StringBuilder();
        for (RenderedFile file : PROFILE.files()) {
            text.append(host.read(file.path()));
        }
        return text.append(steps(host)).toString();
    }
}
