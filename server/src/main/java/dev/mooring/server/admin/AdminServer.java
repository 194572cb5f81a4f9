package dev.mooring.server.admin;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.http.HttpBounds;
import dev.mooring.server.http.HttpPort;
import dev.mooring.server.metrics.ProcessUsageReader;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The admin port: health, status, metrics, broadcast, drain and the live page.
 *
 * <p>Runs on one thread of its own, so that no admin request ever delays a connection loop. There is no password:
 * whoever can reach the address may use it, so it is to be bound to loopback.
 *
 * <p>Cost: one thread, one socket, and no class of Jackson, Micrometer or the management beans before the first request
 * that needs it. Buffers are unpooled, so no arena is kept for a port that serves a request a second.
 */
public final class AdminServer implements AutoCloseable {
    private static final int CONNECTIONS = 64;
    /** Bodies of full length at once; shorter ones are many more. */
    private static final int BODIES = 2;

    private static final Bytes MIN_BODIES = Bytes.mebi(1);
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

    private final HttpPort port;

    private AdminServer(HttpPort port) {
        this.port = port;
    }

    /**
     * Listens from now on. Call it before the first connection: the memory of the start is read here.
     *
     * @param maxMessage the largest body of a broadcast
     * @throws RefusedException when the address cannot be bound
     */
    public static AdminServer start(InetSocketAddress bind, ServerControl control, Bytes maxMessage) {
        return new AdminServer(HttpPort.start("admin", bind, bounds(maxMessage), thread -> {
            ProcessUsageReader process = ProcessUsageReader.ofThisProcess(control.counters());
            return new Routes(control, new ProcessFactsReader(process, thread));
        }));
    }

    static HttpBounds bounds(Bytes maxMessage) {
        Bytes bodies = Bytes.of(Math.max(BODIES * maxMessage.count(), MIN_BODIES.count()));
        return new HttpBounds(CONNECTIONS, maxMessage, bodies, Bytes.kibi(4), Bytes.kibi(8), IDLE_TIMEOUT);
    }

    @Override
    public void close() {
        port.close();
    }

    /** Where it listens; the port is the real one when 0 was asked for. */
    public InetSocketAddress boundAddress() {
        return port.boundAddress();
    }
}
