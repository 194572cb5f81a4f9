package dev.mooring.loadgenerator.report;

import dev.mooring.loadgenerator.connection.FailureReason;
import dev.mooring.loadgenerator.measure.Totals;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the run did what was asked: every connection open at the end of the hold, none lost unexpectedly, every echo
 * right.
 *
 * @param problems one sentence each; none when it did
 */
public record Verdict(List<String> problems) {
    public Verdict {
        problems = List.copyOf(problems);
    }

    public static Verdict of(SwarmPlan plan, Outcome outcome) {
        List<String> problems = new ArrayList<>();
        Totals held = outcome.held();
        long expectedOpen = plan.connections() - (plan.reconnect() ? 0 : held.moved());
        if (held.open() < expectedOpen) {
            problems.add(Figures.count(expectedOpen - held.open()) + " of " + Figures.count(plan.connections())
                    + " connections were not open at the end of the hold.");
        }
        if (held.lostCount() > 0) {
            problems.add(Figures.count(held.lostCount()) + " open connections were lost unexpectedly.");
        }
        if (held.wrongEchoes() > 0) {
            problems.add(Figures.count(held.wrongEchoes()) + " echoes differed from the message sent.");
        }
        if (plan.echo().connections() > 0 && held.echoes() == 0) {
            problems.add("No message was echoed; check that the path names an echo handler.");
        }
        addReasons(held.refused(), "refused with", problems);
        addReasons(held.failed(), "failed:", problems);
        return new Verdict(plan.reconnect() && problems.size() == reasons(held) ? List.of() : problems);
    }

    public boolean passed() {
        return problems.isEmpty();
    }

    private static int reasons(Totals held) {
        return held.refused().size() + held.failed().size();
    }

    private static void addReasons(Map<String, Long> tally, String verb, List<String> problems) {
        tally.forEach((reason, count) ->
                problems.add(Figures.count(count) + " attempts " + verb + " " + reason + "." + remedy(reason)));
    }

    private static String remedy(String reason) {
        for (FailureReason known : FailureReason.values()) {
            if (known.label().equals(reason)) {
                return " Remedy: " + known.remedy() + ".";
            }
        }
        return "";
    }
}
