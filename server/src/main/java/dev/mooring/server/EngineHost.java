package dev.mooring.server;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * One server, as its {@link Engine} sees it. All methods may be called from any thread and none of them waits, so that an
 * engine always reads on: it would cut off a host that falls behind.
 */
public interface EngineHost {
    /** How many parts {@link #repeat} has. */
    int PARTS = 256;

    /** The number that the ids of this host's connections have, 0 to 16,777,215. */
    int id();

    /**
     * A message for those of this host that hear it. Those of one audience come in the order in which they are to be delivered.
     *
     * @param payload valid during the call
     */
    void received(Audience audience, MessageType type, ByteBuffer payload);

    /**
     * Bytes that another host has {@linkplain Engine#tell told} this one.
     *
     * @param message valid during the call
     */
    void told(ByteBuffer message);

    /**
     * Says again what is heard on this host, a part of it, on the thread that calls {@link Engine#gained} and {@link Engine#lost}:
     * what is gained or lost meanwhile is said before or after it, as it happened.
     *
     * @param part below {@link #PARTS}; a topic stays in its part
     * @param each called with each topic and user, with some more than once
     * @param done called behind the last
     */
    void repeat(int part, Consumer<Audience> each, Runnable done);

    /** Messages may have been lost. */
    void gap(EngineGap gap);
}
