package dev.mooring.server;

import static java.util.Objects.requireNonNullElseGet;

import dev.mooring.capacity.AwsLimits;
import dev.mooring.capacity.PeerMemory;
import dev.mooring.capacity.RollPace;
import dev.mooring.capacity.TimeoutLadder;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All settings of a server; the handler alone has no default. Immutable. */
public final class ServerConfiguration {
    private static final InetAddress ANY = new InetSocketAddress(0).getAddress();

    private final Builder settings;
    private final TimeoutLadder timeouts;

    private ServerConfiguration(Builder settings) {
        this.settings = settings;
        timeouts = TimeoutLadder.of(settings.keepalive, settings.pongTimeout, settings.idleTimeout);
        DurationText.requireWithin("drain-delay", drainDelay(), Duration.ZERO, AwsLimits.MAX_DEREGISTRATION);
        DurationText.requireWithin("drain-window", drainWindow(), Duration.ZERO, AwsLimits.MAX_DEREGISTRATION);
        ConfigurationBounds.require(this);
    }

    /** All defaults, and this handler. */
    public static Builder builder(WebSocketHandler handler) {
        return new Builder(handler);
    }

    /** The event loops for so many processors. */
    public static int usualLoops(int processors) {
        return Math.clamp(processors, ConfigurationBounds.MIN_LOOPS, ConfigurationBounds.MAX_LOOPS);
    }

    /** These settings, to be changed. */
    public Builder toBuilder() {
        return settings.copy();
    }

    public WebSocketHandler handler() {
        return settings.handler;
    }

    /** When to ping and when to give up. */
    public TimeoutLadder timeouts() {
        return timeouts;
    }

    /** The heap that peers can make the server keep, in all. */
    public Bytes bufferBudget() {
        return requireNonNullElseGet(
                settings.bufferBudget,
                () -> PeerMemory.budget(
                        maxMessage(), Bytes.of(Runtime.getRuntime().maxMemory())));
    }

    public Optional<InetSocketAddress> admin() {
        return Optional.ofNullable(settings.admin);
    }

    public Optional<TlsSettings> tls() {
        return Optional.ofNullable(settings.tls);
    }

    public Optional<InetSocketAddress> health() {
        return Optional.ofNullable(settings.health);
    }

    public Optional<Set<String>> origins() {
        return Optional.ofNullable(settings.origins);
    }

    public OptionalInt maxConnections() {
        Integer most = settings.maxConnections;
        return most == null ? OptionalInt.empty() : OptionalInt.of(most);
    }

    public PortRange ports() {
        return settings.ports;
    }

    /** Those of them that speak no TLS: none where the ports of TLS are the same. */
    public Optional<PortRange> plainPorts() {
        return tls().map(TlsSettings::ports).equals(Optional.of(ports())) ? Optional.empty() : Optional.of(ports());
    }

    public InetAddress bind() {
        return settings.bind;
    }

    public Bytes maxMessage() {
        return settings.maxMessage;
    }

    public int maxFragments() {
        return settings.maxFragments;
    }

    public Duration handshakeTimeout() {
        return settings.handshakeTimeout;
    }

    public Bytes outboundLimit() {
        return settings.outboundLimit;
    }

    public Duration slowTimeout() {
        return settings.slowTimeout;
    }

    public List<String> subprotocols() {
        return settings.subprotocols;
    }

    public Bytes maxRequestLine() {
        return settings.maxRequestLine;
    }

    public Bytes maxHeaders() {
        return settings.maxHeaders;
    }

    public boolean compression() {
        return settings.compression;
    }

    public boolean proxyHeaderRequired() {
        return settings.proxyHeaderRequired;
    }

    public Duration drainDelay() {
        return settings.drainDelay;
    }

    public Duration drainWindow() {
        return settings.drainWindow;
    }

    public int eventLoops() {
        return settings.eventLoops;
    }

    public int topicLimit() {
        return settings.topicLimit;
    }

