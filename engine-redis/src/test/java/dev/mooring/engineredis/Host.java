package dev.mooring.engineredis;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.Audience;
import dev.mooring.server.Engine;
import dev.mooring.server.EngineGap;
import dev.mooring.server.EngineHost;
import dev.mooring.server.Figure;
import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.MessageType;
import dev.mooring.server.MooringServer;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** A server of a fleet, through its public face alone, which remembers the gaps that its engine tells it of. */
final class Host implements AutoCloseable {
    private static final int TRIES = 5;

    private final MooringServer server;
    private final Recorded engine;

    private Host(MooringServer server, Recorded engine) {
        this.server = server;
        this.engine = engine;
    }

    static Host start(int id, String... engines) {
        for (int tried = 1; ; tried++) {
            Recorded engine = new Recorded(new RedisProvider().open(List.of(engines)));
            int port = RedisServer.freePort();
            try {
                MooringServer server = MooringServer.start(
                        ServerConfiguration.builder(new Hearing())
                                .bind(InetAddress.getLoopbackAddress())
                                .port(port)
                                .maxConnections(1_000)
                                .topicLimit(1_024)
                                .hostId(id)
                                .build(),
                        engine);
                return new Host(server, engine);
            } catch (RefusedException refused) {
                if (tried == TRIES || !String.valueOf(refused.getMessage()).startsWith("ports=")) {
                    throw refused;
                }
            }
        }
    }

    MooringServer server() {
        return server;
    }

    Client connect(String query) {
        Client client = Client.connect(server.ports().first(), query);
        for (String topic : client.topics()) {
            server.settled(Audience.topic(topic)).join();
        }
        return client;
    }

    List<EngineGap> gaps() {
        return List.copyOf(engine.gaps);
    }

    /** Publishes, however often it is refused meanwhile; how often that was. */
    int publishAtLast(String topic, String text) {
        int refused = 0;
        while (true) {
            try {
                server.publish(topic, text).join();
                return refused;
            } catch (CompletionException rejected) {
                refused++;
            }
        }
    }

    long figure(String name) {
        return engine.figures().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value()
                .getAsLong();
    }

    @Override
    public void close() {
        server.close();
    }

    /** Subscribes a client to what its URL names, and tells it its id. */
    private static final class Hearing implements WebSocketHandler {
        @Override
        public HandshakeAnswer handshake(Handshake handshake) {
            return HandshakeAnswer.accept().attach(handshake.parameters());
        }

        @Override
        @SuppressWarnings("unchecked") // what this handler has attached
        public void open(WebSocket socket) {
            var parameters = (Map<String, List<String>>) socket.attachment().orElseThrow();
            parameters
                    .getOrDefault("topic", List.of())
                    .forEach(topic -> socket.topics().subscribe(topic));
            parameters
                    .getOrDefault("user", List.of())
                    .forEach(user -> socket.topics().identify(user));
            socket.detach();
            socket.send(socket.id());
        }

        @Override
        public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}
    }

    private static final class Recorded implements Engine {
        private final Engine engine;
        private final Queue<EngineGap> gaps = new ConcurrentLinkedQueue<>();

        Recorded(Engine engine) {
            this.engine = engine;
        }

        @Override
        public void start(EngineHost host) {
            engine.start(new EngineHost() {
                @Override
                public int id() {
                    return host.id();
                }

                @Override
                public void received(Audience audience, MessageType type, ByteBuffer payload) {
                    host.received(audience, type, payload);
                }

                @Override
                public void told(ByteBuffer message) {
                    host.told(message);
                }

                @Override
                public void repeat(int part, Consumer<Audience> each, Runnable done) {
                    host.repeat(part, each, done);
                }

                @Override
                public void gap(EngineGap gap) {
                    gaps.add(gap);
                    host.gap(gap);
                }
            });
        }

        @Override
        public void gained(Audience audience) {
            engine.gained(audience);
        }

        @Override
        public void lost(Audience audience) {
            engine.lost(audience);
        }

        @Override
        public CompletableFuture<Void> settled(Audience audience) {
            return engine.settled(audience);
        }

        @Override
        public CompletableFuture<Integer> publish(Audience audience, MessageType type, ByteBuffer payload) {
            return engine.publish(audience, type, payload);
        }

        @Override
        public CompletableFuture<Boolean> tell(int host, ByteBuffer message) {
            return engine.tell(host, message);
        }

        @Override
        public List<Figure> figures() {
            return engine.figures();
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
