package dev.mooring.capacity.price;

import java.util.List;

/**
 * A price that falls with the amount: each part of an amount costs what its own tier says.
 *
 * @param tiers from the first on; the last has no end
 */
public record Tiers(List<Tier> tiers) {
    /** Data from EC2 to the internet, in gigabytes a month. */
    public static final Tiers EGRESS = new Tiers(List.of(
            new Tier(10_240, Price.EGRESS_GIGABYTE),
            new Tier(40_960, Price.EGRESS_GIGABYTE_NEXT_40_TB),
            new Tier(102_400, Price.EGRESS_GIGABYTE_NEXT_100_TB),
            new Tier(Double.POSITIVE_INFINITY, Price.EGRESS_GIGABYTE_BEYOND)));

    /** Messages of API Gateway, in millions a month. */
    static final Tiers API_GATEWAY_MESSAGES = new Tiers(List.of(
            new Tier(1_000, Price.API_GATEWAY_MILLION_MESSAGES),
            new Tier(Double.POSITIVE_INFINITY, Price.API_GATEWAY_MILLION_MESSAGES_BEYOND)));

    public Tiers {
        tiers = List.copyOf(tiers);
    }

    /** What so many units cost together, in US dollars. */
    public double dollars(double units) {
        double left = units;
        double dollars = 0;
        for (Tier tier : tiers) {
            double here = Math.min(left, tier.units());
            dollars += here * tier.price().dollars();
            left -= here;
        }
        return dollars;
    }

    /**
     * A part of the amount.
     *
     * @param units how many of them it takes
     * @param price of one unit
     */
    public record Tier(double units, Price price) {}
}
