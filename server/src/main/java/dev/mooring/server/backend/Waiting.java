package dev.mooring.server.backend;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The calls under way and those that wait, bounded in number and bytes. Not thread-safe.
 *
 * <p>Of one connection one event is under way and the others wait behind it. Ends are counted apart: they take turns with
 * the rest, and can wait while the circuit is open.
 */
final class Waiting {
    static final int MAX_CALLS = 64;
    static final int MAX_WAITING = 4096;
    static final int MAX_PER_CONNECTION = 16;
    static final int MAX_ENDS = 1 << 14;
    /** Bytes of all calls under way or waiting, without the ends. A longer one is taken when there is no other. */
    static final long MAX_BYTES = 8 << 20;

    /** By connection, what waits behind its event that is under way or ready. */
    private final Map<String, Queue<Call>> byConnection = new HashMap<>();
    /** Those that could be made at once, but for the number of calls, by connection. */
    private final LinkedHashMap<String, Call> ready = new LinkedHashMap<>();

    private final ArrayDeque<Call> readyEnds = new ArrayDeque<>();
    private int underWay;
    private int held;
    private long bytes;
    private int ends;
    private boolean endsTurn;

    /** Whether there was room for it. */
    boolean add(Call call) {
        Queue<Call> before = byConnection.get(call.headers().connection());
        boolean room = call.end()
                ? ends < MAX_ENDS
                : held - underWay < MAX_WAITING
                        && (bytes == 0 || bytes + call.cost() <= MAX_BYTES)
                        && (before == null || before.size() < MAX_PER_CONNECTION);
        if (!room) {
            return false;
        }
        count(call, 1);
        if (before == null) {
            byConnection.put(call.headers().connection(), new ArrayDeque<>(2));
            ready(call);
        } else {
            before.add(call);
        }
        return true;
    }

    /** The next call, if there is one and not too many are under way. */
    @Nullable
    Call next(boolean endsToo) {
        if (underWay == MAX_CALLS) {
            return null;
        }
        boolean end = endsToo && !readyEnds.isEmpty() && (endsTurn || ready.isEmpty());
        Call next = end ? readyEnds.poll() : first(ready.pollFirstEntry());
        if (next != null) {
            endsTurn = !end;
            underWay++;
        }
        return next;
    }

    private static @Nullable Call first(Map.@Nullable Entry<String, Call> entry) {
        return entry == null ? null : entry.getValue();
    }

    /** It was made; the next of its connection may go. */
    void done(Call call) {
        underWay--;
        gone(call);
    }

    /**
     * Nobody wants the answer of a call that is no end: unless it is under way its place is free.
     *
     * @return whether it is now
     */
    boolean withdraw(Call call) {
        String connection = call.headers().connection();
        if (ready.remove(connection, call)) {
            gone(call);
            return true;
        }
        Queue<Call> behind = byConnection.get(connection);
        boolean waited = behind != null && behind.remove(call);
        if (waited) {
            count(call, -1);
        }
        return waited;
    }

    private void gone(Call call) {
        count(call, -1);
        String connection = call.headers().connection();
        Queue<Call> behind = byConnection.get(connection);
        Call next = behind == null ? null : behind.poll();
        if (next == null) {
            byConnection.remove(connection);
        } else {
            ready(next);
        }
    }

    /** It could not be made, and goes before all others of its kind. */
    void again(Call end) {
        underWay--;
        readyEnds.addFirst(end);
    }

    boolean isEmpty() {
        return held == 0 && ends == 0;
    }

    boolean hasEnds() {
        return !readyEnds.isEmpty();
    }

    int ends() {
        return ends;
    }

    int underWay() {
        return underWay;
    }

    int held() {
        return held + ends;
    }

    long bytes() {
        return bytes;
    }

    private void ready(Call call) {
        if (call.end()) {
            readyEnds.add(call);
        } else {
            ready.put(call.headers().connection(), call);
        }
    }

    private void count(Call call, int sign) {
        if (call.end()) {
            ends += sign;
        } else {
            held += sign;
            bytes += sign * call.cost();
        }
    }
}
