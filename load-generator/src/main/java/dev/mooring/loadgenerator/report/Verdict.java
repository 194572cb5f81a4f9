package dev.mooring.loadgenerator.report;

import dev.mooring.loadgenerator.connection.FailureReason;
import dev.mooring.loadgenerator.measure.Deliveries;
import dev.mooring.loadgenerator.measure.Totals;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the run did what was asked: every connection open at the end of the hold, none lost unexpectedly, and from the
 * server all that no kernel sends in its place: the pings that were due, every echo, a Close for every Close. A run that
 * was ended early has not done what was asked, and is not judged.
 *
 * @param problems one sentence each; none when it did
 * @param judged whether the run came to the end of its hold
 */
public record Verdict(List<String> problems, boolean judged) {
    private static final int PASSED = 0;
    private static final int FAILED = 1;
    /** What a shell shows for a program that Ctrl-C has ended (128 + SIGINT). */
    private static final int INTERRUPTED = 130;

    public Verdict {
        problems = List.copyOf(problems);
    }

    public static Verdict of(SwarmPlan plan, Outcome outcome) {
        List<String> problems = new ArrayList<>();
        if (!outcome.interrupted()) {
            addWhatIsMissing(plan, outcome, problems);
        }
        addWhatWentWrong(outcome, problems);
        plan.traffic().delivery().publishing().ifPresent(_ -> addDeliveries(outcome, problems));
        boolean madeGood = plan.hold().reconnect() && problems.isEmpty();
        if (!madeGood) {
            addReasons(outcome.hold().totals().reasons().refused(), "refused with", problems);
            addReasons(outcome.hold().totals().reasons().failed(), "failed:", problems);
        }
        return new Verdict(problems, !outcome.interrupted());
    }

    public boolean passed() {
        return judged && problems.isEmpty();
    }

    public int exitCode() {
        return judged ? (passed() ? PASSED : FAILED) : INTERRUPTED;
    }

    /** One or two words. */
    public String text() {
        return judged ? (passed() ? "passed" : "failed") : "not judged (interrupted)";
    }

    /** What only a run that comes to its end can be asked for. */
    private static void addWhatIsMissing(SwarmPlan plan, Outcome outcome, List<String> problems) {
        Totals held = outcome.hold().totals();
        long expectedOpen = plan.ramp().connections()
                - (plan.hold().reconnect() ? 0 : held.connections().moved());
        if (held.open() < expectedOpen) {
            problems.add(Figures.count(expectedOpen - held.open()) + " of "
                    + Figures.count(plan.ramp().connections()) + " connections were not open at the end of the hold.");
        }
        if (plan.traffic().echo().connections() > 0 && held.frames().echoes() == 0) {
            problems.add("No message was echoed; check that the path names an echo handler.");
        }
        PingJudgement pings = PingJudgement.of(plan, outcome);
        if (pings.late() > 0) {
            problems.add("Pings that were due did not come: " + pings.text() + ".");
        }
        Totals end = outcome.end();
        if (end.unansweredCloses() > 0) {
            problems.add(Figures.count(end.unansweredCloses()) + " of " + Figures.count(end.closed())
                    + " Closes were not answered with a Close.");
        }
        if (end.frames().unansweredEchoes() > 0) {
            problems.add(Figures.count(end.frames().unansweredEchoes()) + " messages had no echo 10 s after the hold.");
        }
    }

    private static void addWhatWentWrong(Outcome outcome, List<String> problems) {
        if (outcome.end().lostCount() > 0) {
            problems.add(Figures.count(outcome.end().lostCount()) + " open connections were lost unexpectedly.");
        }
        if (outcome.end().frames().wrongEchoes() > 0) {
            problems.add(
                    Figures.count(outcome.end().frames().wrongEchoes()) + " echoes differed from the message sent.");
        }
    }

    private static void addDeliveries(Outcome outcome, List<String> problems) {
        Deliveries deliveries = outcome.end().deliveries();
        if (deliveries.published() == 0 && !outcome.interrupted()) {
            problems.add("No message was published; check push and push-key.");
        }
        if (deliveries.notPublished() > 0) {
            problems.add(Figures.count(deliveries.notPublished()) + " messages were not taken by the push port.");
        }
        if (deliveries.missing() > 0) {
            problems.add(Figures.count(deliveries.missing()) + " of " + Figures.count(deliveries.expected())
                    + " deliveries did not come; check that the topics are open to clients.");
        }
        if (deliveries.missing() < 0) {
            problems.add(Figures.count(-deliveries.missing()) + " deliveries came that were not expected.");
        }
        if (deliveries.duplicated() + deliveries.outOfOrder() > 0) {
            problems.add(Figures.count(deliveries.duplicated()) + " deliveries came again, and "
                    + Figures.count(deliveries.outOfOrder()) + " after a later message of their topic.");
        }
    }

    private static void addReasons(Map<String, Long> tally, String verb, List<String> problems) {
        tally.forEach((reason, count) ->
                problems.add(Figures.count(count) + " attempts " + verb + " " + reason + "." + remedy(reason)));
    }

    private static String remedy(String label) {
        return FailureReason.named(label)
                .map(reason -> " Remedy: " + reason.remedy() + ".")
                .orElse("");
    }
}
