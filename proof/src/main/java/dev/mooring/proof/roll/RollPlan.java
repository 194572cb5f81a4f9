package dev.mooring.proof.roll;

import dev.mooring.capacity.AwsLimits;
import dev.mooring.capacity.Front;
import dev.mooring.capacity.RollPace;
import dev.mooring.capacity.TimeoutLadder;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;

/**
 * A roll to rehearse.
 *
 * @param front what sends clients to the hosts
 * @param hosts that are replaced, one after the other
 * @param connections that they hold together
 * @param newcomers new connections that come meanwhile, at least
 * @param drainWindow over which a host closes its connections
 * @param speed how many of AWS's seconds pass in one
 */
public record RollPlan(Front front, int hosts, int connections, int newcomers, Duration drainWindow, int speed) {
    /** Each node of the load balancer has this many at most, of two descriptors each. */
    static final int FLOWS_PER_NODE = 8_000;

    /** A whole round of pings fits into a rehearsal; the load balancer's idle timeout is three of them. */
    static final Duration KEEPALIVE = Duration.ofSeconds(5);

    static final Duration IDLE_TIMEOUT = KEEPALIVE.multipliedBy(3);

    private static final int MAX_CONNECTIONS = 19_000;
    private static final int MAX_HOSTS = 9;
    private static final int MAX_SPEED = 20;

    /** More a second, and clients, load balancer and servers wait for each other on one machine. */
    private static final int MAX_NEWCOMERS_A_SECOND = 800;

    private static final Duration MIN_WINDOW = Duration.ofSeconds(1);

    /** More than everything beside the drains takes; the clients are told to end when all is done. */
    private static final Duration BESIDE_DRAIN = Duration.ofMinutes(10);

    public RollPlan {
        requireWithin("hosts", hosts, 1, MAX_HOSTS, "2 show a roll well");
        requireWithin("connections", connections, 1, MAX_CONNECTIONS, "5000 show a roll well");
        requireWithin("speed", speed, 1, MAX_SPEED, "4 shows a roll in minutes");
        if (drainWindow.compareTo(MIN_WINDOW) < 0) {
            throw RefusedException.of(
                    "drain-window",
                    DurationText.format(drainWindow),
                    "is less than",
                    DurationText.format(MIN_WINDOW),
                    "15s shows a roll well");
        }
        if (drainWindow.compareTo(AwsLimits.MAX_DEREGISTRATION) > 0) {
            throw RefusedException.of(
                    "drain-window",
                    DurationText.format(drainWindow),
                    "is more than",
                    DurationText.format(AwsLimits.MAX_DEREGISTRATION),
                    "15s shows a roll well");
        }
        long most = MAX_NEWCOMERS_A_SECOND * leaving(front, drainWindow, speed).toSeconds() * hosts;
        requireWithin("newcomers", newcomers, 1, most, "lower it, or the speed");
    }

    /** As the plan of a fleet has it, in this roll's seconds. */
    Duration lag() {
        return lag(front, speed);
    }

    /** New connections a second: they come while hosts leave, and while others join, so more come than are asked for. */
    int newcomersPerSecond() {
        return Math.toIntExact(
                Math.ceilDiv(newcomers, leaving(front, drainWindow, speed).toSeconds() * hosts));
    }

    /** Newcomers that are open at the same time: each stays for about a second. */
    int newcomersAtOnce() {
        return Math.max(20, newcomersPerSecond());
    }

    /** A time of AWS's in this roll's seconds. */
    Duration sped(Duration ofAws) {
        return ofAws.dividedBy(speed);
    }

    /** How long the clients hold: through all drains in any case. */
    Duration hold() {
        return BESIDE_DRAIN.plus(lag().plus(drainWindow)).multipliedBy(hosts);
    }

    int nodes() {
        return Math.ceilDiv(connections + 2 * newcomersAtOnce(), FLOWS_PER_NODE);
    }

    /** The server's own check asks for the shortest idle timeout of a real load balancer. */
    TimeoutLadder timeouts() {
        return TimeoutLadder.of(KEEPALIVE, KEEPALIVE, Duration.ofMinutes(1));
    }

    private static Duration leaving(Front front, Duration drainWindow, int speed) {
        return lag(front, speed).plus(drainWindow);
    }

    private static Duration lag(Front front, int speed) {
        RollPace pace = RollPace.of(MAX_CONNECTIONS);
        return (front == Front.NLB ? pace : pace.byName()).balancerLag().dividedBy(speed);
    }

    private static void requireWithin(String key, long value, long least, long most, String remedy) {
        if (value < least || value > most) {
            throw RefusedException.of(key, value, "is outside", least + "-" + most, remedy);
        }
    }
}
