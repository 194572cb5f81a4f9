package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Severity;
import java.util.List;
import java.util.Map;

/** Keys from old guides. A key the kernel does not have makes sysctl fail, and with it a script that stops on errors. */
final class ObsoleteKeyRule implements Rule {
    private static final Map<String, String> OBSOLETE = Map.of(
            "net.ipv4.netfilter.ip_conntrack_max", "current kernels do not have it",
            "net.ipv4.ip_conntrack_max", "current kernels do not have it",
            "net.nf_conntrack_max", "it is another name of net.netfilter.nf_conntrack_max, and the later line wins",
            "net.ipv4.tcp_tw_recycle", "it is gone from the kernel, and it broke clients behind NAT");

    @Override
    public List<Finding> check(CheckedHost host) {
        SysctlFiles files = host.facts().files().sysctl();
        Check check = new Check("obsolete keys", Severity.WARNING, "none", "fixed");
        List<Finding> findings = OBSOLETE.keySet().stream()
                .sorted()
                .flatMap(key -> files.naming(key).stream().map(line -> named(check, key, line)))
                .toList();
        if (!findings.isEmpty()) {
            return findings;
        }
        return List.of(
                files.complete()
                        ? check.pass(Actual.NOTHING.by(Evidence.FILES), "No file names one.", Survival.YES)
                        : check.unknown(
                                Actual.NOTHING.by(Evidence.FILES), files.files().unread() + " could not be read."));
    }

    private static Finding named(Check check, String key, ConfiguredLine line) {
        return check.fail(
                Actual.configured(key, line.origin()).by(Evidence.FILES),
                line.origin() + " names " + key + ": " + OBSOLETE.get(key) + ".",
                Repair.remove(line, SysctlFiles.DIRECTORY),
                Survival.UNKNOWN);
    }
}
