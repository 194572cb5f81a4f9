package dev.mooring.proof.roll;

import dev.mooring.capacity.Recovery;
import dev.mooring.workbench.shipped.SwarmReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the loss of a host did.
 *
 * @param held connections of the host that was killed
 * @param back until all were held again
 * @param most connections that a host that was left had at any time
 * @param told what a host tells those whom it sends away at the end
 */
record KillFigures(KillPlan plan, long held, Duration back, long most, RetryAfters told, SwarmReport clients) {
    private static final double MILLIS = 1e3;

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        Recovery planned = plan.recovery();
        if (clients.lostCount() != held) {
            problems.add(
                    clients.lostCount() + " connections were lost, and " + held + " were on the host that was killed.");
        }
        if (back.compareTo(planned.within()) > 0) {
            problems.add(String.format(
                    Locale.ROOT,
                    "All were back after %.1f s, later than the plan's %.1f s.",
                    back.toMillis() / MILLIS,
                    planned.within().toMillis() / MILLIS));
        }
        if (most > plan.cap()) {
            problems.add("A host held " + most + " connections, more than its cap of " + plan.cap() + ".");
        }
        if (clients.longestPingGap().compareTo(KillPlan.MAX_GAP) > 0) {
            problems.add("A connection was " + clients.longestPingGap().toMillis() + " ms without a ping, longer than "
                    + KillPlan.MAX_GAP.toMillis() + ".");
        }
        if (told.most() > 0
                && (told.least() < Recovery.MIN_RETRY_AFTER.toSeconds()
                        || told.most() > Recovery.MAX_RETRY_AFTER.toSeconds()
                        || told.least() == told.most())) {
            problems.add("Clients were told to return after " + told.least() + " to " + told.most() + " s.");
        }
        return problems;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                """
                killed           %,7d  connections of one of three hosts that held %,d
                back             %7.1f  s after SIGKILL all were held again; the plan says %.1f s
                sent away        %,7d  times: %s
                most on a host   %,7d  of its cap of %,d
                longest silence  %7.1f  s without a ping, of those that stayed and of those that returned; pings every %.0f s
                Retry-After      %s
                """,
                held,
                plan.connections(),
                back.toMillis() / MILLIS,
                plan.recovery().within().toMillis() / MILLIS,
                clients.notOpenedCount(),
                clients.notOpened(),
                most,
                plan.cap(),
                clients.longestPingGap().toMillis() / MILLIS,
                KillPlan.KEEPALIVE.toMillis() / MILLIS,
                told.most() == 0
                        ? "the host was not full at the end"
                        : String.format(
                                Locale.ROOT,
                                "%7d  to %d s, %.1f s on average, of %d clients that a full host sent away",
                                told.least(),
                                told.most(),
                                told.mean(),
                                told.asked()));
    }
}
