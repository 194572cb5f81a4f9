package dev.mooring.hosttuning.report;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.PlanProperties;
import dev.mooring.hosttuning.setting.Role;
import java.time.Instant;
import java.util.Set;

/**
 * What a report is about, so that a reader can refuse one that answers another question.
 *
 * @param plan fingerprint of the plan, see {@link PlanProperties#fingerprint}
 * @param role what the hosts are for
 * @param began when the check began, by the clock of the machine that checks
 * @param acceptedWarnings ids of findings whose warning is reported and does not count
 */
public record CheckedPlan(String plan, Role role, Instant began, Set<String> acceptedWarnings) {
    public CheckedPlan {
        acceptedWarnings = Set.copyOf(acceptedWarnings);
    }

    public static CheckedPlan of(CapacityPlan plan, Role role, Instant began, Set<String> acceptedWarnings) {
        return new CheckedPlan(PlanProperties.of(plan).fingerprint(), role, began, acceptedWarnings);
    }
}
