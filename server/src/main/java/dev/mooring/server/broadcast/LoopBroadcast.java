package dev.mooring.server.broadcast;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.Delivery;
import dev.mooring.server.connection.SharedFrame;
import dev.mooring.server.fanout.MessageFrames;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * One message on its way to all connections of one loop, a slice at a time, of so many bytes at most, so that the loop goes
 * on with its other work: between two slices it reads whoever has something to say.
 *
 * <p>Confined to its loop. Cost: one system call and four bytes per connection while it lasts. When the memory for what
 * peers have not taken is used up, this waits: those who read make room, and those who do not are reset. Who still cannot
 * be served after the time that a slow reader has for the message is closed with 1008: nobody misses one unnoticed.
 */
final class LoopBroadcast implements Delivery {
    /** Deliveries in one turn of the loop, and bytes: each is some ten microseconds and the kernel's copy of it. */
    private static final int SLICE = 500;

    private static final Bytes SLICE_BYTES = Bytes.mebi(1);
    private static final Duration RETRY = Duration.ofMillis(10);

    private final ConnectionLoop loop;
    private final MessageFrames frames;
    /** How long it is, which is some more in an envelope. */
    private final SharedFrame plain;

    private final Deque<Connection> behind = new ArrayDeque<>();
    private final CompletableFuture<Integer> handed = new CompletableFuture<>();
    private final CompletableFuture<Integer> answer = new CompletableFuture<>();
    private Connection[] connections = {};
    private final int slice;
    private int next;
    private int taken;
    private int waiting;
    private long triesLeft;

    LoopBroadcast(ConnectionLoop loop, MessageFrames frames) {
        this.loop = loop;
        this.frames = frames;
        this.plain = frames.plain();
        this.slice = Math.clamp(SLICE_BYTES.count() / plain.length(), 1, SLICE);
    }

    /** Completes when the message has been written to or queued for every connection. */
    CompletableFuture<Integer> start() {
        try {
            loop.execute(() -> orFail(() -> {
                connections = loop.snapshot();
                triesLeft = loop.timeFor(plain).dividedBy(RETRY);
                slice();
            }));
        } catch (RuntimeException ended) {
            fail(ended);
        }
        return handed;
    }

    /** Completes with the number of connections whose kernel has taken the message. */
    CompletableFuture<Integer> answer() {
        return answer;
    }

    @Override
    public void settled(boolean wasTaken) {
        waiting--;
        taken += wasTaken ? 1 : 0;
        answerIfKnown();
    }

    private void slice() {
        int end = Math.min(connections.length, next + slice);
        while (next < end) {
            Connection connection = connections[next++];
            if (!offered(connection)) {
                behind.add(connection);
            }
        }
        if (next < connections.length) {
            // A timer that is due runs after the next read; a task would run before it, for up to a second of slices.
            later(this::slice, Duration.ZERO);
        } else {
            waitForThoseBehind();
        }
    }

    /** The same; a connection for which that throws ends, and the others go on. */
    private boolean offered(Connection connection) {
        try {
            return offer(connection);
        } catch (RuntimeException | Error broken) {
            connection.broken(broken);
            return true;
        }
    }

    /** Whether that is all there is to do for the connection. */
    private boolean offer(Connection connection) {
        if (!connection.open() || !MessageFrames.isFor(connection)) {
            return true;
        }
        SharedFrame frame = frames.frameFor(connection);
        if (frame == null) {
            loop.undelivered();
            return true;
        }
        switch (frame.offerTo(connection, this)) {
            case TAKEN -> taken++;
            case WAITS -> waiting++;
            case NO_ROOM -> {
                return false;
            }
            case GONE -> {}
        }
        return true;
    }

    /**
     * Goes on with those for whom there was no memory, a slice at a time like everybody else, and up to the first for whom
     * there still is none: what is not there for one is not there for the next.
     */
    private void waitForThoseBehind() {
        int served = 0;
        while (served < slice && !behind.isEmpty() && serve(behind.getFirst())) {
            behind.removeFirst();
            served++;
        }
        if (!behind.isEmpty()) {
            triesLeft -= served == slice ? 0 : 1;
            later(this::waitForThoseBehind, served == slice ? Duration.ZERO : RETRY);
            return;
        }
        connections = new Connection[0];
        handed.complete(taken);
        answerIfKnown();
        if (!answer.isDone()) {
            loop.later(() -> answer.complete(taken), loop.timeFor(plain), () -> answer.complete(taken));
        }
    }

    /** The same for one who is behind, and may have waited too long. */
    private boolean serve(Connection connection) {
        boolean served = offered(connection);
        if (!served && triesLeft <= 0) {
            connection.closeAsSlow();
            return true;
        }
        return served;
    }

    private void answerIfKnown() {
        if (waiting == 0 && handed.isDone()) {
            answer.complete(taken);
        }
    }

    private void later(Runnable step, Duration delay) {
        loop.later(() -> orFail(step), delay, () -> fail(Broadcast.ended()));
    }

    /** A step that throws is the last, and says so, for later broadcasts wait for this one; the loop logs it. */
    private void orFail(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error broken) {
            fail(broken);
            throw broken;
        }
    }

    private void fail(Throwable broken) {
        handed.completeExceptionally(broken);
        answer.completeExceptionally(broken);
    }
}
