package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.hosttuning.Golden;
import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.ScratchHost;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All repairs of a broken host, applied in a root of its own: in both orders, twice, and nothing else is touched. */
class RepairTest {
    private static final String FOREIGN = "/etc/sysctl.d/99-zzz;touch stray;.conf";
    private static final List<Rule> RULES = List.of(
            new LimitRule(),
            new SysctlRule(),
            new ObsoleteKeyRule(),
            new KernelModuleRule(),
            new NofileCeilingRule(),
            new UnitPropertyRule(),
            new UnitStartRule());
    private static final String UNIT = "/etc/systemd/system/mooring-server.service";
    private static final String DROP_IN = UNIT + ".d/zz a;touch stray;.conf";

    @TempDir
    private Path root;

    @Test
    void repairsInTheOrderOfTheReport() throws IOException, InterruptedException {
        repairs(false, "blacklist nf-conntrack");
    }

    @Test
    void repairsInTheOtherOrder() throws IOException, InterruptedException {
        repairs(true, "blacklist nf-conntrack");
    }

    @Test
    void repairsWhereAModuleHasACommandInItsPlace() throws IOException, InterruptedException {
        repairs(false, "install nf_conntrack /bin/false");
    }

    @Test
    void repairsWhereAModuleHasACommandInItsPlaceInTheOtherOrder() throws IOException, InterruptedException {
        repairs(true, "  install nf_conntrack  /bin/true $CMDLINE_OPTS");
    }

    private void repairs(boolean backwards, String forbidding) throws IOException, InterruptedException {
        ScratchHost machine = ScratchHost.in(root);
        machine.write("/etc/sysctl.d/99-zz-mooring.conf", ours());
        machine.write(FOREIGN, "net.core.somaxconn = 128\nnet.ipv4.tcp_syncookies = 0\nkernel.dmesg_restrict = 1\n");
        machine.write("/etc/sysctl.conf", "net.ipv4.tcp_tw_recycle = 1\nkernel.kptr_restrict = 1\n");
        Files.createSymbolicLink(root.resolve("etc/sysctl.d/99-sysctl.conf"), Path.of("../sysctl.conf"));
        machine.write("/etc/security/limits.d/50-a.conf", "admin -\n* hard nofile 4096\n* hard nproc 10\n");
        machine.write("/etc/modules-load.d/mooring.conf", "nf_conntrack\n");
        machine.write("/etc/modprobe.d/x.conf", forbidding + "\nblacklist floppy\n");
        machine.write(UNIT, unit());
        machine.write(DROP_IN, "[Service]\nLimitNOFILE=1024\nTimeoutStopSec=5\nNice=3\n");
        machine.write("/usr/lib/systemd/system/service.d/zzz.conf", "[Service]\nRestart=no\nTasksMax=100000\n");
        machine.write(
                "/probe", ProbePart.of("sysctl-files", "limits-files", "module-files", "modprobe-files", "unit-files"));

        List<Finding> wrong = wrong(machine.run("sh /probe"));
        List<String> repairs =
                new ArrayList<>(wrong.stream().map(Finding::remedy).distinct().toList());
        assertTrue(wrong.size() >= 9, wrong.toString());
        List<String> ordered = backwards ? repairs.reversed() : repairs;
        String twice = String.join("\n", ordered) + "\n" + String.join("\n", ordered) + "\n";
        String answer = machine.run("""
                sudo() { "$@"; }
                sysctl() { :; }
                modprobe() { :; }
                systemctl() { :; }
                set -e
                cd /
                {
                """ + twice + "} >/dev/null\nsh /probe");

        assertEquals(List.of(), wrong(answer));
        assertEquals(
                "net.core.somaxconn = 128\nnet.ipv4.tcp_syncookies = 0\nkernel.dmesg_restrict = 1\n",
                machine.read(FOREIGN));
        assertEquals("kernel.kptr_restrict = 1\n", machine.read("/etc/sysctl.conf"));
        assertTrue(Files.isSymbolicLink(root.resolve("etc/sysctl.d/99-sysctl.conf")));
        assertEquals("* hard nofile 4096\n* hard nproc 10\n", machine.read("/etc/security/limits.d/50-a.conf"));
        assertEquals("blacklist floppy\n", machine.read("/etc/modprobe.d/x.conf"));
        assertEquals("[Service]\nLimitNOFILE=1024\nTimeoutStopSec=5\nNice=3\n", machine.read(DROP_IN));
        assertEquals(unit(), machine.read(UNIT));
        assertTrue(Files.notExists(root.resolve("stray")));
    }

    private static String ours() throws IOException {
        return recorded("/etc/sysctl.d/99-zz-mooring.conf:");
    }

    private static String unit() throws IOException {
        return recorded(UNIT + ":");
    }

    private static String recorded(String mark) throws IOException {
        return String.join(
                        "\n",
                        Files.readAllLines(Golden.resource("verify/tuned.txt")).stream()
                                .filter(line -> line.startsWith(mark) && !line.endsWith(":"))
                                .map(line -> line.replaceFirst("^[^:]*:\\d+:", ""))
                                .toList())
                + "\n";
    }

    /** What is wrong with the files, on a host that is tuned for the rest. */
    private static List<Finding> wrong(String files) throws IOException {
        HostFacts facts = ProbeParser.parse(Files.readString(Golden.resource("verify/tuned.txt")) + "\n"
                + files.substring(files.indexOf("::mooring sysctl-files")));
        CheckedHost host = new CheckedHost(
                RecordedReports.PLAN, TuningProfile.of(RecordedReports.PLAN, Role.SERVER, false), facts);
        return RULES.stream()
                .flatMap(rule -> rule.check(host).stream())
                .filter(finding -> Stream.of(Outcome.FAIL, Outcome.UNKNOWN).anyMatch(finding.outcome()::equals))
                .toList();
    }
}
