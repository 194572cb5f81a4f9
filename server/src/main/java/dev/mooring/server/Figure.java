package dev.mooring.server;

import java.util.function.LongSupplier;

/**
 * A figure of the application's own among those of {@code /metrics}.
 *
 * @param name as {@code shop.orders}, of which Prometheus makes {@code shop_orders}, or {@code shop_orders_total}
 * @param description a few words for people
 * @param rising whether it counts and never falls; else it says how much there is now
 * @param value called on the admin port's thread with each scrape; it must not block
 */
public record Figure(String name, String description, boolean rising, LongSupplier value) {}
