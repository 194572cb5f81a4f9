package dev.mooring.server.connection;

import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.server.MessageType;
import dev.mooring.server.SendResult;
import io.netty.util.internal.PlatformDependent;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What other threads give a loop to do: sends, closes, tasks, in the order in which each thread gave them.
 *
 * <p>All methods but the constructor may be called from any thread. The loop is woken once for all that has come by the time
 * it looks. What waits is bounded per loop, in count and in bytes, and charged to the memory for queues; a send beyond that
 * takes nothing and answers FULL. Cost of a send: a copy of the payload, {@link MeasuredCosts#HELD_HANDED_OVER} while it
 * waits, five atomic operations, and a wake-up of the loop if it sleeps.
 */
final class HandOver implements LoopWork.Source {
    /** Per loop; a loop does so many in some milliseconds. */
    static final int MAX_SENDS = 1 << 14;

    /** Of the memory for queues, for each loop. */
    private static final int SHARE = 4;

    private static final long FIXED = MeasuredCosts.HELD_HANDED_OVER.count();
    /** In one turn; what is left waits until the loop has looked at its sockets. */
    private static final int BATCH = 1_024;

    private final ConnectionLoop loop;
    private final MemoryPool memory;
    private final Queue<Item> items = PlatformDependent.newMpscQueue();
    /** Those that answered FULL to another thread since the loop looked last. */
    private final Set<Waiting> full = ConcurrentHashMap.newKeySet();

    private final LoopWork work;
    private final AtomicInteger sends = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    HandOver(ConnectionLoop loop) {
        this.loop = loop;
        this.memory = loop.budget.queues;
        this.work = loop.work(this);
    }

    /** As {@link dev.mooring.server.WebSocket#send(MessageType, ByteBuffer)} promises to other threads. */
    SendResult send(Connection connection, MessageType type, ByteBuffer payload) {
        if (!connection.open()) {
            return SendResult.CLOSED;
        }
        int length = payload.remaining();
        if (!memory.couldHold(cost(length))) {
            throw new IllegalArgumentException("payload=" + length
                    + " bytes is more than the memory for queues; raise the buffer budget or send it in parts");
        }
        if (connection.full() || !take(length)) {
            full.add(new Waiting(connection));
            return work.wake() ? SendResult.FULL : SendResult.CLOSED;
        }
        boolean given = false;
        try {
            byte[] copy = new byte[length];
            payload.get(payload.position(), copy);
            given = items.offer(new Send(connection, type, copy));
        } finally {
            if (!given) {
                release(length);
            }
        }
        payload.position(payload.limit());
        return work.wake() ? SendResult.QUEUED : SendResult.CLOSED;
    }

    /** Closes the connection, behind what the calling thread has sent. */
    void close(Connection connection, int code, String reason) {
        if (connection.open()) {
            give(new Close(connection, code, reason));
        }
    }

    /** Runs a task on the loop, behind what the calling thread has sent. */
    void execute(Runnable task) {
        give(new Task(task));
    }

    private void give(Item item) {
        items.offer(item);
        boolean _ = work.wake();
    }

    private boolean take(int length) {
        long cost = cost(length);
        boolean one = sends.incrementAndGet() <= MAX_SENDS;
        long before = bytes.getAndAdd(cost);
        // One that is longer than the share goes alone.
        boolean few = before == 0 || before + cost <= memory.limit() / SHARE;
        boolean room = one && few && memory.hasRoom(cost);
        boolean charged = memory.charge(cost);
        if (room && charged) {
            return true;
        }
        release(length);
        return false;
    }

    private boolean hasRoom() {
        return sends.get() <= MAX_SENDS / 2 && bytes.get() <= memory.limit() / SHARE / 2;
    }

    private void release(int length) {
        sends.decrementAndGet();
        bytes.addAndGet(-cost(length));
        memory.release(cost(length));
    }

    private static long cost(int length) {
        return FIXED + ((length + 7L) & -8L);
    }

    @Override
    public boolean waiting() {
        return !items.isEmpty() || !full.isEmpty();
    }

    @Override
    public void work() {
        Connection corked = null;
        try {
            for (int done = 0; done < BATCH; done++) {
                Item item = items.poll();
                if (item == null) {
                    break;
                }
                if (item instanceof Send send && !send.connection.is(corked)) {
                    corked = send.connection;
                    loop.writer.cork(corked);
                }
                perform(item);
            }
        } finally {
            loop.writer.uncork();
        }
        tellThoseWhoWereFull();
    }

    /** What was answered QUEUED ends with its connection; a task has no loop to run on any more. */
    @Override
    public void abandon() {
        for (Item item = items.poll(); item != null; item = items.poll()) {
            if (item instanceof Send send) {
                release(send.payload.length);
            }
        }
        full.clear();
    }

    /** Who was told that there is too much is told that there is room again once there is. */
    private void tellThoseWhoWereFull() {
        for (Iterator<Waiting> each = full.iterator(); hasRoom() && each.hasNext(); ) {
            Connection connection = each.next().connection;
            each.remove();
            loop.full.answered(connection);
            loop.full.drained(connection);
        }
    }

    private void perform(Item item) {
        switch (item) {
            case Send(Connection connection, MessageType type, byte[] payload) -> {
                release(payload.length);
                connection.sendHandedOver(type, payload);
            }
            case Close(Connection connection, int code, String reason) -> connection.closeHandedOver(code, reason);
            case Task(Runnable task) -> {
                try {
                    task.run();
                } catch (RuntimeException | Error thrown) {
                    loop.warn("a task of the application threw", thrown);
                }
            }
        }
    }

    /** Its connection, and no other that has the same descriptor later, as equal connections may. */
    private record Waiting(Connection connection) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Waiting waiting && connection.is(waiting.connection);
        }

        @Override
        public int hashCode() {
            return connection.intValue();
        }
    }

    private sealed interface Item {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Send(Connection connection, MessageType type, byte[] payload) implements Item {}

    private record Close(Connection connection, int code, String reason) implements Item {}

    private record Task(Runnable task) implements Item {}
}
