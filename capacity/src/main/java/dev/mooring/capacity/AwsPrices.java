package dev.mooring.capacity;

/**
 * Prices in US dollars, us-east-1, without free tiers and volume discounts.
 *
 * <p>docs/capacity-model.md lists each with its source; a test compares the two.
 */
public final class AwsPrices {
    /** Hours of a billing month. */
    public static final double HOURS_PER_MONTH = 730;

    /** One Network Load Balancer, an hour. */
    public static final double LOAD_BALANCER_HOUR = 0.0225;

    /** One load balancer capacity unit (NLCU), an hour. */
    public static final double CAPACITY_UNIT_HOUR = 0.006;

    /** New TCP connections a second in one capacity unit. */
    public static final double UNIT_NEW_TCP = 800;

    /** Active TCP connections in one capacity unit. */
    public static final double UNIT_ACTIVE_TCP = 100_000;

    /** New TLS connections a second in one capacity unit. */
    public static final double UNIT_NEW_TLS = 50;

    /** Active TLS connections in one capacity unit. */
    public static final double UNIT_ACTIVE_TLS = 3_000;

    /** Gigabytes an hour in one capacity unit. */
    public static final double UNIT_GIGABYTES = 1;

    /** One gigabyte from EC2 to the internet. */
    public static final double EGRESS_GIGABYTE = 0.09;

    /** One public IPv4 address, an hour. */
    public static final double ADDRESS_HOUR = 0.005;

    /** One million connection-minutes of an API Gateway WebSocket API; its messages cost extra. */
    public static final double API_GATEWAY_MILLION_MINUTES = 0.25;

    /** One million connection-minutes of AppSync Events; its operations cost extra. */
    public static final double APPSYNC_MILLION_MINUTES = 0.08;

    private AwsPrices() {}
}
