package dev.mooring.engineredis;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.Audience;
import dev.mooring.server.Engine;
import dev.mooring.server.EngineHost;
import dev.mooring.server.Figure;
import dev.mooring.server.MessageType;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One or several engines as one: each channel belongs to one of them, by its name. Thread-safe.
 *
 * <p>A host's own channel is on all of them, for each carries its heartbeat; what is told to it takes the one that its number says.
 */
final class RedisEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");

    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<RedisAddress> addresses;
    private final List<Link> links = new ArrayList<>();
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("mooring-engine-pulse").factory());
    private long lastPulse;

    private RedisEngine(List<RedisAddress> addresses, SSLContext tls) {
        this.addresses = addresses;
        int engines = addresses.size();
        for (int engine = 0; engine < engines; engine++) {
            int number = engine;
            links.add(new Link(
                    addresses.get(engine),
                    tls,
                    Channels.engineOf(Channels.EVERYBODY, engines) == number,
                    channel -> Channels.engineOf(channel, engines) == number));
        }
    }

    /**
     * Of addresses as they are given.
     *
     * @throws RefusedException when one is not readable
     */
    static RedisEngine of(List<String> addresses) {
        try {
            return new RedisEngine(addresses.stream().map(RedisAddress::parse).toList(), SSLContext.getDefault());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public void start(EngineHost host) {
        Identity self = Identity.of(host.id());
        List<CompletableFuture<Optional<RefusedException>>> outcomes = new ArrayList<>();
        for (int engine = 0; engine < links.size(); engine++) {
            outcomes.add(links.get(engine).start(host, self, "mooring-" + host.id() + "-engine-" + engine));
        }
        lastPulse = System.nanoTime();
        var _ = pulse.scheduleWithFixedDelay(this::pulse, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
        for (int engine = 0; engine < links.size(); engine++) {
            Optional<RefusedException> refusal = outcomes.get(engine)
                    .completeOnTimeout(Optional.empty(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            if (refusal.isPresent()) {
                close();
                throw refusal.get();
            }
            if (!links.get(engine).isUp()) {
                LOG.warn("{} is not there yet; this host begins without it and goes on trying", addresses.get(engine));
            }
        }
    }

    private void pulse() {
        long now = System.nanoTime();
        // Who was held up for long itself has not been silent, it has not listened.
        boolean heldUp = now - lastPulse > 2 * BEAT.toNanos();
        lastPulse = now;
        for (Link link : links) {
            try {
                link.pulse(now, heldUp);
            } catch (RuntimeException | Error broken) {
                LOG.error("a heartbeat failed", broken);
            }
        }
    }

    @Override
    public void gained(Audience audience) {
        byte[] channel = Channels.of(audience);
        of(channel).interest(channel, true);
    }

    @Override
    public void lost(Audience audience) {
        byte[] channel = Channels.of(audience);
        of(channel).interest(channel, false);
    }

    @Override
    public CompletableFuture<Void> settled(Audience audience) {
        return of(Channels.of(audience)).settled();
    }

    @Override
    public CompletableFuture<Integer> publish(Audience audience, MessageType type, ByteBuffer payload) {
        byte[] channel = Channels.of(audience);
        return of(channel).publish(channel, type, payload);
    }

    @Override
    public CompletableFuture<Boolean> tell(int host, ByteBuffer message) {
        return of(Channels.ofHost(host)).tell(host, message).thenApply(hosts -> hosts > 0);
    }

    private Link of(byte[] channel) {
        return links.get(Channels.engineOf(channel, links.size()));
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                new Figure("mooring.engine.count", "Engines that connect this host to others", false, links::size),
                new Figure(
                        "mooring.engine.up",
                        "Of those, how many can be used now",
                        false,
                        () -> links.stream().filter(Link::isUp).count()),
                new Figure(
                        "mooring.engine.published",
                        "Messages handed to engines",
                        true,
                        () -> links.stream().mapToLong(Link::published).sum()),
                new Figure(
                        "mooring.engine.channels",
                        "Channels the engines hold for this host",
                        false,
                        () -> links.stream().mapToLong(Link::channels).sum()),
                new Figure(
                        "mooring.engine.delay.microseconds",
                        "The last heartbeat's way through the slowest engine",
                        false,
                        () -> links.stream().mapToLong(Link::delay).max().orElse(0) / 1_000));
    }

    @Override
    public void close() {
        pulse.shutdownNow();
        links.forEach(Link::close);
    }
}
