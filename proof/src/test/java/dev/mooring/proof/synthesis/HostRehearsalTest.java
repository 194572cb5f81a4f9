package dev.mooring.proof.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code infra/rehearse-host} on the synthesized template: its user-data installs the shipped bundles in namespaces of its
 * own. Takes some fifteen seconds, so the tests share one run.
 */
class HostRehearsalTest {
    private static final Path COMMAND = Path.of("../infra/rehearse-host");

    private static Run rehearsal = new Run(1, "");

    private record Run(int exitCode, String said) {}

    @BeforeAll
    static void rehearse() throws IOException, InterruptedException {
        Synthesis synthesis = Synthesis.shared();
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/sshd")), "sshd is missing: install openssh-server");
        assumeTrue(
                run("unshare", "--mount", "--net", "--pid", "--fork", "--mount-proc", "true")
                                .exitCode()
                        == 0,
                "this machine does not let a process have namespaces of its own (unshare)");
        rehearsal = run(COMMAND.toString(), synthesis.output().toString());
    }

    @Test
    void refusesToJoinWithADamagedBundle() {
        assertSaid("damaged bundle  recorded, exit code 1, the agent is disabled: the host does not join");
    }

    @Test
    void installsOnlyWhatWasMissingAndThenJoins() {
        assertSaid("first run       14 steps, none failed; downloads: 1; the agent was started");
    }

    @Test
    void changesNothingTheSecondTime() {
        assertSaid("second run      14 steps, none failed; downloads: 0; the agent was started");
    }

    @Test
    void servesAndIsVerifiedOnTheHostAndOverSsh() {
        assertEquals(0, rehearsal.exitCode(), rehearsal.said());
        assertSaid("server          serving, host-id=273 of 10.0.1.17");
        assertSaid("verify          ");
        assertSaid("verify over SSH ");
    }

    @Test
    void refusesAFolderThatNothingWasSynthesizedInto(@TempDir Path empty) throws IOException, InterruptedException {
        assertEquals(
                new Run(
                        64,
                        "rehearse-host: " + empty + " has no Mooring.template.json; synthesize into it:"
                                + " infra/cdk synth --output " + empty + "\n"),
                run(COMMAND.toString(), empty.toString()));
    }

    private static void assertSaid(String line) {
        assertTrue(rehearsal.said().lines().anyMatch(each -> each.startsWith(line)), rehearsal.said());
    }

    private static Run run(String... words) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(List.of(words)).redirectErrorStream(true);
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = command.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said);
    }
}