    public OptionalInt hostId() {
        Integer number = settings.hostId;
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    public boolean strict() {
        return settings.strict;
    }

    /** Settings that can still be changed; each method says what it sets and what that is otherwise. Not thread-safe. */
    public static final class Builder implements Cloneable {
        private WebSocketHandler handler;
        private PortRange ports = new PortRange(8080, 8080);
        private InetAddress bind = ANY;
        private Duration keepalive = Duration.ofSeconds(100);
        private Duration pongTimeout = Duration.ofSeconds(20);
        private Duration idleTimeout = Duration.ofSeconds(350);
        private Bytes maxMessage = Bytes.kibi(64);
        private int maxFragments = 16_384;
        private Duration handshakeTimeout = RollPace.HANDSHAKE_TIMEOUT;
        private Bytes outboundLimit = Bytes.kibi(64);
        private Duration slowTimeout = Duration.ofSeconds(10);
        private List<String> subprotocols = List.of();
        private Bytes maxRequestLine = Bytes.kibi(4);
        private Bytes maxHeaders = Bytes.kibi(8);
        private boolean compression = false;
        private boolean proxyHeaderRequired = false;
        private Duration drainDelay = Duration.ZERO;
        private Duration drainWindow = RollPace.MIN_DRAIN_WINDOW;
        private int eventLoops = usualLoops(Runtime.getRuntime().availableProcessors());
        private int topicLimit = 128;
        private boolean strict = false;

        private @Nullable InetSocketAddress admin;
        private @Nullable TlsSettings tls;
        private @Nullable InetSocketAddress health;
        private @Nullable Set<String> origins;
        private @Nullable Integer maxConnections;
        private @Nullable Bytes bufferBudget;
        private @Nullable Integer hostId;

        private Builder(WebSocketHandler handler) {
            this.handler = handler;
        }

        /**
         * Checks the settings against each other.
         *
         * @throws RefusedException when one is out of its bounds
         */
        public ServerConfiguration build() {
            return new ServerConfiguration(copy());
        }

        private Builder copy() {
            try {
                return (Builder) clone();
            } catch (CloneNotSupportedException impossible) {
                throw new AssertionError(impossible);
            }
        }

        /** Another handler. */
        public Builder handler(WebSocketHandler application) {
            handler = application;
            return this;
        }

        /** One port. */
        public Builder port(int port) {
            return ports(new PortRange(port, port));
        }

        /** Where WebSockets are accepted, by every event loop on every port; 8080. */
        public Builder ports(PortRange value) {
            ports = value;
            return this;
        }

        /** The address of those ports; every IPv4 address of the host. */
        public Builder bind(InetAddress value) {
            bind = value;
            return this;
        }

        /** A silent peer is pinged after this; 100 s, at most a third of the idle timeout. */
        public Builder keepalive(Duration value) {
            keepalive = value;
            return this;
        }

        /** A pinged peer that stays silent is dropped after this; 20 s, at most the keepalive. */
        public Builder pongTimeout(Duration value) {
            pongTimeout = value;
            return this;
        }

        /** After so long a silence something on the way, a load balancer or a NAT, forgets a connection; 350 s. */
        public Builder idleTimeout(Duration value) {
            idleTimeout = value;
            return this;
        }

        /** The longest message accepted, all its fragments together, else 1009; 64 KiB, at most 1 GiB. */
        public Builder maxMessage(Bytes value) {
            maxMessage = value;
            return this;
        }

        /** The most fragments of a message, else 1008; 16,384. */
        public Builder maxFragments(int value) {
            maxFragments = value;
            return this;
        }

        /** From accept to the answer, a PROXY header and an answer given later included; 10 s, at most an hour. */
        public Builder handshakeTimeout(Duration value) {
            handshakeTimeout = value;
            return this;
        }

        /** What may wait for a peer that does not read before it is full; 64 KiB, and one message more. */
        public Builder outboundLimit(Bytes value) {
            outboundLimit = value;
            return this;
        }

        /** How long it may wait before the peer is closed with 1008; 10 s, at most an hour. */
        public Builder slowTimeout(Duration value) {
            slowTimeout = value;
            return this;
        }

        /** The subprotocols to agree to where the handler names none; none. */
        public Builder subprotocols(List<String> value) {
            subprotocols = List.copyOf(value);
            return this;
        }

        /** The longest request line, else 414; 4 KiB, at most 31 KiB. */
        public Builder maxRequestLine(Bytes value) {
            maxRequestLine = value;
            return this;
        }

        /** All headers of a request, else 431; 8 KiB, at most 31 KiB. */
        public Builder maxHeaders(Bytes value) {
            maxHeaders = value;
            return this;
        }

        /** Whether to agree to permessage-deflate; no: what an attacker adds to a message with a secret tells it by its length. */
        public Builder compression(boolean value) {
            compression = value;
            return this;
        }

        /** Whether every connection must begin with a PROXY protocol v2 header, which then tells the client's address; no. */
        public Builder proxyHeaderRequired(boolean value) {
            proxyHeaderRequired = value;
            return this;
        }

        /** From the beginning of a drain to its first Close, for a load balancer to notice; none, at most an hour. */
        public Builder drainDelay(Duration value) {
            drainDelay = value;
            return this;
        }

        /** From the first Close of a drain to the last; 15 minutes, at most an hour. */
        public Builder drainWindow(Duration value) {
            drainWindow = value;
            return this;
        }

        /** Threads that carry connections; one per processor, at least two, at most 128. */
        public Builder eventLoops(int value) {
            eventLoops = value;
            return this;
        }

        /** The most topics of a connection, its user counted as one; 128, at most 1,024. */
        public Builder topicLimit(int value) {
            topicLimit = value;
            return this;
        }

        /** Whether to refuse to start where the host grants less than asked for; no, it is logged. */
        public Builder strict(boolean value) {
            strict = value;
            return this;
        }

        /** Address and port of health, metrics, drain and broadcast; it has no password. None. */
        public Builder admin(InetSocketAddress value) {
            admin = value;
            return this;
        }

        /** Address and port of a load balancer's health checks, which fail while the server is nearly full. None. */
        public Builder health(InetSocketAddress value) {
            health = value;
            return this;
        }

        /** No admin port. */
        public Builder withoutAdmin() {
            admin = null;
            return this;
        }

        /** Ports for wss, and the certificates that are shown there. None. */
        public Builder tls(TlsSettings value) {
            tls = value;
            return this;
        }

        /** The origins that web pages may connect from, as {@code https://example.com} or {@code https://*.example.com}; any. */
        public Builder origins(Set<String> value) {
            origins = Set.copyOf(value);
            return this;
        }

        /** The most WebSockets; as many as the host grants. */
        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        /** What this host is called in the ids of its connections, 0 to 16,777,215; from the address by which it reaches others. */
        public Builder hostId(int value) {
            hostId = value;
            return this;
        }

        /** The heap that peers can make the server keep, in all; a third of it at most, and what {@link PeerMemory} says. */
        public Builder bufferBudget(Bytes value) {
            bufferBudget = value;
            return this;
        }
    }
}
