package dev.mooring.server.configuration;

import dev.mooring.capacity.AwsLimits;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.connection.ConnectionLimits;
import dev.mooring.server.handler.BuiltInHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Set;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The settings as text, one field an option, and their reading into a {@link ServerConfiguration}. */
@SuppressWarnings("NullAway.Init") // picocli fills every field: each has a default
public final class ServerOptions {
    private static final Bytes MIN_REQUEST_LINE = Bytes.of(128);
    private static final Bytes MIN_HEADERS = Bytes.of(512);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Properties file with the same keys.")
    String config;

    @Option(
            names = "--ports",
            paramLabel = "PORTS",
            defaultValue = "8080-8095",
            description = "Ports for WebSockets, as 8080 or 8080-8095.")
    String ports;

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "0.0.0.0", description = "Address of those ports.")
    String bind;

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS:PORT",
            defaultValue = "127.0.0.1:9000",
            description = "Address and port of health, metrics, drain.")
    String admin;

    @Option(
            names = "--health",
            paramLabel = "ADDRESS:PORT",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Address and port of a load balancer's health checks, which fail while it is nearly full."
                    + " Default: none.")
    String health;

    @Option(
            names = "--keepalive",
            paramLabel = "TIME",
            defaultValue = "100s",
            description = "A silent peer is pinged after this.")
    String keepalive;

    @Option(
            names = "--pong-timeout",
            paramLabel = "TIME",
            defaultValue = "20s",
            description = "A pinged peer that stays silent is dropped after this.")
    String pongTimeout;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            defaultValue = "350s",
            description = "Idle timeout of the load balancer; at least 3 x keepalive.")
    String idleTimeout;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Maximum number of WebSockets. Default: as many as the host allows.")
    String maxConnections;

    @Option(names = "--handler", paramLabel = "NAME", defaultValue = "idle", description = "idle or echo.")
    String handler;

    @Option(
            names = "--max-message",
            paramLabel = "SIZE",
            defaultValue = "64KiB",
            description = "Longest message accepted (else 1009).")
    String maxMessage;

    @Option(
            names = "--max-fragments",
            paramLabel = "N",
            defaultValue = "16384",
            description = "Most fragments of a message (else 1008).")
    String maxFragments;

    @Option(
            names = "--handshake-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "From accept to the end of the request; an hour at most.")
    String handshakeTimeout;

    @Option(
            names = "--outbound-limit",
            paramLabel = "SIZE",
            defaultValue = "64KiB",
            description = "What may wait for a peer that does not read.")
    String outboundLimit;

    @Option(
            names = "--slow-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "How long it may wait before the peer is closed (1008); an hour at most.")
    String slowTimeout;

    @Option(
            names = "--origins",
            paramLabel = "LIST",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Origins of pages that may connect, as https://a.example or https://*.b.example. Default: any.")
    String origins;

    @Option(
            names = "--subprotocols",
            paramLabel = "LIST",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Subprotocols to agree to, comma-separated. Default: none.")
    String subprotocols;

    @Option(
            names = "--compression",
            paramLabel = "MODE",
            defaultValue = "off",
            description = "permessage-deflate for clients that offer it: off or on. Where a message has a secret and"
                    + " another's text, its length tells of the secret.")
    String compression;

    @Option(
            names = "--max-request-line",
            paramLabel = "SIZE",
            defaultValue = "4KiB",
            description = "Longest request line (else 414), 128B to 31KiB.")
    String maxRequestLine;

    @Option(
            names = "--max-headers",
            paramLabel = "SIZE",
            defaultValue = "8KiB",
            description = "All headers of a request, cookies included (else 431), 512B to 31KiB.")
    String maxHeaders;

    @Option(
            names = "--proxy-protocol",
            paramLabel = "MODE",
            defaultValue = "off",
            description = "PROXY protocol v2: off or required.")
    String proxyProtocol;

    @Option(
            names = "--drain-window",
            paramLabel = "TIME",
            defaultValue = "15m",
            description = "Time in which a drain closes everybody, evenly; an hour at most.")
    String drainWindow;

    @Option(
            names = "--drain-delay",
            paramLabel = "TIME",
            defaultValue = "0s",
            description = "Delay between reporting not ready and the first close; an hour at most.")
    String drainDelay;

    @Option(
            names = "--event-loops",
            paramLabel = "N",
            defaultValue = "0",
            showDefaultValue = Visibility.NEVER,
            description = "Threads that carry connections, 128 at most. Default: one per processor, at least two.")
    String eventLoops;

    @Option(
            names = "--host-id",
            paramLabel = "N",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "This host in the ids of its connections, 0 to 16777215. Default: the last three bytes of its"
                    + " private address.")
    String hostId;

    @Option(
            names = "--strict",
            showDefaultValue = Visibility.NEVER,
            description = "Refuse to start where the machine grants less than asked.")
    boolean strict;

    /**
     * Reads the text.
     *
     * @throws RefusedException when a value is not readable, or breaks a rule
     */
    public ServerConfiguration read(int processors) {
        int loops = number("event-loops", eventLoops, 0);
        ServerConfiguration.Builder read = ServerConfiguration.builder(
                        choice("handler", handler, "echo", "idle") ? BuiltInHandler.ECHO : BuiltInHandler.IDLE)
                .ports(PortRange.parse("ports", ports))
                .bind(address("bind", bind))
                .admin(socketAddress("admin", admin, "127.0.0.1:9000"))
                .keepalive(DurationText.parse("keepalive", keepalive))
                .pongTimeout(DurationText.parse("pong-timeout", pongTimeout))
                .idleTimeout(DurationText.parse("idle-timeout", idleTimeout))
                .maxMessage(Bytes.parse("max-message", maxMessage))
                .maxFragments(number("max-fragments", maxFragments, 1))
                .subprotocols(CommaList.parse("subprotocols", subprotocols))
                .compression(choice("compression", compression, "on", "off"))
                .maxRequestLine(atLeast("max-request-line", maxRequestLine, MIN_REQUEST_LINE))
                .maxHeaders(atLeast("max-headers", maxHeaders, MIN_HEADERS))
                .handshakeTimeout(
                        DurationText.parse("handshake-timeout", handshakeTimeout, ConnectionLimits.MAX_TIMEOUT))
                .outboundLimit(Bytes.parse("outbound-limit", outboundLimit))
                .slowTimeout(DurationText.parse("slow-timeout", slowTimeout, ConnectionLimits.MAX_TIMEOUT))
                .drainDelay(DurationText.parse("drain-delay", drainDelay, AwsLimits.MAX_DEREGISTRATION))
                .drainWindow(DurationText.parse("drain-window", drainWindow, AwsLimits.MAX_DEREGISTRATION))
                .proxyHeaderRequired(choice("proxy-protocol", proxyProtocol, "required", "off"))
                .eventLoops(loops == 0 ? ServerConfiguration.usualLoops(processors) : loops)
                .strict(strict);
        if (!origins.isBlank()) {
            read.origins(Set.copyOf(CommaList.parse("origins", origins)));
        }
        if (!health.isEmpty()) {
            read.health(socketAddress("health", health, "0.0.0.0:9001"));
        }
        if (!hostId.isEmpty()) {
            read.hostId(number("host-id", hostId, 0));
        }
        if (!maxConnections.isEmpty()) {
            read.maxConnections(number("max-connections", maxConnections, 1));
        }
        ServerConfiguration configuration = read.build();
        // Refuses what no connection could live with, before anything is started.
        ConnectionLimits _ = ConnectionLimits.of(configuration);
        return configuration;
    }

    /** Below the least no client of any use gets in. */
    private static Bytes atLeast(String name, String text, Bytes least) {
        Bytes size = Bytes.parse(name, text);
        if (size.compareTo(least) < 0) {
            throw RefusedException.of(name, size, "is less than", least, "raise " + name);
        }
        return size;
    }

    /** Address and one port of that setting. */
    static InetSocketAddress socketAddress(String name, String text, String example) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw RefusedException.of(name, text, "is not", "ADDRESS:PORT", "write it as " + example);
        }
        PortRange port = PortRange.parse(name, text.substring(colon + 1));
        if (port.count() > 1) {
            throw RefusedException.of(name, text, "has", port.count() + " ports", "give one, as in " + example);
        }
        return new InetSocketAddress(address(name, text.substring(0, colon)), port.first());
    }

    private static InetAddress address(String name, String text) {
        try {
            // Java takes nothing for the loopback address, which nobody else reaches.
            if (text.isBlank()) {
                throw RefusedException.of(name, text, "is not", "an address", "write an IP address, or leave it out");
            }
            return InetAddress.getByName(text);
        } catch (UnknownHostException unknown) {
            throw RefusedException.of(name, text, "is not", "an address this machine knows", "write an IP address");
        }
    }

    private static int number(String name, String text, int least) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as for a number out of range.
        }
        throw RefusedException.of(
                name, text, "is not", "a whole number from " + least + " to " + Integer.MAX_VALUE, "correct it");
    }

    /** Whether the text is the first of two words; refused when it is neither. */
    static boolean choice(String name, String text, String first, String second) {
        if (!text.equals(first) && !text.equals(second)) {
            throw RefusedException.of(name, text, "is neither", second + " nor " + first, "choose one of them");
        }
        return text.equals(first);
    }
}
