package dev.mooring.server.admin;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.http.HttpBounds;
import dev.mooring.server.http.HttpPort;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The port for the health checks of a load balancer, beside the client ports, so that a full host can leave the rotation while
 * those admit. It answers one path and can be reached by others than administrators: it tells nothing else and changes nothing.
 *
 * <p>Cost: one thread and one socket.
 */
public final class HealthServer implements AutoCloseable {
    /** Each node of a load balancer checks each target, of which a host may be as many as it has ports. */
    private static final HttpBounds BOUNDS =
            new HttpBounds(256, Bytes.of(0), Bytes.kibi(1), Bytes.kibi(1), Bytes.kibi(4), Duration.ofSeconds(30));

    private final HttpPort port;

    private HealthServer(HttpPort port) {
        this.port = port;
    }

    /**
     * Listens from now on. Where the client ports require a PROXY header a load balancer puts one before its health checks,
     * too. Source: ELB, Network Load Balancers, "Target group attributes", proxy protocol.
     *
     * @throws RefusedException when the address cannot be bound
     */
    public static HealthServer start(InetSocketAddress bind, ServerControl control) {
        return new HealthServer(
                HttpPort.start("health", bind, BOUNDS, control.proxyHeaderRequired(), _ -> new HealthRoutes(control)));
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
