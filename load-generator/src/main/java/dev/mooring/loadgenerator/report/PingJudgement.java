package dev.mooring.loadgenerator.report;

import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.run.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Whether the pings came that were due on the connections that only listened.
 *
 * @param late how many times one of them was longer without a ping than it may be
 * @param text the judgement, or why there is none
 */
record PingJudgement(boolean judged, long late, String text) {
    private static final Duration MIN_SLACK = Duration.ofSeconds(1);
    private static final int SLACK_DIVISOR = 10;
    /** Servers ping early where it suits them: an interval seen may be half of the one that is allowed. */
    private static final int INTERVALS_SEEN = 3;

    static PingJudgement of(SwarmPlan plan, Outcome outcome) {
        Histogram gaps = outcome.measurement().gapMillis();
        Histogram intervals = outcome.measurement().pingMillis();
        Optional<Duration> expected = plan.expected().pingInterval();
        if (gaps.getTotalCount() == 0) {
            return notJudged("no open connection only listened");
        }
        if (expected.isPresent()) {
            Duration limit = expected.get().plus(slack(expected.get()));
            return outcome.hold().totals().frames().pings() == 0 && gaps.getMaxValue() <= limit.toMillis()
                    ? notJudged("no ping was due in the hold")
                    : judged(outcome, limit, "a ping is expected every " + Figures.seconds(expected.get()));
        }
        if (intervals.getTotalCount() == 0) {
            return notJudged("no ping was due in the hold as far as is known; --expect-ping names the interval");
        }
        if (outcome.hold().totals().frames().messages() > 0) {
            return notJudged("the server sent messages, which may stand for pings; --expect-ping judges all the same");
        }
        Duration seen = Duration.ofMillis(intervals.getValueAtPercentile(50));
        return judged(
                outcome,
                seen.multipliedBy(INTERVALS_SEEN).plus(MIN_SLACK),
                "a ping was seen every " + Figures.seconds(seen));
    }

    private static Duration slack(Duration interval) {
        Duration part = interval.dividedBy(SLACK_DIVISOR);
        return part.compareTo(MIN_SLACK) > 0 ? part : MIN_SLACK;
    }

    /** In a hold that is shorter than the limit no ping can be late, so that none was late says nothing. */
    private static PingJudgement judged(Outcome outcome, Duration limit, String why) {
        Histogram gaps = outcome.measurement().gapMillis();
        long late = gaps.getMaxValue() <= limit.toMillis()
                ? 0
                : gaps.getCountBetweenValues(limit.toMillis() + 1, gaps.getMaxValue());
        if (late == 0 && outcome.hold().time().compareTo(limit) < 0) {
            return notJudged(
                    "the hold is shorter than " + Figures.seconds(limit) + ", and only later is late (" + why + ")");
        }
        return new PingJudgement(
                true,
                late,
                (late == 0 ? "none" : Figures.count(late)) + " later than " + Figures.seconds(limit) + " (" + why
                        + ")");
    }

    private static PingJudgement notJudged(String why) {
        return new PingJudgement(false, 0, "not judged: " + why);
    }
}
