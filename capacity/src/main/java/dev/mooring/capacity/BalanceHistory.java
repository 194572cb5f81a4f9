package dev.mooring.capacity;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a host held in each of the last minutes, less whom it has sent away since. What the others hold is known some minutes
 * late, so it is compared with what this host held then: in a fleet that grows every host holds more now than the mean of that
 * time.
 *
 * <p>Used by one thread; keeps a number for each of ten minutes.
 */
public final class BalanceHistory {
    /** Longer than anything is told late. */
    private static final Duration REMEMBERED = Balance.Told.OLDEST.multipliedBy(2);

    private final NavigableMap<Instant, Long> held = new TreeMap<>();

    /**
     * How this host stands.
     *
     * @param open connections, now
     * @param moving whether it moved some within the last round
     * @param sentTo whether a load balancer that asks hosts still sends new clients here
     */
    public record Host(long open, boolean moving, boolean sentTo) {}

    /** Remembers what this host holds now. */
    public void holds(long open, Instant now) {
        held.headMap(now.minus(REMEMBERED)).clear();
        held.put(now.truncatedTo(ChronoUnit.MINUTES), open);
    }

    /**
     * How many to close within the next {@link Balance#ROUND}. The first round closes nobody where new clients are still sent:
     * the load balancer is to have noticed that this host wants none before the first one comes back.
     *
     * @return empty when there is no round to be had
     */
    public OptionalLong round(Balance balance, Host host, Balance.Told told) {
        Long then = held.get(told.minute());
        if (then == null) {
            return OptionalLong.empty();
        }
        long surplus = balance.toMove(Math.min(host.open(), then), told.fleet(), host.moving());
        return surplus == 0 ? OptionalLong.empty() : OptionalLong.of(host.sentTo() ? 0 : surplus);
    }

    /** So many have been asked to leave: they are no surplus of any minute any more. */
    public void sentAway(long connections) {
        held.replaceAll((_, count) -> count - connections);
    }
}
