package dev.mooring.server;

import java.util.List;

/** Makes engines of one kind. Found by {@link java.util.ServiceLoader} when the server's program is given {@code --engine}. */
public interface EngineProvider {
    /** Whether it is the kind for addresses that begin so, as {@code redis}. */
    boolean takes(String scheme);

    /**
     * An engine that has not joined yet.
     *
     * @param addresses of several, each carries its share of the topics; the same in the same order on every host
     * @throws dev.mooring.capacity.unit.RefusedException when one is not readable; the message has no password in it
     */
    Engine open(List<String> addresses);
}
