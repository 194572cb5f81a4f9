package dev.mooring.proof.roll;

import dev.mooring.proof.balancer.NodeStatus;
import dev.mooring.workbench.shipped.SwarmReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a roll did.
 *
 * @param departed the hosts that went, in order
 * @param arrived new connections from the first departure until all were held again, those that came back among them
 * @param open connections of those that hold theirs, at the end
 * @param front what sent the clients
 * @param held the clients that hold their connections
 * @param newcomers the clients that come and go
 */
public record RollFigures(
        RollPlan plan,
        List<Departed> departed,
        long arrived,
        long open,
        NodeStatus front,
        SwarmReport held,
        SwarmReport newcomers) {
    /**
     * How far above the planned pace any five seconds may be. Clients, servers and the load balancer share the processors of
     * one machine, and after a pause all catch up: a single second shows the machine, not the drain.
     */
    public static final double TOLERANCE = 1.5;

    public RollFigures {
        departed = List.copyOf(departed);
    }

    /** What is wrong, in sentences; none when nobody was refused, and who was moved was told. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        require(
                arrived >= plan.newcomers(),
                arrived + " connections came during the roll, fewer than " + plan.newcomers() + ".",
                problems);
        require(notOpened().isEmpty(), "Attempts were refused or failed: " + notOpened() + ".", problems);
        require(lost().isEmpty(), "Connections were lost: " + lost() + ".", problems);
        require(
                held.moved() >= plan.connections(),
                held.moved() + " connections were moved, fewer than are held.",
                problems);
        require(open == plan.connections(), open + " connections are held at the end.", problems);
        require(front.withoutTarget() == 0, front.withoutTarget() + " connections found no host.", problems);
        require(front.forgotten() == 0, front.forgotten() + " flows were forgotten.", problems);
        departed.forEach(host -> check(host, problems));
        return problems;
    }

    private static void check(Departed host, List<String> problems) {
        require(host.endedWell(), host.name() + " did not end well after its drain.", problems);
        require(
                host.admittedLate() > 0,
                host.name() + " admitted nobody after it was taken out, so its wait shows nothing.",
                problems);
        require(
                host.busiestFive() <= host.planned() * TOLERANCE,
                String.format(
                        Locale.ROOT,
                        "%s closed %.0f connections a second in its busiest five seconds, planned are %.0f.",
                        host.name(),
                        host.busiestFive(),
                        host.planned()),
                problems);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                """
                front            %7s  sends for %.1f s to a host that was taken out; then its drain takes %.1f s
                came             %,7d  new connections during the roll, at least %,d asked for
                refused, failed  %,7d
                moved            %,7d  times a connection was closed with 1012, and opened again on another host
                lost             %,7d
                held             %,7d  of %,d at the end, each with a ping answered
                """,
                plan.front(),
                plan.lag().toMillis() / 1e3,
                plan.drainWindow().toMillis() / 1e3,
                arrived,
                plan.newcomers(),
                sum(notOpened()),
                held.moved() + newcomers.moved(),
                sum(lost()),
                open,
                plan.connections()));
        for (Departed host : departed) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-16s %,7d  admitted after it was taken out; %,d held, closed at most %.0f/s in five seconds"
                            + " (%.0f/s planned)%n",
                    host.name(),
                    host.admittedLate(),
                    host.held(),
                    host.busiestFive(),
                    host.planned()));
        }
        return text.toString();
    }

    private Map<String, Long> notOpened() {
        return both(held.notOpened(), newcomers.notOpened());
    }

    private Map<String, Long> lost() {
        return both(held.lost(), newcomers.lost());
    }

    private static Map<String, Long> both(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sum = new TreeMap<>(one);
        other.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
        return sum;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void require(boolean holds, String otherwise, List<String> problems) {
        if (!holds) {
            problems.add(otherwise);
        }
    }
}
