package dev.mooring.server.push;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.MooringServer;
import dev.mooring.server.http.HttpBounds;
import dev.mooring.server.http.HttpPort;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The push port of a server, on a thread of its own.
 *
 * <p>Cost: that thread, a socket, and 8 MiB of bodies that have not come whole; nothing of it is loaded where there is none.
 */
public final class PushPort implements AutoCloseable {
    /** The most that the SDKs' model allows; they do not check it. */
    static final Bytes MAX_BODY = Bytes.kibi(128);

    private static final Bytes BODIES = Bytes.mebi(8);

    private static final int CONNECTIONS = 256;
    /** Well above the rhythm of callers: who posts just as the port closes posts twice. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(90);

    private final HttpPort port;

    private PushPort(HttpPort port) {
        this.port = port;
    }

    /**
     * Listens from now on.
     *
     * @throws dev.mooring.capacity.unit.RefusedException when the address cannot be bound
     */
    public static PushPort start(PushSettings settings, MooringServer server, InstantSource clock) {
        server.keepTimes();
        return new PushPort(HttpPort.start(
                "push", settings.bind(), bounds(), thread -> new PushRoutes(settings, server, clock, thread)));
    }

    static HttpBounds bounds() {
        return new HttpBounds(CONNECTIONS, MAX_BODY, BODIES, Bytes.kibi(4), Bytes.kibi(16), IDLE_TIMEOUT);
    }

    /** Where it listens; the port is the real one when 0 was asked for. */
    public InetSocketAddress boundAddress() {
        return port.boundAddress();
    }

    @Override
    public void close() {
        port.close();
    }
}
