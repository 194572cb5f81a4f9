package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.hosttuning.Golden;
import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.host.RecordedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and units of a tuned host with one thing changed: what the next boot makes of it. */
class SettingsFilesTest {
    private static final String DROP_IN = "/run/systemd/system/mooring-server.service.d/a.conf";
    private static final String UNIT = "/etc/systemd/system/mooring-server.service";

    @TempDir
    private Path folder;

    @Test
    void failsASysctlThatNoFileSets() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL In force now, but no file sets it: a reboot brings the default of the kernel back.",
                judged("net.core.somaxconn", "/etc/sysctl.d/99-zz-mooring.conf:34:net.core.somaxconn = 65535\n", ""));
    }

    @Test
    void failsAModuleThatIsBlacklistedInAnotherSpelling() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL Loaded now, but at the next boot it is forbidden by /etc/modprobe.d/x.conf:1, blacklist nf-conntrack.",
                judged(
                        "module nf_conntrack",
                        "/etc/modprobe.d/mooring.conf:0:",
                        "/etc/modprobe.d/x.conf:0:\n/etc/modprobe.d/x.conf:1:blacklist nf-conntrack\n"
                                + "/etc/modprobe.d/mooring.conf:0:"));
    }

    @Test
    void failsAModuleWhoseInstallCommandLoadsNothing() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL Loaded now, but at the next boot it is forbidden by /etc/modprobe.d/x.conf:1, install nf_conntrack"
                        + " /bin/false.",
                judged(
                        "module nf_conntrack",
                        "/etc/modprobe.d/mooring.conf:0:",
                        "/etc/modprobe.d/x.conf:1:install nf_conntrack /bin/false\n/etc/modprobe.d/mooring.conf:0:"));
    }

    @Test
    void failsAModuleWhoseFileIsMasked() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL",
                judged(
                                "module nf_conntrack",
                                "/etc/modules-load.d/mooring.conf:2:nf_conntrack",
                                "/usr/lib/modules-load.d/mooring.conf:2:nf_conntrack")
                        .substring(0, 4));
    }

    @Test
    void passesAModuleThatIsNamedWithADash() throws IOException, HostUnreachableException {
        assertEquals(
                "PASS Loaded, and loaded at every boot.",
                judged("module nf_conntrack", "mooring.conf:2:nf_conntrack", "mooring.conf:2:nf-conntrack"));
    }

    @Test
    void failsAUnitThatWasEditedAndNotReadAgain() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL systemd has it now, but " + UNIT + ":9 sets 1024 for the next boot.",
                judged(
                        "unit LimitNOFILE",
                        ":9:LimitNOFILE=1000000",
                        ":9:LimitNOFILE=1024",
                        "\nMainPID=",
                        "\nNeedDaemonReload=yes\nMainPID="));
    }

    @Test
    void failsAUnitWithoutALineAlsoWhereSystemdHasNotSeenThatItIsGone() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL systemd has it now, but no lasting file sets it for the next boot.",
                judged(
                        "unit LimitNOFILE",
                        ":9:LimitNOFILE=1000000",
                        ":9:",
                        "\nMainPID=",
                        "\nNeedDaemonReload=no\nDefaultLimitNOFILE=524288\nMainPID="));
    }

    @Test
    void doesNotKnowTheNextBootOfAUnitWithAFileThatItDidNotRead() throws IOException, HostUnreachableException {
        assertEquals(
                "UNKNOWN systemd reads " + DROP_IN + ", which this check did not: what the next boot has is not known.",
                judged("unit LimitNOFILE", "\nMainPID=", "\nDropInPaths=" + DROP_IN + "\nMainPID="));
    }

    @Test
    void failsAUnitThatAnEmptyFileMasks() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL " + UNIT + " masks the unit: the next boot reads nothing of it.",
                judged("unit LimitNOFILE", UNIT + ":0:\n", UNIT + ":0:empty\n"));
        assertEquals(
                "FAIL " + UNIT + " masks the unit: no boot starts the server.",
                judged("unit start", UNIT + ":0:\n", UNIT + ":0:empty\n"));
    }

    @Test
    void failsAUnitWhoseLimitIsInRunOnly() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL systemd has it now, but " + UNIT + ":9 sets 1024 for the next boot.",
                judged(
                        "unit LimitNOFILE",
                        ":9:LimitNOFILE=1000000",
                        ":9:LimitNOFILE=1024\n" + DROP_IN + ":0:\n" + DROP_IN + ":1:[Service]\n" + DROP_IN
                                + ":2:LimitNOFILE=1000000",
                        "\nMainPID=",
                        "\nDropInPaths=" + DROP_IN + "\nMainPID="));
    }

    @Test
    void readsFractionsAndWeeks() throws IOException, HostUnreachableException {
        assertEquals("5", TimeSpan.seconds("5.500000s").orElse(""));
        assertEquals("604800", TimeSpan.seconds("1w").orElse(""));
        assertEquals("1020", TimeSpan.seconds("17min").orElse(""));
        assertEquals(
                "FAIL " + UNIT + ":10 sets 5.5.",
                judged(
                        "unit TimeoutStopSec",
                        "TimeoutStopUSec=17min",
                        "TimeoutStopUSec=5.500000s",
                        ":10:TimeoutStopSec=1020",
                        ":10:TimeoutStopSec=5.5"));
    }

    @Test
    void failsAUnitThatNoBootStarts() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL The unit is disabled: no boot starts the server.",
                judged("unit start", "UnitFileState=enabled", "UnitFileState=disabled"));
    }

    @Test
    void failsAUnitThatStartsSomethingElse() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL The unit starts something else: { path=/bin/true ; argv[]=/bin/true }.",
                judged("unit start", "\nMainPID=", "\nExecStart={ path=/bin/true ; argv[]=/bin/true }\nMainPID="));
    }

    @Test
    void failsAServerThatKeepsASmallBacklog() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL Port 8080 has 128: it was opened with less, and keeps that until it is opened anew.",
                judged("server backlog", "LISTEN 0      65535              *:8080", "LISTEN 0      128  *:8080"));
    }

    @Test
    void passesAUnitThatAsksForAllThereIs() throws IOException, HostUnreachableException {
        assertEquals(
                "PASS No file asks for more.",
                judged("nofile <= fs.nr_open", ":9:LimitNOFILE=1000000", ":9:LimitNOFILE=infinity"));
    }

    @Test
    void readsBothLimitsOfAUnit() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL",
                judged("nofile <= fs.nr_open", ":9:LimitNOFILE=1000000", ":9:LimitNOFILE=2000000:2000000")
                        .substring(0, 4));
    }

    @Test
    void doesNotCallADamagedRecordAnotherPlan() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL /var/lib/mooring/tuned.json names no profile: it is not what the tuning script writes.",
                judged("tuning record", "\"profile\"", "\"other\""));
    }

    @Test
    void passesOverWhatIsNoFileAndSaysSo() throws IOException, HostUnreachableException {
        for (String instead : List.of("dangling", "loop", "directory")) {
            String[] change = {
                "/usr/lib/sysctl.d/50-pid-max.conf:0:",
                "/etc/sysctl.d/50-x.conf:0:" + instead + "\n/usr/lib/sysctl.d/50-pid-max.conf:0:"
            };
            assertEquals("PASS In force.", judged("net.core.somaxconn", change));
            assertEquals("PASS No file names one.", judged("obsolete keys", change));
        }
        assertEquals(
                "SKIP /etc/sysctl.d/50-x.conf is a link to nothing; it is passed over, as if it were empty.",
                judged(
                        "files of sysctl.d",
                        "/usr/lib/sysctl.d/50-pid-max.conf:0:",
                        "/etc/sysctl.d/50-x.conf:0:dangling\n/usr/lib/sysctl.d/50-pid-max.conf:0:"));
    }

    @Test
    void lacksTheLinesThatALinkToNothingReplaces() throws IOException, HostUnreachableException {
        String text = Files.readString(Golden.resource("verify/tuned.txt"));
        assertEquals(
                "FAIL In force now, but no file sets it: a reboot brings the default of the kernel back.",
                judged(
                        "net.core.somaxconn",
                        text,
                        text.replace("/etc/sysctl.d/99-zz-mooring.conf", "/usr/lib/sysctl.d/99-zz-mooring.conf")
                                .replaceFirst(
                                        "/usr/lib/sysctl.d/99-zz-mooring.conf",
                                        "/etc/sysctl.d/99-zz-mooring.conf:0:dangling\n/usr/lib/sysctl.d/99-zz-mooring.conf")));
    }

    @Test
    void namesTheFileWithoutWhichTheNextBootIsNotKnown() throws IOException, HostUnreachableException {
        String[] change = {
            "/usr/lib/sysctl.d/50-pid-max.conf:0:",
            "/etc/sysctl.d/50-x.conf:0:unreadable\n/usr/lib/sysctl.d/50-pid-max.conf:0:"
        };
        assertEquals(
                "UNKNOWN In force now; whether it is after a reboot is not known without /etc/sysctl.d/50-x.conf, which"
                        + " could not be read.",
                judged("net.core.somaxconn", change));
        assertEquals("UNKNOWN /etc/sysctl.d/50-x.conf could not be read.", judged("obsolete keys", change));
    }

    @Test
    void failsALinkToNothingInLimitsBecausePamOpensNoSession() throws IOException, HostUnreachableException {
        for (String instead : List.of("dangling", "loop")) {
            assertEquals(
                    "FAIL /etc/security/limits.d/50-x.conf is "
                            + (instead.equals("loop") ? "a loop of links" : "a link to nothing")
                            + ": pam_limits cannot open it, and while it is there no session begins.",
                    judged(
                            "nofile root hard",
                            "/etc/security/limits.d/99-zz-mooring.conf:0:",
                            "/etc/security/limits.d/50-x.conf:0:" + instead
                                    + "\n/etc/security/limits.d/99-zz-mooring.conf:0:"));
        }
        assertEquals(
                "PASS Set for new sessions.",
                judged(
                        "nofile root hard",
                        "/etc/security/limits.d/99-zz-mooring.conf:0:",
                        "/etc/security/limits.d/50-x.conf:0:directory\n/etc/security/limits.d/99-zz-mooring.conf:0:"));
    }

    @Test
    void namesTheFileOfLimitsThatCouldNotBeRead() throws IOException, HostUnreachableException {
        String[] change = {
            "/etc/security/limits.d/99-zz-mooring.conf:0:",
            "/etc/security/limits.d/50-x.conf:0:unreadable\n/etc/security/limits.d/99-zz-mooring.conf:0:"
        };
        assertEquals("UNKNOWN /etc/security/limits.d/50-x.conf could not be read.", judged("nofile root hard", change));
        assertEquals(
                "UNKNOWN Could not be read: /etc/security/limits.d/50-x.conf.", judged("nofile <= fs.nr_open", change));
    }

    private String judged(String id, String... replacements) throws IOException, HostUnreachableException {
        String text = Files.readString(Golden.resource("verify/tuned.txt"));
        for (int index = 0; index < replacements.length; index += 2) {
            assertEquals(true, text.contains(replacements[index]), replacements[index]);
            text = text.replace(replacements[index], replacements[index + 1]);
        }
        Path recording = Files.writeString(folder.resolve("host.txt"), text);
        return RecordedReports.CHECK.check(new RecordedHost("host", recording)).findings().stream()
                .filter(finding -> finding.check().id().equals(id))
                .map(finding -> finding.outcome() + " " + finding.sentence())
                .findFirst()
                .orElseThrow();
    }
}
