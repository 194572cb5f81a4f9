package dev.mooring.capacity;

import java.time.Duration;

/**
 * What the idle fleet costs a month, in US dollars, beside two managed services that hold the same connections.
 *
 * <p>Counted: hosts, load balancers with their capacity units, public addresses, and the pings' way to the internet.
 * Formulas and sources: docs/capacity-model.md, "Cost". Not counted: the application's own messages, disks, logs, alarms, and data between availability zones.
 *
 * @param capacityUnits load balancer capacity units in use, from the largest of new, active and bytes
 * @param hosts on-demand hours of the hosts
 * @param loadBalancers hours of the load balancers and of their capacity units
 * @param addresses public IPv4 addresses: one a host, two a load balancer
 * @param pingEgress pings and acknowledgements that leave AWS
 * @param apiGateway connection-minutes of API Gateway for the same connections
 * @param appSync connection-minutes of AppSync Events for the same connections
 */
public record CostEstimate(
        double capacityUnits,
        double hosts,
        double loadBalancers,
        double addresses,
        double pingEgress,
        double apiGateway,
        double appSync) {
    private static final double SECONDS_PER_HOUR = 3_600;

    /** Each connection is renewed once a day: an assumption for idle fleets. */
    private static final double SECONDS_PER_RENEWAL = 86_400;

    private static final double ADDRESSES_PER_LOAD_BALANCER = 2;

    public static CostEstimate of(FleetSpec spec, long hosts, long loadBalancers) {
        double units = loadBalancers == 0 ? 0 : capacityUnits(spec.total(), spec.keepalive(), spec.tls());
        double millionMinutes = spec.total() * AwsPrices.HOURS_PER_MONTH * 60 / 1e6;
        return new CostEstimate(
                units,
                perMonth(hosts * spec.instance().hourlyPrice().doubleValue()),
                perMonth(loadBalancers * AwsPrices.LOAD_BALANCER_HOUR + units * AwsPrices.CAPACITY_UNIT_HOUR),
                perMonth((hosts + ADDRESSES_PER_LOAD_BALANCER * loadBalancers) * AwsPrices.ADDRESS_HOUR),
                perMonth(gigabytesPerHour(spec.total(), spec.keepalive(), MeasuredCosts.PING_EGRESS.count())
                        * AwsPrices.EGRESS_GIGABYTE),
                millionMinutes * AwsPrices.API_GATEWAY_MILLION_MINUTES,
                millionMinutes * AwsPrices.APPSYNC_MILLION_MINUTES);
    }

    /** Capacity units = the largest of new connections, active connections and bytes, each over what one unit holds. */
    static double capacityUnits(long connections, Duration keepalive, boolean tls) {
        double renewed = connections / SECONDS_PER_RENEWAL / (tls ? AwsPrices.UNIT_NEW_TLS : AwsPrices.UNIT_NEW_TCP);
        double active = connections / (tls ? AwsPrices.UNIT_ACTIVE_TLS : AwsPrices.UNIT_ACTIVE_TCP);
        double bytes =
                gigabytesPerHour(connections, keepalive, MeasuredCosts.PING_WIRE.count()) / AwsPrices.UNIT_GIGABYTES;
        return Math.max(renewed, Math.max(active, bytes));
    }

    public double total() {
        return hosts + loadBalancers + addresses + pingEgress;
    }

    private static double gigabytesPerHour(long connections, Duration keepalive, long bytesPerPing) {
        return connections * bytesPerPing * SECONDS_PER_HOUR / (keepalive.toNanos() / 1e9) / 1e9;
    }

    private static double perMonth(double anHour) {
        return anHour * AwsPrices.HOURS_PER_MONTH;
    }
}
