package dev.mooring.capacity;

import dev.mooring.capacity.price.Price;
import dev.mooring.capacity.price.Tiers;
import java.time.Duration;

/**
 * What an idle fleet costs a month, in US dollars, part by part.
 * Formulas and sources: docs/capacity-model.md, "Cost". Not counted: the application's own messages, handshakes, logs, and
 * names.
 *
 * @param hosts on-demand hours of the hosts
 * @param loadBalancers hours of the load balancers and of their capacity units
 * @param crossZone pings between a load balancer in one zone and a host in another
 * @param addresses public IPv4 addresses: one a host, one a load balancer and zone
 * @param pingEgress pings and acknowledgements that leave AWS
 * @param disks of the hosts
 * @param monitoring of hosts and fleet: metrics, alarms, the dashboard
 */
public record Bill(
        double hosts,
        double loadBalancers,
        double crossZone,
        double addresses,
        double pingEgress,
        double disks,
        double monitoring) {
    /** Size of a host's disk; what is billed as a gigabyte is a gibibyte here. */
    public static final int DISK_GIBIBYTES = 16;

    private static final double SECONDS_PER_HOUR = 3_600;

    /** Each connection is renewed once a day: an assumption for idle fleets. */
    private static final double SECONDS_PER_RENEWAL = 86_400;

    private static final int DIRECTIONS = 2;

    /**
     * The bill of a fleet.
     *
     * @param fleet how many hosts and load balancers, and over how many zones
     */
    static Bill of(FleetSpec spec, FleetSize fleet) {
        boolean balanced = fleet.loadBalancers() > 0;
        double units =
                balanced ? capacityUnits(spec.fleet().total(), spec.timing().keepalive(), spec.ingress()) : 0;
        double crossing = balanced
                ? gigabytesPerMonth(spec, spec.ingress().hostWire()) * (fleet.zones() - 1) / fleet.zones() * DIRECTIONS
                : 0;
        return new Bill(
                perMonth(fleet.hosts() * spec.instance().hourlyPrice().doubleValue()),
                perMonth(fleet.loadBalancers() * Price.LOAD_BALANCER_HOUR.dollars()
                        + units * Price.CAPACITY_UNIT_HOUR.dollars()),
                crossing * Price.ZONE_GIGABYTE.dollars(),
                perMonth((fleet.hosts() + (double) fleet.zones() * fleet.loadBalancers())
                        * Price.ADDRESS_HOUR.dollars()),
                Tiers.EGRESS.dollars(gigabytesPerMonth(spec, spec.ingress().egress())),
                fleet.hosts() * DISK_GIBIBYTES * Price.DISK_GIGABYTE_MONTH.dollars(),
                Monitoring.of(spec, fleet).dollars(fleet.hosts()));
    }

    /** Capacity units = the largest of new connections, active connections and bytes, each over what one unit holds. */
    static double capacityUnits(long connections, Duration keepalive, Ingress ingress) {
        boolean tls = ingress.endsAtBalancer();
        double renewed = connections / SECONDS_PER_RENEWAL / (tls ? AwsLimits.UNIT_NEW_TLS : AwsLimits.UNIT_NEW_TCP);
        double active = connections / (double) (tls ? AwsLimits.UNIT_ACTIVE_TLS : AwsLimits.UNIT_ACTIVE_TCP);
        double bytes = gigabytesPerHour(connections, keepalive, ingress.clientWire()) / AwsLimits.UNIT_GIGABYTES;
        return Math.max(renewed, Math.max(active, bytes));
    }

    public double total() {
        return hosts + loadBalancers + crossZone + addresses + pingEgress + disks + monitoring;
    }

    private static double gigabytesPerMonth(FleetSpec spec, long bytesPerPing) {
        return perMonth(gigabytesPerHour(spec.fleet().total(), spec.timing().keepalive(), bytesPerPing));
    }

    private static double gigabytesPerHour(long connections, Duration keepalive, long bytesPerPing) {
        return connections * bytesPerPing * SECONDS_PER_HOUR / (keepalive.toNanos() / 1e9) / 1e9;
    }

    private static double perMonth(double anHour) {
        return anHour * Price.HOURS_PER_MONTH;
    }
}
