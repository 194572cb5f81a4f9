package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.Limit;
import java.util.List;

/**
 * How many more connections a host holds as it stands.
 *
 * @param limits the limits that could be read, as further connections, nearest first; never empty
 */
public record Headroom(List<Limit> limits) {
    public Headroom {
        limits = List.copyOf(limits);
    }

    public Limit binding() {
        return limits.getFirst();
    }
}
