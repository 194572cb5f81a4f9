package dev.mooring.server;

import org.jspecify.annotations.Nullable;

/** What runs a server. There is one, found by {@link java.util.ServiceLoader}, so that the face knows nothing of it. */
public interface ServerEngine {
    /** Does what {@link MooringServer#start} promises. */
    MooringServer start(ServerConfiguration configuration, @Nullable Engine engine);
}
