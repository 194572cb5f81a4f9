package dev.mooring.hostagent.lifecycle;

import dev.mooring.capacity.Balance;
import dev.mooring.hostagent.aws.FleetLoad;
import dev.mooring.hostagent.server.Fill;
import dev.mooring.hostagent.server.ServerAdmin;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends connections of a host that holds more than the others to those, a round a minute. The first round closes nobody: the
 * load balancer is to have noticed that this host wants no new clients before the first one comes back.
 *
 * <p>What the others hold is known some minutes late, so it is compared with what this host held then, less whom it has closed
 * since: in a fleet that grows every host holds more now than the mean of that time.
 *
 * <p>Whatever fails is left for the next round: a host that cannot move serves as well.
 */
public final class Mover {
    private static final Logger LOG = LoggerFactory.getLogger("mooring-agent");

    /** Longer than anything is told late. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /** What this host held in each minute, less whom it has closed since. */
    private final NavigableMap<Instant, Long> held = new TreeMap<>();

    private final FleetLoad load;
    private final ServerAdmin server;
    private final Duration pace;
    private final boolean announces;
    private final InstantSource wallClock;

    /**
     * Moves nobody yet.
     *
     * @param pace over which all connections of a host may be closed
     * @param announces whether a load balancer asks before it sends
     * @param wallClock which CloudWatch's minutes go by
     */
    public Mover(FleetLoad load, ServerAdmin server, Duration pace, boolean announces, InstantSource wallClock) {
        this.load = load;
        this.server = server;
        this.pace = pace;
        this.announces = announces;
        this.wallClock = wallClock;
    }

    void round(Fill fill) throws InterruptedException {
        try {
            Instant now = wallClock.instant();
            held.headMap(now.minus(REMEMBERED)).clear();
            held.put(now.truncatedTo(ChronoUnit.MINUTES), fill.open());
            Optional<FleetLoad.Told> told = load.read(now);
            if (told.isEmpty() || !held.containsKey(told.get().minute())) {
                return;
            }
            boolean moving = fill.rotation() == Fill.Rotation.MOVING;
            long own = Math.min(fill.open(), held.getOrDefault(told.get().minute(), 0L));
            long surplus = new Balance(fill.cap(), pace).toMove(own, told.get().fleet(), moving);
            if (surplus > 0) {
                long closed = announces && !fill.away() ? 0 : surplus;
                server.move(closed, Balance.ROUND);
                held.replaceAll((_, count) -> count - closed);
                LOG.info("sends {} of {} connections to hosts that hold less: {}", closed, fill.open(), told.get());
            }
        } catch (IOException | SdkException failed) {
            LOG.warn("no connections are moved this minute: {}", failed.toString());
        }
    }
}
