package dev.mooring.hosttuning.setting;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;

/** Profiles of the default fleet. */
final class Profiles {
    static final CapacityPlan PLAN = CapacityPlanner.plan(FleetSpec.defaults());

    private Profiles() {}

    static TuningProfile of(Role role) {
        return TuningProfile.of(PLAN, role, false);
    }
}
