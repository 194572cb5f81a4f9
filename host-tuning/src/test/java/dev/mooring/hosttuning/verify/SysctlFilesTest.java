package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SysctlFilesTest {
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

    private static String winner(String lines) {
        Optional<Assignment> winner =
                new SysctlFiles(ConfigurationFiles.of(new Datum(lines, 0))).winner("vm.swappiness");
        return winner.map(assignment -> assignment.line().origin()).orElse("none");
    }
}
