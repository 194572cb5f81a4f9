package dev.mooring.proof.roll;

import dev.mooring.proof.balancer.NodeStatus;
import dev.mooring.workbench.shipped.SwarmReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a roll did.
 *
 * @param endedWell whether the leaving server ended by itself, with exit code 0
 * @param held connections of the new host at the end
 * @param answered pongs that the new host received after the last connection came back
 * @param took from the drain's begin until all were held again
 * @param busiestSecond the most that came back a second, in any second
 * @param busiestFive the same, in any five
 */
public record RollFigures(
        RollPlan plan,
        boolean endedWell,
        long held,
        long answered,
        Duration took,
        double busiestSecond,
        double busiestFive,
        NodeStatus balancer,
        SwarmReport swarm) {
    /**
     * How far above the planned pace any five seconds may be. Clients, both servers and the load balancer share the
     * processors of one machine, and after a pause all catch up: a single second shows the machine, not the drain.
     * Closed within one second, 10,000 connections came back at 1,932 a second over five, nearly three times the 667.
     */
    public static final double TOLERANCE = 1.5;

    /** What is wrong, in sentences; none when nothing but the moved connections ended, and they came back in time. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        require(endedWell, "The leaving server did not end well after its drain.", problems);
        require(held == plan.connections(), held + " connections are held on the new host.", problems);
        require(swarm.moved() == plan.connections(), swarm.moved() + " connections were moved.", problems);
        require(swarm.lost().isEmpty(), "Connections were lost: " + swarm.lost() + ".", problems);
        require(swarm.notOpened().isEmpty(), "Attempts failed: " + swarm.notOpened() + ".", problems);
        require(balancer.forgotten() == 0, balancer.forgotten() + " flows were forgotten.", problems);
        require(
                busiestFive <= plan.pace() * TOLERANCE,
                String.format(
                        Locale.ROOT,
                        "%.0f connections a second came back in the busiest five seconds, planned are %.0f.",
                        busiestFive,
                        plan.pace()),
                problems);
        return problems;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                """
                moved            %,7d  of %,d, each closed with 1012 and open again on the other host
                lost             %,7d
                not opened       %,7d  attempts refused or failed
                held again       %,7d  after %.1f s; drain window %.1f s
                pace of return   %,7.0f/s planned, connections / drain window
                                 %,7.0f/s in the busiest five seconds, at most %,.0f/s
                                 %,7.0f/s in the busiest second
                pings answered   %,7d  on the new host after the last came back
                load balancer    %,7d  flows opened, %,d forgotten, %,d reset
                """,
                swarm.moved(),
                plan.connections(),
                swarm.lostCount(),
                swarm.notOpened().values().stream().mapToLong(Long::longValue).sum(),
                held,
                took.toMillis() / 1e3,
                plan.drainWindow().toMillis() / 1e3,
                plan.pace(),
                busiestFive,
                plan.pace() * TOLERANCE,
                busiestSecond,
                answered,
                balancer.opened(),
                balancer.forgotten(),
                balancer.resets());
    }

    private static void require(boolean holds, String otherwise, List<String> problems) {
        if (!holds) {
            problems.add(otherwise);
        }
    }
}
