package dev.mooring.server.runtime;

import dev.mooring.capacity.Recovery;
import dev.mooring.capacity.unit.PortRange;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.TlsSettings;
import dev.mooring.server.accept.Listener;
import dev.mooring.server.accept.ListeningSockets;
import dev.mooring.server.accept.ReserveDescriptor;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.Entrance;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.LinuxSocket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The ports on which WebSockets are accepted. */
record AcceptingPorts(ServerConfiguration configuration, ServerCounters counters, ReserveDescriptor reserve) {
    /**
     * Refuses ports that somebody else listens on.
     *
     * @throws dev.mooring.capacity.unit.RefusedException for the first of them
     */
    static void requireFree(ServerConfiguration configuration) {
        configuration
                .plainPorts()
                .ifPresent(ports ->
                        ports.ports().forEach(port -> ListeningSockets.requireFree(configuration.bind(), port)));
        configuration
                .tls()
                .map(TlsSettings::ports)
                .ifPresent(ports ->
                        ports.ports().forEach(port -> ListeningSockets.requireFree(configuration.bind(), port)));
    }

    /** Opens all of them on the loop, and begins to accept. */
    void open(ConnectionLoop loop) {
        configuration.plainPorts().ifPresent(ports -> open(loop, ports, false));
        configuration.tls().map(TlsSettings::ports).ifPresent(ports -> open(loop, ports, true));
    }

    private void open(ConnectionLoop loop, PortRange ports, boolean secured) {
        ports.ports().forEach(port -> open(loop, port, secured));
    }

    private void open(ConnectionLoop loop, int port, boolean secured) {
        LinuxSocket socket = ListeningSockets.open(configuration.bind(), port);
        Listener listener = new Listener(
                socket,
                loop,
                new Entrance(configuration.proxyHeaderRequired(), secured),
                counters,
                AcceptingPorts::retryAfter,
                reserve);
        IoRegistration registration =
                loop.eventLoop().register(listener).syncUninterruptibly().getNow();
        loop.eventLoop().submit(() -> listener.start(registration)).syncUninterruptibly();
    }

    /** Random, so that refused clients do not all return together. */
    static Duration retryAfter() {
        return Duration.ofSeconds(ThreadLocalRandom.current()
                .nextLong(Recovery.MIN_RETRY_AFTER.toSeconds(), Recovery.MAX_RETRY_AFTER.toSeconds() + 1));
    }
}
