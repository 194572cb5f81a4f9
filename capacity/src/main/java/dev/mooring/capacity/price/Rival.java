package dev.mooring.capacity.price;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A managed service that holds the same idle connections, with what it charges for that alone: what keeps a connection open
 * there is counted; messages, functions, storage and data are not.
 *
 * @param name of the service
 * @param dollars a month; empty where no list price goes so far
 * @param counted what the price is made of
 * @param limits what it does not do, or charges for besides
 */
public record Rival(String name, OptionalDouble dollars, String counted, String limits) {
    private static final double MILLION = 1e6;
    private static final double MINUTES_PER_MONTH = Price.HOURS_PER_MONTH * 60;

    /** Each connection is renewed once a day, as in the fleet's own bill. */
    private static final double CONNECTS_PER_MONTH = Price.HOURS_PER_MONTH / 24;

    /** API Gateway ends a connection that was idle for ten minutes: a message a minute earlier. */
    private static final Duration API_GATEWAY_MESSAGE = Duration.ofMinutes(9);

    private static final long MAX_CONNECTIONS_OF_PUSHER = 10_000;
    private static final double CLOUDFLARE_FREE_MILLION_REQUESTS = 10;
    private static final double CLOUDFLARE_FREE_MILLION_OBJECT_REQUESTS = 1;

    /** Of incoming messages, twenty are billed as one request to an object. */
    private static final double CLOUDFLARE_MESSAGES_PER_REQUEST = 20;

    /** All that are known, the cheapest first and those without a price last. */
    public static List<Rival> holding(long connections, Duration keepalive) {
        return Stream.of(
                        cloudflare(connections, keepalive),
                        iotCore(connections),
                        appSync(connections, keepalive),
                        apiGateway(connections),
                        ably(connections),
                        pusher(connections))
                .sorted(Comparator.comparingDouble(rival -> rival.dollars().orElse(Double.POSITIVE_INFINITY)))
                .toList();
    }

    /** Connection-minutes, and the messages without which a connection is closed as idle. */
    public static Rival apiGateway(long connections) {
        double messages = millionEach(connections, API_GATEWAY_MESSAGE);
        return new Rival(
                "API Gateway",
                OptionalDouble.of(millionMinutes(connections) * Price.API_GATEWAY_MILLION_MINUTES.dollars()
                        + Tiers.API_GATEWAY_MESSAGES.dollars(messages)),
                "connection-minutes, a message every 9 min",
                "2 h a connection; closed after 10 min without a message; 500 new connections a second by default");
    }

    /** Connection-minutes and a connect a day. */
    public static Rival appSync(long connections, Duration keepalive) {
        return new Rival(
                "AppSync Events",
                OptionalDouble.of(millionMinutes(connections) * Price.APPSYNC_MILLION_MINUTES.dollars()
                        + millionConnects(connections) * Price.APPSYNC_MILLION_OPERATIONS.dollars()),
                "connection-minutes, a connect a day",
                "24 h a connection; only its own protocol; pings of clients at this keepalive "
                        + more(millionEach(connections, keepalive) * Price.APPSYNC_MILLION_OPERATIONS.dollars()));
    }

    private static Rival iotCore(long connections) {
        return new Rival(
                "IoT Core",
                OptionalDouble.of(millionMinutes(connections) * Price.IOT_MILLION_MINUTES.dollars()
                        + millionConnects(connections) * Price.IOT_MILLION_MESSAGES.dollars()),
                "connection-minutes, a connect a day",
                "only MQTT; 24 h a connection; a ping every 20 min at least; 500,000 connections an account by default");
    }

    private static Rival ably(long connections) {
        return new Rival(
                "Ably",
                OptionalDouble.of(millionMinutes(connections) * Price.ABLY_MILLION_MINUTES.dollars()),
                "connection-minutes",
                "10,000 connections on Standard, more by contract; channel-minutes and messages cost extra");
    }

    private static Rival pusher(long connections) {
        return new Rival(
                "Pusher",
                connections <= MAX_CONNECTIONS_OF_PUSHER
                        ? OptionalDouble.of(Price.PUSHER_PREMIUM_MONTH.dollars())
                        : OptionalDouble.empty(),
                "Premium",
                "no list price above 10,000 connections");
    }

    private static Rival cloudflare(long connections, Duration keepalive) {
        double connects = millionConnects(connections);
        double pings = millionEach(connections, keepalive) / CLOUDFLARE_MESSAGES_PER_REQUEST;
        return new Rival(
                "Durable Objects",
                OptionalDouble.of(Price.CLOUDFLARE_MONTH.dollars()
                        + beyond(connects, CLOUDFLARE_FREE_MILLION_REQUESTS)
                                * Price.CLOUDFLARE_MILLION_REQUESTS.dollars()
                        + beyond(connects, CLOUDFLARE_FREE_MILLION_OBJECT_REQUESTS)
                                * Price.CLOUDFLARE_MILLION_OBJECT_REQUESTS.dollars()),
                "a connect a day; TLS and data included",
                "hibernating; 32,768 WebSockets an object, so a message to all is one to each object; pings of the"
                        + " application's own at this keepalive "
                        + more(pings * Price.CLOUDFLARE_MILLION_OBJECT_REQUESTS.dollars()));
    }

    private static double millionMinutes(long connections) {
        return connections * MINUTES_PER_MONTH / MILLION;
    }

    private static double millionConnects(long connections) {
        return connections * CONNECTS_PER_MONTH / MILLION;
    }

    private static double millionEach(long connections, Duration interval) {
        return connections * Price.HOURS_PER_MONTH * 3_600 / (interval.toNanos() / 1e9) / MILLION;
    }

    private static double beyond(double amount, double free) {
        return Math.max(0, amount - free);
    }

    private static String more(double dollars) {
        return String.format(Locale.ROOT, "+$%,.0f", dollars);
    }
}
