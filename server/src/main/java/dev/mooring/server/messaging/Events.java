package dev.mooring.server.messaging;

import dev.mooring.server.Handshake;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.backend.Backend;
import dev.mooring.server.backend.BackendAnswer;
import dev.mooring.server.backend.EventHeaders;
import dev.mooring.server.gateway.Caller;
import dev.mooring.server.gateway.EventType;
import dev.mooring.server.gateway.ProxyEvent;
import dev.mooring.server.gateway.RouteSelection;
import dev.mooring.server.http.RequestId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Tells the backend what happens to connections. */
final class Events {
    private final Backend backend;
    private final RouteSelection routes;
    private final InstantSource clock;

    Events(Backend backend, RouteSelection routes, InstantSource clock) {
        this.backend = backend;
        this.routes = routes;
        this.clock = clock;
    }

    /** The client of a request. */
    Caller caller(Handshake handshake) {
        return new Caller(
                handshake.id(),
                clock.instant(),
                ip(handshake.clientAddress()),
                handshake.header("User-Agent").orElse(""));
    }

    CompletableFuture<BackendAnswer> connect(Handshake handshake, Caller caller) {
        String event = ProxyEvent.connect(
                context(caller, handshake.header("Host").orElse("")), handshake.headers(), handshake.parameters());
        return tell(caller, EventType.CONNECT, EventType.CONNECT.route(), event);
    }

    CompletableFuture<BackendAnswer> message(WebSocket socket, MessageType type, ByteBuffer payload) {
        Caller caller = caller(socket);
        if (type == MessageType.BINARY) {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(payload.position(), bytes);
            String body = Base64.getEncoder().encodeToString(bytes);
            String route = RouteSelection.DEFAULT;
            return tell(caller, EventType.MESSAGE, route, ProxyEvent.message(context(caller, ""), route, body, true));
        }
        return message(
                caller, StandardCharsets.UTF_8.decode(payload.duplicate()).toString());
    }

    CompletableFuture<BackendAnswer> message(WebSocket socket, String body) {
        return message(caller(socket), body);
    }

    void disconnect(WebSocket socket) {
        disconnect(caller(socket));
    }

    /** Of a client that has gone, or that was not let in although the backend may have said yes. */
    void disconnect(Caller caller) {
        Instant now = clock.instant();
        String route = EventType.DISCONNECT.route();
        // Written when it is told: many of them may wait.
        backend.end(
                new EventHeaders(caller.id(), route, EventType.DISCONNECT.name()),
                () -> ProxyEvent.disconnect(new ProxyEvent.Context(caller, "", RequestId.next(), now)));
    }

    private CompletableFuture<BackendAnswer> message(Caller caller, String body) {
        String route = routes.routeOf(body);
        return tell(caller, EventType.MESSAGE, route, ProxyEvent.message(context(caller, ""), route, body, false));
    }

    private CompletableFuture<BackendAnswer> tell(Caller caller, EventType type, String route, String event) {
        return backend.tell(new EventHeaders(caller.id(), route, type.name()), event);
    }

    private ProxyEvent.Context context(Caller caller, String domain) {
        return new ProxyEvent.Context(caller, domain, RequestId.next(), clock.instant());
    }

    private static Caller caller(WebSocket socket) {
        return new Caller(socket.id(), Instant.EPOCH, ip(socket.clientAddress()), "");
    }

    private static String ip(Optional<InetSocketAddress> address) {
        return address.map(InetSocketAddress::getAddress)
                .map(InetAddress::getHostAddress)
                .orElse("");
    }
}
