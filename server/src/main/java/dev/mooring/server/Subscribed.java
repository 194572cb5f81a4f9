package dev.mooring.server;

/** What became of a wish to hear a topic. */
public enum Subscribed {
    /** It does from now on. */
    NOW,
    /** It did already. */
    ALREADY,
    /** Nothing changed: the connection has as many topics as it may have. */
    TOO_MANY,
    /** Nothing changed: the memory for topics is used up. */
    NO_MEMORY,
    /** Nothing changed: the connection has ended. */
    CLOSED;

    /** Whether it hears the topic now. */
    public boolean heard() {
        return this == NOW || this == ALREADY;
    }
}
