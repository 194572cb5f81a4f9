package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.hosttuning.setting.TuningProfile;

/**
 * A host in the course of its check: what it should be and what was read.
 *
 * @param plan the plan it is to hold
 * @param profile the settings that follow from the plan
 * @param reading what the probe read
 */
record CheckedHost(CapacityPlan plan, TuningProfile profile, HostReading reading) {
    /** The memory that settings follow; the planned one where the host's could not be read. */
    Bytes memory() {
        return reading.memory().orElse(plan.spec().instance().memory());
    }

    long requiredNofile() {
        return plan.descriptors().nofile();
    }
}
