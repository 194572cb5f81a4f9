package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.host.HostReply;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.host.LocalHost;
import dev.mooring.hosttuning.host.NumberedLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe on the machine that runs the tests: its kernel, its limits. */
class LocalProbeTest {
    @TempDir
    private Path directory;

    @Test
    void readsEveryKernelParameterThatThisKernelHas() throws HostUnreachableException {
        HostFacts facts = probe();
        assertTrue(facts.kernel().number("fs.nr_open").isPresent());
        assertTrue(facts.machine().memory().isPresent());
        facts.kernel()
                .parameters()
                .forEach((key, section) ->
                        assertEquals(Files.exists(Path.of("/proc/sys", key.split("[.]", -1))), section.isRead(), key));
    }

    @Test
    void namesTheLimitAndTheRemedyOfAMachineWithFewDescriptors() throws HostUnreachableException {
        OptionalLong hard = probe().session().hardNofile();
        assumeTrue(hard.orElse(0) < 1_000_000, "this machine has descriptors enough");
        Finding finding = RecordedReports.CHECK.check(new LocalHost()).findings().stream()
                .filter(candidate -> candidate.check().id().equals("session nofile"))
                .findFirst()
                .orElseThrow();
        assertTrue(finding.fails());
        assertTrue(
                finding.sentence().endsWith(" may open " + hard.getAsLong() + " files at most."), finding.sentence());
        assertTrue(finding.remedy().startsWith("sudo prlimit --pid $$ --nofile=1000000"), finding.remedy());
    }

    @Test
    void looksForTheClassThatTheServerIsStartedWith() throws IOException {
        Matcher started = Pattern.compile("-cp \\S+ (dev[.\\w]+) \"\\$@\"")
                .matcher(Files.readString(Path.of("../server/src/main/bundle/mooring-server")));
        assertTrue(started.find(), "the launcher starts a class");
        String pattern = started.group(1).replace(".", "[.]");
        assertTrue(RecordedReports.CHECK.script().contains("grep -l '" + pattern + "' /proc/"), pattern);
    }

    @Test
    void isNotMisledByWhatALoginShellPrints() throws HostUnreachableException {
        HostReply reply = new LocalHost().run(RecordedReports.CHECK.script());
        NumberedLines quiet = NumberedLines.of(reply.output());
        assertTrue(quiet.isUnbroken());
        assertEquals(quiet, NumberedLines.of("pyenv: cannot rehash\n1:mooringlike\n\n" + reply.output() + "logout\n"));
        assertEquals(quiet, NumberedLines.of("no line break at the end" + reply.output()));
    }

    @Test
    void leavesOutAReadingThatWasCutOff() {
        HostFacts facts = ProbeParser.parse("::mooring kernel fs.nr_open\n1048576\n");
        assertEquals(ProbeSection.MISSING, facts.kernel().parameter("fs.nr_open"));
    }

    @Test
    void refusesAHostThatDoesNotRunTheScript() {
        assertEquals(
                "The probe gave no readings, exit code 1; the login shell must be able to run a POSIX shell script",
                refusal(new HostReply("% Invalid input\n", 1)));
    }

    @Test
    void doesNotBlameTheLoginShellWhereTheSessionWasCut() {
        assertEquals(
                "The session ended before the check said anything, without an exit code: its connection was cut, or its"
                        + " process killed; check again, and look for what ends commands on that host",
                refusal(new HostReply("Welcome\n", -1)));
    }

    private static String refusal(HostReply reply) {
        Host silent = new Host() {
            @Override
            public String name() {
                return "appliance";
            }

            @Override
            public HostReply run(String script) {
                return reply;
            }
        };
        return String.valueOf(assertThrows(HostUnreachableException.class, () -> RecordedReports.CHECK.check(silent))
                .getMessage());
    }

    @Test
    void pleasesShellcheck() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/shellcheck")), "shellcheck is not installed");
        Path script = Files.writeString(directory.resolve("probe.sh"), RecordedReports.CHECK.script());
        Process shellcheck = new ProcessBuilder("shellcheck", "-s", "sh", script.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(shellcheck.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shellcheck.waitFor(), said);
    }

    @Test
    void fitsIntoACommandString() {
        int length = RecordedReports.CHECK.script().length();
        assertNotEquals(0, length);
        assertTrue(length < 32_768, "an argument may have 131,072 bytes, and quoting can double it: " + length);
    }

    private static HostFacts probe() throws HostUnreachableException {
        String output = new LocalHost().run(RecordedReports.CHECK.script()).output();
        return ProbeParser.parse(NumberedLines.of(output).text());
    }
}
