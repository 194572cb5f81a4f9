package dev.mooring.server.admin;

import dev.mooring.server.CloseCode;
import dev.mooring.server.MessageType;
import dev.mooring.server.metrics.RefusalReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * A server that only counts: each time its uptime is asked, one second of its life has passed.
 *
 * <p>Connections arrive fast at first and slower near the cap, some end, pings follow the open ones. The seed fixes it
 * all, so pictures and tests of the page repeat.
 */
final class MovingServer extends MadeServer {
    static final int MAX_CONNECTIONS = 600_000;
    private static final int PING_INTERVAL_SECONDS = 100;

    private final Random random;
    private long seconds;

    MovingServer(long seed, int open) {
        random = new Random(seed);
        counters.accepted.add(open);
        counters.upgraded.add(open);
    }

    @Override
    public int maxConnections() {
        return MAX_CONNECTIONS;
    }

    @Override
    public boolean proxyHeaderRequired() {
        return false;
    }

    @Override
    public synchronized Duration uptime() {
        seconds++;
        liveOneSecond();
        return Duration.ofSeconds(seconds);
    }

    @Override
    public int eventLoops() {
        return 4;
    }

    @Override
    public List<Duration> silences() {
        return List.of(Duration.ZERO, Duration.ZERO);
    }

    @Override
    public CompletableFuture<Integer> broadcast(MessageType type, byte[] payload) {
        counters.messagesSent.add(counters.open());
        return CompletableFuture.completedFuture((int) counters.open());
    }

    @Override
    public boolean move(int connections, Duration window) {
        return false;
    }

    @Override
    public Optional<Duration> drain(Duration window) {
        phase = Phase.DRAINING;
        return Optional.empty();
    }

    private void liveOneSecond() {
        long open = counters.open();
        int arriving = (int) Math.min(MAX_CONNECTIONS - open, 1_900 + random.nextInt(240));
        counters.accepted.add(arriving + 12L);
        counters.upgraded.add(arriving);
        refuse(RefusalReason.BAD_REQUEST, random.nextInt(4));
        refuse(RefusalReason.CAPACITY, open + arriving >= MAX_CONNECTIONS ? 40 : 0);
        end(CloseCode.GOING_AWAY, 60 + random.nextInt(30));
        end(CloseCode.NORMAL, 20 + random.nextInt(10));
        end(CloseCode.ABNORMAL, 8 + random.nextInt(8));
        keepAlive(open);
        counters.messagesReceived.add(140 + random.nextInt(60));
        counters.messagesSent.add(160 + random.nextInt(60));
        publish();
        counters.queuedBytes.add(random.nextInt(4096) - counters.queuedBytes.sum() / 2);
    }

    private void publish() {
        int messages = 3 + random.nextInt(6);
        counters.published.add(messages);
        counters.delivered.add(messages * 2_000L);
        for (int i = 0; i < messages; i++) {
            counters.deliveryLag.add(4_000_000 + random.nextInt(3_000_000));
        }
        counters.undelivered.add(random.nextInt(3));
        counters.topics.add(random.nextInt(5) - 2);
        counters.subscriptions.add(random.nextInt(2_000));
    }

    private void keepAlive(long open) {
        long pings = open / PING_INTERVAL_SECONDS + random.nextInt(20);
        int silent = random.nextInt(6);
        counters.pingsSent.add(pings);
        counters.pongsReceived.add(pings - silent);
        counters.pingTimeouts.add(silent);
        end(CloseCode.ABNORMAL, silent);
    }

    private void refuse(RefusalReason reason, int times) {
        for (int i = 0; i < times; i++) {
            counters.refused(reason);
        }
    }

    private void end(int code, int times) {
        for (int i = 0; i < times; i++) {
            counters.closed(code);
        }
    }
}
