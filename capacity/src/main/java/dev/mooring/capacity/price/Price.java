package dev.mooring.capacity.price;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A list price in US dollars, as {@code prices.tsv} has it: in us-east-1, without free allowances and discounts.
 * docs/capacity-model.md shows the same table; a test compares the two.
 */
public enum Price {
    LOAD_BALANCER_HOUR,
    CAPACITY_UNIT_HOUR,
    ADDRESS_HOUR,
    EGRESS_GIGABYTE,
    EGRESS_GIGABYTE_NEXT_40_TB,
    EGRESS_GIGABYTE_NEXT_100_TB,
    EGRESS_GIGABYTE_BEYOND,
    ZONE_GIGABYTE,
    DISK_GIGABYTE_MONTH,
    METRIC_MONTH,
    METRIC_THOUSAND_REQUESTS,
    ALARM_METRIC_MONTH,
    DASHBOARD_MONTH,
    PRIVATE_ZONE_MONTH,
    SECRET_MONTH,
    API_GATEWAY_MILLION_MINUTES,
    API_GATEWAY_MILLION_MESSAGES,
    API_GATEWAY_MILLION_MESSAGES_BEYOND,
    APPSYNC_MILLION_MINUTES,
    APPSYNC_MILLION_OPERATIONS,
    IOT_MILLION_MINUTES,
    IOT_MILLION_MESSAGES,
    ABLY_MILLION_MINUTES,
    PUSHER_PREMIUM_MONTH,
    CLOUDFLARE_MONTH,
    CLOUDFLARE_MILLION_REQUESTS,
    CLOUDFLARE_MILLION_OBJECT_REQUESTS;

    /** Hours of a billing month, as AWS calculates. */
    public static final double HOURS_PER_MONTH = 730;

    private static final PriceList LIST = PriceList.read();

    /** The price, in US dollars. */
    public double dollars() {
        return amount().doubleValue();
    }

    /** The price with the digits of its source. */
    public BigDecimal amount() {
        return LIST.of(this).amount();
    }

    /** What is bought for it. */
    public String of() {
        return LIST.of(this).of();
    }

    /** Where it stands. */
    public String source() {
        return LIST.of(this).source();
    }

    /** When that was read. */
    public LocalDate read() {
        return LIST.of(this).read();
    }
}
