package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SysctlFilesTest {
    private static final String TABLE = "net.netfilter.nf_conntrack_max";

    @Test
    void letsTheLastFileNameWinWhateverItsDirectory() {
        assertEquals("/usr/lib/sysctl.d/90-b.conf:1", winner("""
                /etc/sysctl.d/10-a.conf:1:vm.swappiness = 1
                /usr/lib/sysctl.d/90-b.conf:1:vm.swappiness = 2
                """));
    }

    @Test
    void letsAFileInEtcReplaceTheOneOfTheSameNameInLib() {
        assertEquals("/etc/sysctl.d/90-b.conf:7", winner("""
                /etc/sysctl.d/90-b.conf:7:vm.swappiness = 1
                /usr/lib/sysctl.d/90-b.conf:9:vm.swappiness = 2
                """));
    }

    @Test
    void letsAnEmptyFileInEtcHideTheOneInLib() {
        assertEquals("none", winner("""
                /etc/sysctl.d/90-b.conf:0:
                /usr/lib/sysctl.d/90-b.conf:9:vm.swappiness = 2
                """));
    }

    @Test
    void letsTheLastLineOfAFileWin() {
        assertEquals("/etc/sysctl.d/a.conf:12", winner("""
                /etc/sysctl.d/a.conf:2:vm.swappiness = 1
                /etc/sysctl.d/a.conf:12:-vm/swappiness=2
                """));
    }

    @Test
    void leavesOutSysctlConfWhichSystemdDoesNotRead() {
        assertEquals("none", winner("/etc/sysctl.conf:2:vm.swappiness = 1\n"));
    }

    @Test
    void appliesAPatternToAKeyThatNoLineNames() {
        assertEquals("/etc/sysctl.d/a.conf:1", winner("/etc/sysctl.d/a.conf:1:vm.swap* = 7\n"));
        assertEquals("none", winner("/etc/sysctl.d/a.conf:1:net.* = 7\n"));
        assertEquals("/etc/sysctl.d/a.conf:1", winner("""
                /etc/sysctl.d/a.conf:1:vm.swappiness = 1
                /etc/sysctl.d/z.conf:1:vm.* = 7
                """));
        assertEquals("none", winner("""
                /etc/sysctl.d/a.conf:1:vm.* = 7
                /etc/sysctl.d/a.conf:2:-vm.swappiness
                """));
    }

    @Test
    void knowsTheOtherNameOfTheConntrackTable() {
        String other = "/etc/sysctl.d/a.conf:1:net.nf_conntrack_max = 5\n";
        assertEquals(Optional.of("5"), value(TABLE, other));
        assertEquals(Optional.of("9"), value(TABLE, "/etc/sysctl.d/a.conf:1:net.nf_* = 9\n"));
        assertEquals(Optional.of("5"), value(TABLE, other + "/etc/sysctl.d/z.conf:1:net.nf_* = 9\n"));
        assertEquals(Optional.empty(), value(TABLE, """
                /etc/sysctl.d/a.conf:1:-net.nf_conntrack_max
                /etc/sysctl.d/z.conf:1:net.nf_* = 9
                """));
        assertEquals(List.of(SysctlKey.of("net.nf_conntrack_max")), files(other).aliasesInUse(TABLE));
        assertEquals(
                List.of(), files("/etc/sysctl.d/a.conf:1:" + TABLE + " = 5\n").aliasesInUse(TABLE));
    }

    @Test
    void namesTheLastFileThatSetsAVariableByWhateverName() {
        String lines = """
                /etc/sysctl.d/10-a.conf:1:net.netfilter.nf_conntrack_max = 5
                /etc/sysctl.d/20-b.conf:1:net.nf_conntrack_max = 5
                /etc/sysctl.d/30-c.conf:1:no assignment
                /etc/sysctl.d/90-z.conf:1:vm.swappiness = 5
                """;
        assertEquals("20-b.conf", files(lines).lastFileNaming(TABLE));
        assertEquals("90-z.conf", files(lines).lastFileNaming("vm.swappiness"));
        assertEquals("", files(lines).lastFileNaming("fs.nr_open"));
    }

    @Test
    void passesOverEmptyLinesOfSystemd() {
        assertEquals(
                Optional.empty(),
                told("/etc/sysctl.d/a.conf:2:vm.swappiness = 1\n", "\n  \nvm.swappiness = 1\n\n")
                        .disagreement());
    }

    @Test
    void namesWhereSystemdReadsAnotherLineThanTheFilesHave() {
        String files = "/etc/sysctl.d/a.conf:0:\n/etc/sysctl.d/a.conf:2:vm.swappiness = 1\n";

        assertEquals(Optional.empty(), told(files, " vm.swappiness = 1\r\n").disagreement());
        assertEquals(Evidence.CAT_CONFIG, told(files, "vm.swappiness = 1").evidence());
        assertEquals(
                Optional.of("systemd reads vm.swappiness = 2 where the files have /etc/sysctl.d/a.conf:2,"
                        + " vm.swappiness = 1"),
                told(files, "vm.swappiness = 2").disagreement());
        assertEquals(
                Optional.of("systemd reads nothing more where the files have /etc/sysctl.d/a.conf:2,"
                        + " vm.swappiness = 1"),
                told(files, "").disagreement());
        assertEquals(
                Optional.of("systemd reads vm.swappiness = 2 where the files have nothing more"),
                told(files, "vm.swappiness = 1\nvm.swappiness = 2").disagreement());
        assertEquals(Evidence.FILES, told(files, "vm.swappiness = 2").evidence());
    }

    @Test
    void goesByTheFilesWhereSystemdDoesNotSayOrTheyAreNotAllRead() {
        ProbeSection silent = new ProbeSection("", 127);
        String unread = "/etc/sysctl.d:0:unreadable\n";

        assertEquals(
                Evidence.FILES, new SysctlFiles(ConfigurationFiles.of(new ProbeSection("", 0)), silent).evidence());
        assertEquals(Evidence.FILES, told(unread, "vm.swappiness = 2").evidence());
        assertEquals(Optional.empty(), told(unread, "vm.swappiness = 2").disagreement());
    }

    private static SysctlFiles told(String files, String told) {
        return new SysctlFiles(ConfigurationFiles.of(new ProbeSection(files, 0)), new ProbeSection(told, 0));
    }

    private static SysctlFiles files(String lines) {
        return new SysctlFiles(ConfigurationFiles.of(new ProbeSection(lines, 0)), ProbeSection.MISSING);
    }

    private static Optional<String> value(String key, String lines) {
        return files(lines).winner(key).map(Assignment::value);
    }

    private static String winner(String lines) {
        Optional<Assignment> winner = files(lines).winner("vm.swappiness");
        return winner.map(assignment -> assignment.line().origin()).orElse("none");
    }
}
