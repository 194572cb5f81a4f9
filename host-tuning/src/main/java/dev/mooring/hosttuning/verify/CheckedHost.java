package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.Authentication;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.Messaging;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.hosttuning.setting.Setting;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A host in the course of its check: what it should be and what was read.
 *
 * @param plan the plan it is to hold
 * @param messaging what its fleet does with messages; empty where nobody said
 * @param domain the name that its certificate is to be for; empty where nobody said
 * @param authentication who may connect to its fleet; empty where nobody said
 * @param profile the settings that follow from the plan
 * @param facts what the probe read
 */
record CheckedHost(
        CapacityPlan plan,
        Optional<Messaging> messaging,
        Optional<String> domain,
        Optional<Authentication> authentication,
        TuningProfile profile,
        HostFacts facts) {
    /** A host of a fleet of which nothing is known beside its plan. */
    CheckedHost(CapacityPlan plan, TuningProfile profile, HostFacts facts) {
        this(plan, Optional.empty(), Optional.empty(), Optional.empty(), profile, facts);
    }

    /** A finding for each setting of a type. A surprise in what the host says of one of them costs that finding only. */
    <T extends Setting> List<Finding> findings(Class<T> type, BiFunction<CheckedHost, T, Finding> check) {
        return profile.ofType(type).stream()
                .map(setting -> Surprise.contained(
                        () -> check.apply(this, setting),
                        surprise -> Check.of(setting, memory()).unknown(Actual.NOTHING, surprise)))
                .toList();
    }

    /** The memory that settings follow; the planned one where the host's could not be read. */
    Bytes memory() {
        return facts.machine().memory().orElse(plan.spec().instance().hardware().memory());
    }

    long requiredNofile() {
        return plan.host().descriptors().nofile();
    }
}
