package dev.mooring.server;

/** What runs a server. There is one, found by {@link java.util.ServiceLoader}, so that the face knows nothing of it. */
public interface ServerEngine {
    /** Does what {@link MooringServer#start} promises. */
    MooringServer start(ServerConfiguration configuration);
}
