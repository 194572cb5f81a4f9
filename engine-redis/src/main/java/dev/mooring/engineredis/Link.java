package dev.mooring.engineredis;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.engineredis.resp.Reply;
import dev.mooring.server.Audience;
import dev.mooring.server.EngineGap;
import dev.mooring.server.EngineHost;
import dev.mooring.server.MessageType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine, for as long as the host lives: one {@link Session} after another, each of which is told from the host's table what is
 * heard. Thread-safe. Cost: three threads, two sockets and their buffers; nothing for each topic.
 */
final class Link implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int MAX_PAYLOAD = 8 << 20;
    private static final byte TEXT = 'T';
    private static final byte BINARY = 'B';

    private final RedisAddress address;
    private final SSLContext tls;
    private final boolean everybody;
    private final Predicate<byte[]> carries;
    private final CompletableFuture<Optional<RefusedException>> first = new CompletableFuture<>();
    private final AtomicLong published = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Session session;
    private volatile boolean up;
    private @Nullable Instant lostSince;
    private volatile String down = "has not been reached yet";
    /** Of the last message on a channel, which is as a rule the next one's too. */
    private byte[] lastChannel = new byte[0];

    private Audience lastAudience = Audience.all();

    /**
     * One that has not begun.
     *
     * @param everybody whether broadcasts take this way
     * @param carries which channels do
     */
    Link(RedisAddress address, SSLContext tls, boolean everybody, Predicate<byte[]> carries) {
        this.address = address;
        this.tls = tls;
        this.everybody = everybody;
        this.carries = carries;
    }

    /**
     * Begins.
     *
     * @return completes with the first try: why it was refused, or nothing
     */
    CompletableFuture<Optional<RefusedException>> start(EngineHost host, Identity self, String name) {
        Thread _ = Thread.ofPlatform().daemon().name(name).start(() -> run(host, self, name));
        return first;
    }

    void interest(byte[] channel, boolean gained) {
        Session current = session;
        if (current != null) {
            current.interest(channel, gained);
        }
    }

    CompletableFuture<Void> settled() {
        Session current = session;
        return current == null || !up ? CompletableFuture.failedFuture(rejection()) : current.settled(0, false);
    }

    CompletableFuture<Integer> publish(byte[] channel, MessageType type, ByteBuffer payload) {
        published.incrementAndGet();
        return publish(channel, type == MessageType.TEXT ? TEXT : BINARY, payload);
    }

    CompletableFuture<Integer> tell(int host, ByteBuffer message) {
        return publish(Channels.ofHost(host), HostWord.MESSAGE, message);
    }

    private CompletableFuture<Integer> publish(byte[] channel, byte first, ByteBuffer payload) {
        if (payload.remaining() > MAX_PAYLOAD) {
            throw new IllegalArgumentException("a message of " + payload.remaining() + " bytes is more than the "
                    + MAX_PAYLOAD + " that are carried between hosts; send less at once");
        }
        Session current = session;
        return current == null || !up
                ? CompletableFuture.failedFuture(rejection())
                : current.publish(channel, first, payload);
    }

    private RejectedExecutionException rejection() {
        return new RejectedExecutionException(address + " " + down + "; nothing was taken, try again");
    }

    void pulse(long nanoTime, boolean heldUp) {
        Session current = session;
        if (current != null) {
            if (heldUp) {
                current.heartbeat().excuse(nanoTime);
            }
            current.pulse(nanoTime);
        }
    }

    boolean isUp() {
        return up;
    }

    long published() {
        return published.get();
    }

    long channels() {
        Session current = session;
        return current == null ? 0 : current.channels();
    }

    /** How long the way through this engine takes, in nanoseconds. */
    long delay() {
        Session current = session;
        return current == null ? 0 : current.heartbeat().delay();
    }

    private void run(EngineHost host, Identity self, String name) {
        Duration pause = FIRST_PAUSE;
        while (!closed()) {
            Instant begun = Instant.now();
            try (RedisConnection subscriber = RedisConnection.open(address, tls, name + "-hears");
                    RedisConnection publisher = RedisConnection.open(address, tls, name + "-publishes")) {
                Session next = Session.join(address, self, new ToHost(host), subscriber, publisher, everybody);
                pause = FIRST_PAUSE;
                serve(next, host, name);
            } catch (RefusedException refused) {
                down = "is not to be had: " + refused.getMessage();
                if (!first.complete(Optional.of(refused))) {
                    LOG.error("{}", refused.getMessage());
                }
                pause = LONGEST_PAUSE;
            } catch (IOException | RuntimeException | Error failed) {
                said(failed);
            }
            missed(begun);
            pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** Until it ends. */
    private void serve(Session next, EngineHost host, String name) throws IOException {
        session = next;
        if (closed()) {
            next.close();
        }
        repeat(next, host, 0, () -> isBack(next, host));
        try {
            next.run(name);
        } finally {
            synchronized (this) {
                session = null;
                if (up) {
                    up = false;
                    lostSince = Instant.ofEpochMilli(next.heartbeat().heardSent());
                }
            }
        }
    }

    /** It knows all that is heard. */
    private void isBack(Session next, EngineHost host) {
        Instant since;
        synchronized (this) {
            if (session != next) {
                return;
            }
            up = true;
            since = lostSince;
            lostSince = null;
        }
        first.complete(Optional.empty());
        LOG.info("{} is up, with {} channels for this host", address, next.channels());
        if (since != null) {
            host.gap(new EngineGap(address.toString(), since, Instant.now(), next.channels()));
        }
    }

    /** A try has ended, so that this host hears nothing; what is published from its begin on may be lost, if not before. */
    private synchronized void missed(Instant begun) {
        lostSince = lostSince == null ? begun : lostSince;
    }

    private void said(Throwable failed) {
        down = "cannot be reached: " + failed.getMessage();
        if (!closed()) {
            LOG.warn("{} {}", address, down);
        }
        first.complete(Optional.empty());
    }

    /** Tells it what is heard, a part after the other, with so much unacknowledged that nobody else waits long for the engine. */
    private void repeat(Session next, EngineHost host, int part, Runnable done) {
        if (part == EngineHost.PARTS) {
            CompletableFuture<Void> _ = next.settled(0, true).thenRun(done);
            return;
        }
        host.repeat(
                part,
                audience -> {
                    byte[] channel = Channels.of(audience);
                    if (carries.test(channel)) {
                        next.interest(channel, true);
                    }
                },
                () -> {
                    CompletableFuture<Void> _ =
                            next.settled(InterestQueue.BATCH, true).thenRun(() -> repeat(next, host, part + 1, done));
                });
    }

    private void pause(Duration atMost) {
        long millis = ThreadLocalRandom.current().nextLong(atMost.toMillis() / 2, atMost.toMillis() + 1);
        try {
            boolean _ = closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException ended) {
            closing.countDown();
        }
    }

    private boolean closed() {
        return closing.getCount() == 0;
    }

    @Override
    public void close() {
        closing.countDown();
        Session current = session;
        if (current != null) {
            current.close();
        }
        first.complete(Optional.empty());
    }

    private final class ToHost implements Session.Inbound {
        private final EngineHost host;

        ToHost(EngineHost host) {
            this.host = host;
        }

        @Override
        public void message(byte[] bytes, Reply reply) {
            int length = reply.length(2);
            byte kind = length < 1 ? 0 : bytes[reply.start(2)];
            if ((kind != TEXT && kind != BINARY) || !isKnown(bytes, reply)) {
                return;
            }
            MessageType type = kind == TEXT ? MessageType.TEXT : MessageType.BINARY;
            ByteBuffer payload = ByteBuffer.wrap(bytes, reply.start(2) + 1, length - 1);
            guarded(() -> host.received(lastAudience, type, payload));
        }

        private boolean isKnown(byte[] bytes, Reply reply) {
            if (reply.is(1, lastChannel)) {
                return true;
            }
            Optional<Audience> audience = Channels.audience(bytes, reply.start(1), reply.length(1));
            audience.ifPresent(known -> {
                lastAudience = known;
                lastChannel = Arrays.copyOfRange(bytes, reply.start(1), reply.start(1) + reply.length(1));
            });
            return audience.isPresent();
        }

        @Override
        public void told(ByteBuffer message) {
            guarded(() -> host.told(message));
        }

        /** What one message comes to must not cost all others their connection. */
        private void guarded(Runnable handling) {
            try {
                handling.run();
            } catch (RuntimeException | Error broken) {
                LOG.error("a message from {} was dropped: the server threw", address, broken);
            }
        }
    }
}
