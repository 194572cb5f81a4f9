package dev.mooring.server.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.MessageType;
import dev.mooring.server.connection.Connection;
import dev.mooring.server.conversation.Script.Last;
import dev.mooring.server.metrics.ConnectionCounts;
import dev.mooring.server.metrics.HandshakeFailure;
import dev.mooring.server.metrics.RefusalReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Conversations one after another, some dozens at a time, on one loop. */
final class Conversations implements AutoCloseable {
    private static final int MAX_AT_A_TIME = 60;
    private static final int MIN_AT_A_TIME = 20;
    private static final int BETWEEN_SETTLEMENTS = 1_000;
    private static final int BETWEEN_DISTURBANCES = 8;
    private static final Duration STEP = Duration.ofNanos(200_000);
    /** Turns of the loop after which it must have found nothing to do, if no client says more. */
    private static final int TURNS_TO_REST = 2_000;

    private static final long HANG_GUARD = TimeUnit.MINUTES.toNanos(2);

    private final long seed;
    private final Random random;
    private final PlayfulHandler handler;
    private final SteppedLoop loop;
    private final List<Client> alive = new ArrayList<>();
    private final List<Hearing> unsettled = new ArrayList<>();
    private final Map<String, Long> toldByCode = new TreeMap<>();
    private CompletableFuture<Integer> broadcast = CompletableFuture.completedFuture(0);
    private long started;
    private long upgraded;
    private long refused;
    private long left;
    private long reset;
    private long touches;
    private int failures;

    Conversations(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.handler = new PlayfulHandler(seed);
        this.loop = new SteppedLoop(handler, this::fails);
    }

    /** Has so many conversations, and checks the counters after each thousand. */
    void run(int count) {
        try {
            while (started < count) {
                converse((int) Math.min(count, started + BETWEEN_SETTLEMENTS));
                settle();
            }
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError(
                    "seed " + seed + ", after " + started + " conversations: " + failed.getMessage(), failed);
        }
    }

    /** What was tried, for a look whether the generator does what it is for. */
    String summary() {
        return started + " conversations, " + upgraded + " upgraded, " + refused + " refused, " + failures
                + " failed writes, " + loop.epoll().events() + " events for " + touches + " touches, "
                + loop.counters().pingsSent.sum() + " pings, closed " + toldByCode;
    }

    @Override
    public void close() {
        loop.close();
    }

    private void converse(int until) {
        int atATime = MIN_AT_A_TIME + random.nextInt(MAX_AT_A_TIME - MIN_AT_A_TIME);
        long moved = System.nanoTime();
        for (long round = 0; started < until || !alive.isEmpty(); round++) {
            while (started < until && alive.size() < atATime) {
                begin();
            }
            if (round % BETWEEN_DISTURBANCES == 0) {
                disturb(round);
            }
            if (round()) {
                moved = System.nanoTime();
            } else {
                assertTrue(System.nanoTime() - moved < HANG_GUARD, () -> "no conversation goes on: " + hung());
            }
        }
    }

    private void begin() {
        Client client = new Client(new Hearing(ScriptWriter.write(Math.toIntExact(started++), seed)), loop);
        handler.expect(client);
        alive.add(client);
        unsettled.add(client.hearing());
    }

    /** Each client once, in any order; the loop turns after some of them, so that it finds several at a time. */
    private boolean round() {
        boolean moved = false;
        Collections.shuffle(alive, random);
        for (Client client : alive) {
            if (client.step()) {
                moved = true;
                loop.pass(STEP);
            }
            if (random.nextInt(3) > 0) {
                turn();
            }
        }
        turn();
        alive.removeIf(this::hasEnded);
        return moved;
    }

    private boolean hasEnded(Client client) {
        if (client.ended()) {
            touches += client.touches();
        }
        return client.ended();
    }

    /** A write that fails, a message to all, a rest. */
    private void disturb(long round) {
        loop.epoll().failNext(random.nextInt(4) > 0);
        if (random.nextInt(16) == 0 && broadcast.isDone()) {
            loop.epoll().failNext(false);
            byte[] text = Payloads.utf8("broadcast " + round + (round % 3 == 0 ? " to all".repeat(50) : ""));
            loop.execute(() -> handler.noteToAll(text));
            broadcast = loop.broadcast().send(MessageType.TEXT, text);
            turn();
        }
        if (random.nextInt(8) == 0) {
            rest();
        }
    }

    /** Nobody says anything: soon the loop finds nothing to do, where a connection that spins would keep it busy. */
    private void rest() {
        int busy = 0;
        while (turn() > 0) {
            busy++;
            assertTrue(busy < TURNS_TO_REST, "the loop spins: it is busy and nobody says anything");
        }
        assertEquals(handler.open(), loop.counters().connections().open(), "open, by the handler and by the counters");
        assertEquals(handler.open(), loop.admission().open(), "open, by the handler and by the cap");
    }

    private long turn() {
        long events = loop.turn();
        handler.check();
        return events;
    }

    private void settle() {
        loop.epoll().failNext(false);
        long start = System.nanoTime();
        while (loop.admission().open() > 0 || loop.counters().connections().inHandshake() > 0) {
            turn();
            assertTrue(
                    System.nanoTime() - start < HANG_GUARD,
                    () -> "not ended: " + loop.admission().open() + " open");
        }
        rest();
        loop.pass(SteppedLoop.KEEPALIVE);
        turn();
        unsettled.forEach(this::settle);
        unsettled.clear();
        count();
    }

    private void settle(Hearing hearing) {
        hearing.settled();
        if (hearing.hasOpened()) {
            upgraded++;
            toldByCode.merge(hearing.told() > 1015 ? "other" : Integer.toString(hearing.told()), 1L, Long::sum);
        } else if (hearing.script().ending().status() > 0) {
            refused++;
        } else if (hearing.script().ending().last() == Last.RESET) {
            reset++;
        } else {
            left++;
        }
    }

    private void count() {
        ConnectionCounts counts = loop.counters().connections();
        assertEquals(started, counts.accepted(), "accepted");
        assertEquals(upgraded, counts.upgraded(), "upgraded");
        assertEquals(toldByCode, counts.closed(), "closed by code");
        assertEquals(refused, counts.refused().get(RefusalReason.BAD_REQUEST), "refused");
        assertEquals(left, counts.failed().get(HandshakeFailure.GONE), "left before the end of the request");
        assertEquals(reset, counts.failed().get(HandshakeFailure.RESET), "reset before the end of the request");
        assertEquals(0, counts.inHandshake(), "in handshake, refused or failed for another reason");
        assertEquals(0, loop.counters().queuedBytes.sum(), "bytes that nobody waits for");
        assertEquals(0, loop.turn(), "events when everybody has left");
        long events = loop.epoll().events();
        assertTrue(events <= touches, () -> "the loop spins: " + events + " events for " + touches + " touches");
    }

    private void fails(Connection lost, @Nullable Connection handled) {
        failures++;
        handler.loosen(lost, handled);
    }

    private String hung() {
        List<String> hung = new ArrayList<>();
        for (Client client : alive) {
            hung.add(client.hearing().failure("hangs").getMessage());
        }
        return String.join("\n", hung);
    }
}
