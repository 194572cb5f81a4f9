package dev.mooring.hosttuning.report;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.PlanProperties;
import dev.mooring.hosttuning.setting.Role;
import java.time.Instant;

/**
 * What a report is about, so that a reader can refuse one that answers another question.
 *
 * @param plan fingerprint of the plan, see {@link PlanProperties#fingerprint}
 * @param role what the hosts are for
 * @param began when the check began, by the clock of the machine that checks
 */
public record CheckedPlan(String plan, Role role, Instant began) {
    public static CheckedPlan of(CapacityPlan plan, Role role, Instant began) {
        return new CheckedPlan(PlanProperties.of(plan).fingerprint(), role, began);
    }
}
