package dev.mooring.capacity;

import dev.mooring.capacity.price.Price;

/**
 * What is watched of a fleet, as CloudWatch bills it. A test of the template counts the same things there.
 *
 * @param metrics that the hosts publish, by the name of the group: as many for one host as for thirty
 * @param alarmMetrics of all alarms and of the scaling policy, which makes two alarms of its own
 * @param requestsPerMinute in which one host publishes them
 */
public record Monitoring(int metrics, int alarmMetrics, int requestsPerMinute) {
    /** Detailed monitoring of one instance. */
    private static final int METRICS_PER_INSTANCE = 7;

    private static final int DASHBOARDS = 1;
    private static final double MINUTES_PER_HOUR = 60;

    /** Connections and heartbeats; their alarms, and those of the scaling policy. */
    private static final Monitoring EVERY_FLEET = new Monitoring(2, 1 + 2 + 2, 1);

    /** What the interface dropped. */
    private static final Monitoring TRACKING = new Monitoring(1, 1, 1);

    /** The first host's connections and the hosts that are wanted, in the alarm that starts the second. */
    private static final Monitoring SECOND_HOST = new Monitoring(0, 2, 0);

    /** The fleet's mean, which each host asks for. */
    private static final Monitoring MOVE = new Monitoring(0, 0, 1);

    /** Connections and hosts, in the alarm for a spare host that is in use. */
    private static final Monitoring SPARE = new Monitoring(0, 2, 0);

    /** Port allocation, unhealthy hosts, resets: metrics of the load balancer, which cost nothing; and the hosts that are full. */
    private static final Monitoring BALANCER = new Monitoring(1, 3 + 1, 0);

    /** For how many days the hosts' certificate is good. */
    private static final Monitoring CERTIFICATE = new Monitoring(1, 1, 0);

    public static Monitoring of(FleetSpec spec, FleetSize fleet) {
        Monitoring all = EVERY_FLEET;
        if (spec.instance().trackingTimeoutConfigurable()) {
            all = all.and(TRACKING);
        }
        if (!spec.fleet().spare().equals(Spare.NONE)) {
            all = all.and(SPARE);
        }
        if (Growth.fromOne(fleet)) {
            all = all.and(SECOND_HOST);
        }
        if (spec.fleet().move()) {
            all = all.and(MOVE);
        }
        if (spec.ingress().endsOnHost()) {
            all = all.and(CERTIFICATE);
        }
        return spec.ingress().front() == Front.NLB ? all.and(BALANCER) : all;
    }

    private Monitoring and(Monitoring other) {
        return new Monitoring(
                metrics + other.metrics,
                alarmMetrics + other.alarmMetrics,
                requestsPerMinute + other.requestsPerMinute);
    }

    /** The price a month, in US dollars, with so many hosts. */
    double dollars(long hosts) {
        double requests = requestsPerMinute * MINUTES_PER_HOUR * Price.HOURS_PER_MONTH;
        double host = METRICS_PER_INSTANCE * Price.METRIC_MONTH.dollars()
                + requests / 1_000 * Price.METRIC_THOUSAND_REQUESTS.dollars();
        return hosts * host
                + metrics * Price.METRIC_MONTH.dollars()
                + alarmMetrics * Price.ALARM_METRIC_MONTH.dollars()
                + DASHBOARDS * Price.DASHBOARD_MONTH.dollars();
    }
}
