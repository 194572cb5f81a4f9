package dev.mooring.hostagent.lifecycle;

import dev.mooring.capacity.Balance;
import dev.mooring.capacity.BalanceHistory;
import dev.mooring.hostagent.aws.FleetLoad;
import dev.mooring.hostagent.server.Fill;
import dev.mooring.hostagent.server.ServerAdmin;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends connections of a host that holds more than the others to those, a round a minute.
 *
 * <p>Whatever fails is left for the next round: a host that cannot move serves as well.
 */
public final class Mover {
    private static final Logger LOG = LoggerFactory.getLogger("mooring-agent");

    private final BalanceHistory history = new BalanceHistory();
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
            history.holds(fill.open(), now);
            Optional<Balance.Told> told = load.read(now);
            if (told.isPresent()) {
                round(fill, told.get());
            }
        } catch (IOException | SdkException failed) {
            LOG.warn("no connections are moved this minute: {}", failed.toString());
        }
    }

    private void round(Fill fill, Balance.Told told) throws IOException, InterruptedException {
        BalanceHistory.Host host = new BalanceHistory.Host(
                fill.open(), fill.rotation() == Fill.Rotation.MOVING, announces && !fill.away());
        OptionalLong closed = history.round(new Balance(fill.cap(), pace), host, told);
        if (closed.isPresent()) {
            server.move(closed.getAsLong(), Balance.ROUND);
            history.sentAway(closed.getAsLong());
            LOG.info("sends {} of {} connections to hosts that hold less: {}", closed.getAsLong(), fill.open(), told);
        }
    }
}
