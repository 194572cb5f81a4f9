package dev.mooring.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.server.Audience;
import dev.mooring.server.Engine;
import dev.mooring.server.EngineGap;
import dev.mooring.server.EngineHost;
import dev.mooring.server.Envelope;
import dev.mooring.server.Figure;
import dev.mooring.server.MessageType;
import dev.mooring.server.RemoteConnection;
import dev.mooring.server.SendResult;
import dev.mooring.server.WebSocket;
import dev.mooring.server.connection.ConnectionId;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.fanout.Fanout;
import dev.mooring.server.topic.TopicInterest;
import dev.mooring.server.topic.TopicKey;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server among those that its engine connects: what is published goes to the engine and comes back from it, and what is
 * meant for a connection goes to the host that its id names, which answers. Thread-safe.
 */
public final class Cluster implements EngineHost, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");

    private final Engine engine;
    private final Interests interests;
    private final Questions questions;
    private final LongAdder received = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder gaps = new LongAdder();
    private List<ConnectionLoop> loops = List.of();
    private int id;
    private volatile @Nullable Fanout fanout;

    /** One that has not joined. */
    public Cluster(Engine engine) {
        this.engine = engine;
        this.interests = new Interests(engine);
        this.questions = new Questions(engine, this::id);
    }

    /** Is to be told what the loops hear. */
    public TopicInterest interest() {
        return interests;
    }

    /**
     * Joins, before the first connection is accepted.
     *
     * @throws dev.mooring.capacity.unit.RefusedException as {@link Engine#start}
     */
    public void join(List<ConnectionLoop> all, Fanout local) {
        loops = List.copyOf(all);
        id = loops.getFirst().hostId();
        fanout = local;
        interests.start(loops);
        engine.start(this);
    }

    /** As {@link dev.mooring.server.MooringServer#publish} promises, by every host. */
    public CompletableFuture<Integer> publish(Audience audience, MessageType type, ByteBuffer payload) {
        // Here, so that a name that cannot be one is refused here and not on every host.
        TopicKey _ = switch (audience.kind()) {
            case TOPIC -> TopicKey.topic(audience.name());
            case USER -> TopicKey.user(audience.name());
            case ALL -> null;
        };
        return engine.publish(audience, type, payload);
    }

    /** As {@link dev.mooring.server.MooringServer#settled} promises. */
    public CompletableFuture<Void> settled(Audience audience) {
        return interests.settled(audience);
    }

    /** As {@link dev.mooring.server.MooringServer#findElsewhere} promises. */
    public Optional<RemoteConnection> find(String connection) {
        return ConnectionId.parse(connection)
                .filter(parsed -> parsed.host() != id)
                .map(parsed -> questions.of(parsed.host(), connection));
    }

    /** The engine's figures and those of this host's part. */
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>(engine.figures());
        figures.add(new Figure("mooring.engine.received", "Messages from the engine", true, received::sum));
        figures.add(new Figure(
                "mooring.engine.dropped",
                "Messages from the engine for which there was no memory",
                true,
                dropped::sum));
        figures.add(new Figure(
                "mooring.engine.gaps", "Times in which messages from the engine may be lost", true, gaps::sum));
        return figures;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public void received(Audience audience, MessageType type, ByteBuffer payload) {
        Fanout local = fanout;
        if (local == null) {
            return;
        }
        received.increment();
        try {
            CompletableFuture<Integer> delivered = local.publish(audience, type, payload);
            if (delivered.isCompletedExceptionally()) {
                dropped(audience);
            }
        } catch (IllegalArgumentException unfit) {
            // Another host has other limits, or another program publishes through the engine.
            dropped(audience);
        }
    }

    private void dropped(Audience audience) {
        dropped.increment();
        loops.getFirst()
                .warn(
                        "a message from the engine was dropped, as to " + audience.kind()
                                + ": there is no memory for it; raise the heap or publish less at once",
                        null);
    }

    @Override
    public void told(ByteBuffer message) {
        switch (HostMessage.read(message).orElse(null)) {
            case HostMessage.Answer answer -> questions.answered(answer);
            case HostMessage.Question question -> answer(question);
            case null -> LOG.debug("another host said what is not known here");
        }
    }

    private void answer(HostMessage.Question question) {
        Optional<WebSocket> found = ConnectionLoop.find(question.id(), loops).map(WebSocket.class::cast);
        HostMessage.Answer answer = found.map(socket -> answered(question, socket))
                .orElseGet(() -> new HostMessage.Answer(question.number(), SendResult.CLOSED));
        CompletableFuture<Boolean> _ = engine.tell(question.asker(), HostMessage.bytes(answer));
    }

    /** One that ends just now may throw; a message that it cannot take is not taken. */
    private HostMessage.Answer answered(HostMessage.Question question, WebSocket socket) {
        try {
            return answer(question, socket);
        } catch (RuntimeException broken) {
            loops.getFirst().warn("another host's wish for a connection could not be done", broken);
            SendResult result = question.wish() == HostMessage.Wish.SEND ? SendResult.FULL : SendResult.CLOSED;
            return new HostMessage.Answer(question.number(), result);
        }
    }

    private static HostMessage.Answer answer(HostMessage.Question question, WebSocket socket) {
        return switch (question.wish()) {
            case SEND -> {
                SendResult result = Envelope.send(socket, question.type(), question.payload())
                        .orElse(SendResult.FULL);
                yield new HostMessage.Answer(question.number(), result);
            }
            case CLOSE -> {
                socket.close(question.detail(), UTF_8.decode(question.payload()).toString());
                yield new HostMessage.Answer(question.number(), SendResult.SENT);
            }
            case DESCRIBE -> {
                String address = socket.clientAddress()
                        .map(InetSocketAddress::getAddress)
                        .map(known -> known.getHostAddress())
                        .orElse("");
                ByteBuffer facts = HostMessage.facts(new RemoteConnection.Description(address, socket.times()));
                yield new HostMessage.Answer(question.number(), SendResult.SENT, facts);
            }
        };
    }

    @Override
    public void repeat(int part, Consumer<Audience> each, Runnable done) {
        interests.repeat(part, each, done);
    }

    @Override
    public void gap(EngineGap gap) {
        gaps.increment();
        LOG.warn(
                "{} was away for {} ms, from {} to {}: what was published meanwhile to {} topics and users may be lost",
                gap.engine(),
                Duration.between(gap.from(), gap.until()).toMillis(),
                gap.from(),
                gap.until(),
                gap.audiences());
    }

    @Override
    public void close() {
        interests.close();
        questions.end(new RejectedExecutionException("the server has ended"));
        engine.close();
    }
}
