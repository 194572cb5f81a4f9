package dev.mooring.server.token;

import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who waits for keys that are being fetched, and leaves nothing here when it waits no more: a fetch may take seconds, and many
 * clients come and go meanwhile. Thread-safe.
 */
@SuppressWarnings("UndefinedEquals") // a fetch is the same one or another
final class WaitingForKeys {
    private final int most;
    private final IdentityHashMap<CompletableFuture<Optional<KeySet>>, Set<Consumer<Optional<KeySet>>>> byFetch =
            new IdentityHashMap<>();
    private int waiting;

    WaitingForKeys(int most) {
        this.most = most;
    }

    /**
     * Has a task done with what a fetch brings; empty when it brings nothing.
     *
     * @param fetching asked when there is a place; does not throw
     * @return false, and nothing is done, when too many wait already
     */
    boolean add(Supplier<CompletableFuture<Optional<KeySet>>> fetching, Consumer<Optional<KeySet>> task) {
        synchronized (this) {
            if (waiting == most) {
                return false;
            }
            waiting++;
        }
        CompletableFuture<Optional<KeySet>> fetch = fetching.get();
        boolean first;
        synchronized (this) {
            first = !byFetch.containsKey(fetch);
            byFetch.computeIfAbsent(fetch, _ -> new LinkedHashSet<>()).add(task);
        }
        if (first) {
            var _ = fetch.exceptionally(_ -> Optional.empty()).thenAccept(keys -> over(fetch, keys));
        }
        return true;
    }

    /** It need not be done any more. */
    synchronized void remove(Consumer<Optional<KeySet>> task) {
        for (Set<Consumer<Optional<KeySet>>> tasks : byFetch.values()) {
            waiting -= tasks.remove(task) ? 1 : 0;
        }
    }

    synchronized int count() {
        return waiting;
    }

    private void over(CompletableFuture<Optional<KeySet>> fetch, Optional<KeySet> keys) {
        Set<Consumer<Optional<KeySet>>> tasks;
        synchronized (this) {
            tasks = byFetch.remove(fetch);
            waiting -= tasks == null ? 0 : tasks.size();
        }
        if (tasks != null) {
            tasks.forEach(task -> task.accept(keys));
        }
    }
}
