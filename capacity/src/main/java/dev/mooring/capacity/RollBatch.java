package dev.mooring.capacity;

import java.time.Duration;

/**
 * How many hosts of a fleet leave at the same time. The pace of a drain is one host's; what all of them close together returns
 * to the load balancer, whose capacity units take so many new connections without a further one being billed, and to the
 * processors of the hosts that stay. Formulas: docs/capacity-model.md, "A roll".
 *
 * @param hosts that leave together
 * @param closed connections that they close together, a second
 * @param taken new connections that the fleet takes beside its own, a second
 */
public record RollBatch(long hosts, double closed, double taken) {
    /** Clients beside those that are moved find at least this share of the fleet where it was. */
    private static final int SHARE = 4;

    /** Of the processors of the hosts that stay: pings and messages go on. */
    private static final double PROCESSOR_SHARE = 0.1;

    private static final int EVERYBODY = 100;

    static RollBatch of(CapacityPlan plan) {
        long fleet = plan.fleet().hosts();
        double pace = plan.maxConnections() / seconds(plan.roll().drainWindow());
        double taken = Math.min(byLoadBalancer(plan), byProcessors(plan, fleet));
        long hosts = Math.max(1, Math.min((long) (taken / pace), Math.ceilDiv(fleet, SHARE)));
        return new RollBatch(hosts, hosts * pace, taken);
    }

    /** The most of its size that a group may have during an instance refresh, which starts new hosts before old ones end. */
    public long maxHealthyPercentage(long fleet) {
        return EVERYBODY + Math.min(EVERYBODY, Math.ceilDiv(EVERYBODY * hosts, fleet));
    }

    private static double byLoadBalancer(CapacityPlan plan) {
        if (plan.fleet().loadBalancers() == 0) {
            return Double.MAX_VALUE;
        }
        long each = plan.spec().ingress().endsAtBalancer() ? AwsLimits.UNIT_NEW_TLS : AwsLimits.UNIT_NEW_TCP;
        return Math.max(1, plan.capacityUnits()) * each;
    }

    private static double byProcessors(CapacityPlan plan, long fleet) {
        long processors = fleet * plan.spec().instance().hardware().virtualCpus();
        return PROCESSOR_SHARE * processors / seconds(plan.spec().ingress().handshakeCpu());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
