package dev.mooring.server.http;

import dev.mooring.capacity.unit.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the requests of a port hold that have not come whole, bounded in all.
 *
 * <p>When it is too much, the one that began first gives way, as with the memory of the connections: who never ends keeps
 * nobody out. Confined to the port's one thread. Cost: a map entry for a request under way.
 */
final class HeldBodies {
    private final Bytes most;
    private final Map<BoundedBody, Long> held = new LinkedHashMap<>();
    private long sum;

    /** @param most at least what one body may have */
    HeldBodies(Bytes most) {
        this.most = most;
    }

    /** A piece more of a request's body. Others may have to give way for it. */
    void hold(BoundedBody body, int bytes) {
        held.merge(body, (long) bytes, Long::sum);
        sum += bytes;
        while (sum > most.count() && held.size() > 1) {
            BoundedBody oldest = oldestBut(body);
            forget(oldest);
            oldest.giveWay();
        }
    }

    /** The request has come whole, or never will. */
    void forget(BoundedBody body) {
        Long bytes = held.remove(body);
        sum -= bytes == null ? 0 : bytes;
    }

    private BoundedBody oldestBut(BoundedBody body) {
        return held.keySet().stream()
                .filter(other -> !other.equals(body))
                .findFirst()
                .orElseThrow();
    }
}
