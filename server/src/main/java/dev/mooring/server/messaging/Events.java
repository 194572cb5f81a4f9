package dev.mooring.server.messaging;

import dev.mooring.server.Handshake;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.backend.Backend;
import dev.mooring.server.backend.BackendAnswer;
import dev.mooring.server.gateway.Caller;
import dev.mooring.server.gateway.EventType;
import dev.mooring.server.gateway.ProxyEvent;
import dev.mooring.server.gateway.RouteSelection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

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

    CompletableFuture<BackendAnswer> connect(Handshake handshake) {
        Caller caller = new Caller(
                handshake.id(),
                clock.instant(),
                ip(handshake.clientAddress()),
                handshake.header("User-Agent").orElse(""));
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

    CompletableFuture<BackendAnswer> disconnect(WebSocket socket) {
        Caller caller = caller(socket);
        return tell(
                caller, EventType.DISCONNECT, EventType.DISCONNECT.route(), ProxyEvent.disconnect(context(caller, "")));
    }

    private CompletableFuture<BackendAnswer> message(Caller caller, String body) {
        String route = routes.routeOf(body);
        return tell(caller, EventType.MESSAGE, route, ProxyEvent.message(context(caller, ""), route, body, false));
    }

    private CompletableFuture<BackendAnswer> tell(Caller caller, EventType type, String route, String event) {
        return backend.tell(caller.id(), route, type.name(), event);
    }

    private ProxyEvent.Context context(Caller caller, String domain) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String requestId = new UUID(random.nextLong(), random.nextLong()).toString();
        return new ProxyEvent.Context(caller, domain, requestId, clock.instant());
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
