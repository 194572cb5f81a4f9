package dev.mooring.server.configuration;

import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.TimeoutLadder;
import dev.mooring.capacity.unit.PortRange;
import dev.mooring.server.connection.ConnectionLimits;
import dev.mooring.server.connection.MessageHandler;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalInt;

/**
 * All settings of a server, checked.
 *
 * @param ports where WebSockets are accepted, by every event loop on every port
 * @param bind the address of those ports
 * @param admin the admin port, loopback unless said otherwise
 * @param timeouts when to ping and when to give up
 * @param limits what one connection may take
 * @param drain how to end
 * @param maxConnections the most WebSockets to admit; empty for as many as the machine grants
 * @param handler what is done with messages
 * @param proxyHeaderRequired whether every connection must begin with a PROXY protocol v2 header
 * @param eventLoops threads that carry connections
 * @param strict whether to refuse to start where the machine grants less than asked
 */
public record ServerConfiguration(
        PortRange ports,
        InetAddress bind,
        InetSocketAddress admin,
        TimeoutLadder timeouts,
        ConnectionLimits limits,
        DrainTimes drain,
        OptionalInt maxConnections,
        MessageHandler handler,
        boolean proxyHeaderRequired,
        int eventLoops,
        boolean strict) {

    public ServerConfiguration {
        if (ports.contains(admin.getPort()) && overlap(bind, admin.getAddress())) {
            throw RefusedException.of(
                    "admin",
                    NetUtil.toSocketAddressString(admin),
                    "is one of",
                    "ports=" + ports + " on " + bind.getHostAddress(),
                    "choose another port for the one or the other");
        }
    }

    /** Whether the same port cannot be had on both. Linux gives {@code ::} the IPv4 addresses too. */
    private static boolean overlap(InetAddress one, InetAddress other) {
        return one.equals(other) || takesIn(one, other) || takesIn(other, one);
    }

    private static boolean takesIn(InetAddress wildcard, InetAddress address) {
        return wildcard.isAnyLocalAddress() && (wildcard instanceof Inet6Address || address instanceof Inet4Address);
    }
}
