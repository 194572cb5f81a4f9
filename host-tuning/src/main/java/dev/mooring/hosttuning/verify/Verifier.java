package dev.mooring.hosttuning.verify;

import java.util.List;

/** Applies all rules to what was read of a host. Pure: the same reading gives the same report. */
final class Verifier {
    private static final List<Rule> RULES = List.of(
            new LimitRule(),
            new SessionRule(),
            new ServerProcessRule(),
            new NofileCeilingRule(),
            new UnitPropertyRule(),
            new KernelModuleRule(),
            new SysctlRule(),
            new ConntrackRule(),
            new ObsoleteKeyRule(),
            new TimeoutOrderRule(),
            new InterfaceTrackingRule(),
            new TuningRecordRule());

    private Verifier() {}

    static HostReport verify(String name, CheckedHost host) {
        List<Finding> findings =
                RULES.stream().flatMap(rule -> rule.check(host).stream()).toList();
        return new HostReport(name, host.reading().system(), findings, HeadroomRule.headroom(host));
    }
}
