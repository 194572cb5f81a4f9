package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Severity;
import java.util.List;

/** Where systemd and this check read sysctl.d differently, and so one of them is wrong about the next boot. */
final class SysctlOrderRule implements Rule {
    @Override
    public List<Finding> check(CheckedHost host) {
        Check check = new Check("sysctl files", Severity.WARNING, "as systemd reads them", "fixed");
        return host.facts().files().sysctl().disagreement().stream()
                .map(difference -> check.fail(
                        Actual.NOTHING.by(Evidence.CAT_CONFIG),
                        difference + ": what the next boot sets is not certain.",
                        "systemd-analyze cat-config sysctl.d, and compare",
                        Survival.UNKNOWN))
                .toList();
    }
}
