package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.host.NumberedLines;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user of a check may not see is unknown, not absent: the probe below a folder in the place of /etc. */
class OutOfSightTest {
    private static final int NOBODY = 65_534;
    private static final int ROOT = 0;

    @TempDir
    private Path etc = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        open(etc);
        for (String name : List.of("security", "security/limits.d", "sysctl.d", "modules-load.d", "mooring")) {
            open(Files.createDirectories(etc.resolve(name)));
        }
        Files.writeString(etc.resolve("security/limits.d/99-zz-mooring.conf"), "* - nofile 1000000\n");
        Files.writeString(etc.resolve("sysctl.d/99-old.conf"), "net.ipv4.tcp_tw_recycle = 1\n");
        Files.writeString(etc.resolve("mooring/tuned.json"), "{}");
    }

    @Test
    void seesWhatIsThere() throws IOException, InterruptedException {
        ProbeParser answer = probe(NOBODY);
        assertTrue(answer.facts().files().limits().files().complete());
        assertTrue(answer.facts().files().sysctl().complete());
        assertEquals("{}", answer.facts().files().tuningRecord().text());
    }

    @Test
    void isNotCompleteWhereAFolderMayNotBeListed() throws IOException, InterruptedException {
        close(etc.resolve("sysctl.d"));
        close(etc.resolve("security/limits.d"));
        HostFacts facts = probe(NOBODY).facts();
        assertFalse(facts.files().sysctl().complete());
        assertFalse(facts.files().limits().files().complete());
        assertTrue(facts.files().modules().complete());
    }

    @Test
    void isNotCompleteWhereTheFolderAboveMayNotBeSearched() throws IOException, InterruptedException {
        close(etc.resolve("security"));
        assertFalse(probe(NOBODY).facts().files().limits().files().complete());
    }

    @Test
    void passesOverWhatIsNoFile() throws IOException, InterruptedException {
        Path folder = etc.resolve("sysctl.d");
        Files.createSymbolicLink(folder.resolve("10-gone.conf"), etc.resolve("nothing"));
        Files.createSymbolicLink(folder.resolve("20-loop.conf"), Path.of("20-loop.conf"));
        Files.createDirectory(folder.resolve("30-folder.conf"));
        Files.createSymbolicLink(folder.resolve("40-null.conf"), Path.of("/dev/null"));
        SysctlFiles files = probe(NOBODY).facts().files().sysctl();
        assertTrue(files.complete());
        assertEquals(
                List.of("a link to nothing", "a loop of links", "a directory"),
                files.files().passedOver().stream().map(ConfiguredLine::instead).toList());
    }

    @Test
    void doesNotTakeALinkForOneToNothingWhoseEndIsOutOfSight() throws IOException, InterruptedException {
        Path hidden = Files.createDirectories(etc.resolve("hidden"));
        Files.writeString(hidden.resolve("file"), "net.core.somaxconn = 1\n");
        Path link = Files.createSymbolicLink(etc.resolve("sysctl.d/50-link.conf"), hidden.resolve("file"));
        close(hidden);
        SysctlFiles files = probe(NOBODY).facts().files().sysctl();
        assertFalse(files.complete());
        assertEquals(link.toString(), files.files().unread());
    }

    @Test
    void isNotCompleteWhereAFileHasNoEnd() throws IOException, InterruptedException {
        Files.createSymbolicLink(etc.resolve("sysctl.d/50-zero.conf"), Path.of("/dev/zero"));
        assertFalse(probe(ROOT).facts().files().sysctl().complete());
    }

    @Test
    void isNotCompleteWhereANameCannotBeToldFromALine() throws IOException, InterruptedException {
        Files.writeString(etc.resolve("sysctl.d/a:1:b.conf"), "net.core.somaxconn = 1\n");
        assertFalse(probe(ROOT).facts().files().sysctl().complete());
    }

    @Test
    void readsLinesBesideBytesThatAreNoText() throws IOException, InterruptedException {
        Files.write(
                etc.resolve("sysctl.d/99-old.conf"), "\0\nnet.core.somaxconn = 128\n".getBytes(StandardCharsets.UTF_8));
        assertFalse(probe(ROOT)
                .facts()
                .files()
                .sysctl()
                .naming("net.core.somaxconn")
                .isEmpty());
    }

    @Test
    void takesAnEmptyFolderForEmptyAndAMissingOneForMissing() throws IOException, InterruptedException {
        Files.delete(etc.resolve("sysctl.d/99-old.conf"));
        Files.delete(etc.resolve("modules-load.d"));
        HostFacts facts = probe(NOBODY).facts();
        assertTrue(facts.files().sysctl().complete());
        assertTrue(facts.files().modules().complete());
    }

    @Test
    void tellsARecordThatIsNotThereFromOneOutOfSight() throws IOException, InterruptedException {
        close(etc.resolve("mooring"));
        ProbeSection hidden = probe(NOBODY).facts().files().tuningRecord();
        assertFalse(hidden.isRead());
        assertFalse(hidden.isAbsent());
        open(etc.resolve("mooring"));
        Files.delete(etc.resolve("mooring/tuned.json"));
        assertTrue(probe(NOBODY).facts().files().tuningRecord().isAbsent());
    }

    @Test
    void losesOnlyTheReadingThatTakesTooLong() throws IOException, InterruptedException {
        Path journalctl =
                Files.writeString(Files.createDirectories(etc.resolve("bin")).resolve("journalctl"), """
                #!/bin/sh
                sleep 1000
                """);
        Files.setPosixFilePermissions(journalctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProbeParser answer = probe(ROOT, Duration.ofSeconds(2));
        assertTrue(answer.isComplete());
        assertFalse(answer.facts().session().pamMessages().isRead());
        assertTrue(answer.facts().kernel().parameter("fs.nr_open").isRead());
    }

    private ProbeParser probe(int user) throws IOException, InterruptedException {
        return probe(user, Duration.ofMinutes(1));
    }

    private ProbeParser probe(int user, Duration limit) throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can be somebody else");
        String script = Probe.script(TuningProfile.of(RecordedReports.PLAN, Role.SERVER, false), limit)
                .replace("/etc/", etc + "/")
                .replace("/var/lib/mooring/", etc + "/mooring/");
        List<String> command =
                new ArrayList<>(List.of("env", "PATH=" + etc.resolve("bin") + ":" + System.getenv("PATH")));
        if (user != ROOT) {
            command.addAll(List.of("setpriv", "--reuid", "" + user, "--clear-groups"));
        }
        command.addAll(List.of("/bin/sh", "-c", script));
        Process probe = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ProbeParser answer = ProbeParser.of(
                NumberedLines.of(new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .text());
        assertEquals(0, probe.waitFor());
        return answer;
    }

    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void close(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
}
