package dev.mooring.server.connection;

import org.jspecify.annotations.Nullable;

/**
 * What one loop keeps of one kind, the oldest first. Everybody in it has the same time, so the oldest is the first due.
 *
 * <p>Not thread-safe. Every operation is O(1) and allocates nothing; the links are in the entries.
 */
final class HeldList<H extends Held> {
    private @Nullable H oldest;
    private @Nullable H newest;

    void add(H entry, long now) {
        entry.since = now;
        entry.older = newest;
        if (newest == null) {
            oldest = entry;
        } else {
            newest.newer = entry;
        }
        newest = entry;
    }

    /** Takes out an entry that is in the list. */
    void remove(H entry) {
        H before = of(entry.older);
        H after = of(entry.newer);
        if (before == null) {
            oldest = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.older = before;
        }
        entry.older = null;
        entry.newer = null;
    }

    /** Its time begins anew. */
    void renew(H entry, long now) {
        remove(entry);
        add(entry, now);
    }

    @Nullable
    H oldest() {
        return oldest;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private @Nullable H of(@Nullable Held entry) {
        return (H) entry;
    }
}
