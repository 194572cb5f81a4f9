package dev.mooring.server;

/**
 * Who a message is published to.
 *
 * @param kind of whom
 * @param name of the topic or user; empty for all
 */
public record Audience(Kind kind, String name) {
    private static final Audience ALL = new Audience(Kind.ALL, "");

    /** Those who have subscribed to the topic. */
    public static Audience topic(String name) {
        return new Audience(Kind.TOPIC, name);
    }

    /** The connections of the user. */
    public static Audience user(String name) {
        return new Audience(Kind.USER, name);
    }

    /** Every open connection. */
    public static Audience all() {
        return ALL;
    }

    /** What the name is of. */
    public enum Kind {
        TOPIC,
        USER,
        ALL
    }
}
