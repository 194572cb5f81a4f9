package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Severity;
import java.util.List;
import java.util.Optional;

/** Applies all rules to what was read of a host. Pure: the same reading gives the same report. */
final class Verifier {
    private static final List<Rule> RULES = List.of(
            new LimitRule(),
            new SessionRule(),
            new ServerProcessRule(),
            new NofileCeilingRule(),
            new ListenerRule(),
            new ServerCapRule(),
            new PushPortRule(),
            new FleetPushPortRule(),
            new CertificateRule(),
            new AccessRule(),
            new ProxyProtocolRule(),
            new GroupRule(),
            new UnitPropertyRule(),
            new UnitStartRule(),
            new KernelModuleRule(),
            new SysctlRule(),
            new SysctlOrderRule(),
            new PassedOverRule(),
            new ConntrackRule(),
            new ObsoleteKeyRule(),
            new TimeoutOrderRule(),
            new InterfaceTrackingRule(),
            new TuningRecordRule());

    private Verifier() {}

    static HostReport verify(String name, CheckedHost host) {
        List<Finding> findings =
                RULES.stream().flatMap(rule -> check(rule, host).stream()).toList();
        HostFacts facts = host.facts();
        Optional<Headroom> headroom =
                Surprise.contained(() -> HeadroomRule.headroom(host), surprise -> Optional.empty());
        return new HostReport(name, facts.machine().boot(), facts.machine().system(), findings, headroom);
    }

    /** A rule that meets a surprise has no result, which is not a good one. */
    private static List<Finding> check(Rule rule, CheckedHost host) {
        return Surprise.contained(() -> rule.check(host), surprise -> {
            String id = rule.getClass().getSimpleName();
            return List.of(new Check(id, Severity.FAILURE, "", "").unknown(Actual.NOTHING, surprise));
        });
    }
}
