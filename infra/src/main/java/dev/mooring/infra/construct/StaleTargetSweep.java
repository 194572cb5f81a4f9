package dev.mooring.infra.construct;

import java.util.List;
import java.util.Map;
import software.constructs.Construct;

/** The backstop for hosts that die without deregistering their addresses, which another host may get next. */
public final class StaleTargetSweep {
    private StaleTargetSweep() {}

    public static void create(Construct scope, String group, String targetGroup) {
        new HostSweep(
                        "",
                        "Deregisters the addresses of hosts that died",
                        "deregister_stale_targets.py",
                        Map.of("TARGET_GROUP", targetGroup),
                        List.of(
                                HostSweep.allow(targetGroup, "elasticloadbalancing:DeregisterTargets"),
                                HostSweep.allow(
                                        "*", "elasticloadbalancing:DescribeTargetHealth", "ec2:DescribeInstances")))
                .create(scope, group);
    }
}
