package dev.mooring.hosttuning.verify;

import static dev.mooring.hosttuning.RecordedReports.finding;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.hosttuning.Golden;
import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.host.RecordedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each trap that a host can be in, as a recorded answer of such a host. */
class TrapTest {
    @Test
    void passesATunedHost() throws HostUnreachableException {
        assertEquals(List.of(), wrong("tuned"));
    }

    @Test
    void showsTheSilentClampOfSystemd() throws HostUnreachableException {
        assertEquals(List.of("nofile <= fs.nr_open"), wrong("silent-clamp"));
        assertEquals(
                "/etc/systemd/system/mooring-server.service:9 asks for 2000000, more than fs.nr_open=1048576:"
                        + " systemd lowers it to that without a word; systemctl show still prints 2000000.",
                finding("silent-clamp", "nofile <= fs.nr_open").sentence());
        assertEquals(
                "1048576", finding("silent-clamp", "server nofile").actual().process());
    }

    @Test
    void showsThatPamFellBack() throws HostUnreachableException {
        assertEquals(List.of("session nofile", "nofile <= fs.nr_open"), wrong("pam-fallback"));
        assertEquals(
                "The session has 1024/524288 although /etc/security/limits.d/99-zz-mooring.conf:6 asks for 2000000:"
                        + " PAM could not set more than fs.nr_open=1048576 and fell back.",
                finding("pam-fallback", "session nofile").sentence());
    }

    @Test
    void showsAUnitWithoutALimit() throws HostUnreachableException {
        assertEquals(List.of("server nofile", "unit LimitNOFILE"), wrong("unit-without-limit"));
        assertEquals(
                "Process 871 may open 1024 files: its unit has no LimitNOFILE, and services do not read limits.d.",
                finding("unit-without-limit", "server nofile").sentence());
    }

    @Test
    void showsAUnitThatBringsADrainedServerBack(@TempDir Path folder) throws IOException, HostUnreachableException {
        String tuned = Files.readString(Golden.resource("verify/tuned.txt"));
        Path always =
                Files.writeString(folder.resolve("always.txt"), tuned.replace("Restart=on-failure", "Restart=always"));

        List<Finding> wrong = wrong(RecordedReports.CHECK.check(new RecordedHost("always", always)))
                .toList();

        assertEquals(
                List.of("unit Restart"),
                wrong.stream().map(finding -> finding.check().id()).toList());
        assertEquals(
                "/etc/systemd/system/mooring-server.service:11 sets always.",
                wrong.getFirst().sentence());
    }

    @Test
    void tellsAnInertConntrackFromAnActiveAndAnAbsentOne() throws HostUnreachableException {
        assertEquals(
                "Inert: no firewall rule tracks connections, the table is empty.",
                finding("tuned", "conntrack state").sentence());
        assertEquals(
                "Active: a firewall rule tracks connections.",
                finding("conntrack-active", "conntrack state").sentence());
        assertEquals(
                "Absent: the module is not loaded and nothing is tracked.",
                finding("module-not-loaded", "conntrack state").sentence());
    }

    @Test
    void showsBucketsThatDoNotFitTheTable() throws HostUnreachableException {
        assertEquals(List.of("net.netfilter.nf_conntrack_buckets", "conntrack max / buckets"), wrong("bucket-ratio"));
        assertEquals(
                "A full table has 32 entries in a chain: buckets were chosen from the memory, not from max.",
                finding("bucket-ratio", "conntrack max / buckets").sentence());
    }

    @Test
    void showsAnObsoleteKeyWithTheLineThatNamesIt() throws HostUnreachableException {
        assertEquals(List.of("obsolete keys"), wrong("obsolete-key"));
        assertEquals(
                "sudo sed -i '/^[[:space:]]*net\\.ipv4\\.netfilter\\.ip_conntrack_max = 1048576[[:space:]]*$/d'"
                        + " \"$(readlink -f /etc/sysctl.conf)\"",
                finding("obsolete-key", "obsolete keys").remedy());
    }

    @Test
    void showsALaterFileThatWinsAtTheNextBoot() throws HostUnreachableException {
        assertEquals(List.of("net.core.somaxconn"), wrong("later-file"));
        Finding finding = finding("later-file", "net.core.somaxconn");
        assertEquals(
                "In force now, but /etc/sysctl.d/99-zzz-hardening.conf:4 is read last and sets 1024 at the next boot.",
                finding.sentence());
        assertEquals(Survival.NO, finding.survival());
    }

    @Test
    void showsAModuleThatARebootWouldLose() throws HostUnreachableException {
        assertEquals(List.of("module nf_conntrack"), wrong("module-after-reboot"));
        assertEquals(
                Survival.NO,
                finding("module-after-reboot", "module nf_conntrack").survival());
    }

    @Test
    void showsAModuleThatDidNotComeBack() throws HostUnreachableException {
        assertEquals(List.of("module nf_conntrack"), wrong("module-not-loaded"));
        assertEquals(
                Outcome.SKIP,
                finding("module-not-loaded", "net.netfilter.nf_conntrack_max").outcome());
    }

    @Test
    void showsAFirewallThatForgetsBeforeTheLoadBalancer() throws HostUnreachableException {
        assertEquals(
                List.of("net.netfilter.nf_conntrack_tcp_timeout_established", "keepalive < idle < conntrack"),
                wrong("short-tracking"));
    }

    @Test
    void failsNothingForWantOfRoot() throws HostUnreachableException {
        assertEquals(List.of(), wrong("without-root"));
    }

    @Test
    void neverPassesWhatItCouldNotRead() throws HostUnreachableException {
        for (String id : List.of("fs.nr_open", "nofile <= fs.nr_open", "nofile root hard")) {
            assertEquals(Outcome.UNKNOWN, finding("unreadable", id).outcome(), id);
        }
    }

    @Test
    void showsAStepOfTheTuningThatFailed() throws HostUnreachableException {
        assertEquals(
                "1 step failed: load_module nf_conntrack hashsize=131072 (modprobe: FATAL: Module nf_conntrack not"
                        + " found.)",
                finding("failed-step", "tuning record").sentence());
    }

    @Test
    void showsAHostThatWasTunedForAnotherPlan() throws HostUnreachableException {
        assertEquals(
                "The host was tuned for another plan.",
                finding("other-plan", "tuning record").sentence());
    }

    private static List<String> wrong(String recording) throws HostUnreachableException {
        return wrong(RecordedReports.of(recording))
                .map(finding -> finding.check().id())
                .toList();
    }

    private static Stream<Finding> wrong(HostReport report) {
        return report.findings().stream().filter(finding -> finding.fails() || finding.warns());
    }
}
