package dev.mooring.capacity.cheapest;

import dev.mooring.capacity.Bill;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.FleetSize;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.Front;

/**
 * A way to hold the connections that the plan allows.
 *
 * @param bill a month, in US dollars
 */
public record Shape(FleetSpec spec, FleetSize fleet, Bill bill) {
    public static Shape of(CapacityPlan plan) {
        return new Shape(plan.spec(), plan.fleet(), plan.cost());
    }

    /** What nobody has measured of it, in a few words; empty when nothing is known to be missing. */
    public String unknown() {
        if (spec.ingress().front() == Front.NLB
                && spec.instance().trackedConnections().isEmpty()) {
            return "tracking allowance unknown";
        }
        return spec.instance().hardware().burstable() ? "earns processor credits" : "";
    }
}
