package dev.mooring.hosttuning;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.host.RecordedHost;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.HostReport;
import dev.mooring.hosttuning.verify.PlanCheck;

/** Reports on recorded hosts, checked as servers of the default fleet. */
public final class RecordedReports {
    public static final CapacityPlan PLAN = CapacityPlanner.plan(FleetSpec.defaults());
    public static final PlanCheck CHECK = new PlanCheck(PLAN, Role.SERVER);

    private RecordedReports() {}

    public static HostReport of(String recording) throws HostUnreachableException {
        return named(recording, recording);
    }

    /** The report on a recording under another host's name. */
    public static HostReport named(String host, String recording) throws HostUnreachableException {
        return CHECK.check(new RecordedHost(host, Golden.resource("verify/" + recording + ".txt")));
    }

    public static Finding finding(String recording, String id) throws HostUnreachableException {
        return of(recording).findings().stream()
                .filter(finding -> finding.check().id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
