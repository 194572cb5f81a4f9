package dev.mooring.loadgenerator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.loadgenerator.measure.Counters;
import dev.mooring.loadgenerator.measure.LoopHistograms;
import dev.mooring.loadgenerator.plan.DeliveryPlan;
import dev.mooring.loadgenerator.plan.EchoPlan;
import dev.mooring.loadgenerator.plan.Expectations;
import dev.mooring.loadgenerator.plan.HoldPlan;
import dev.mooring.loadgenerator.plan.ProcessPlan;
import dev.mooring.loadgenerator.plan.RampPlan;
import dev.mooring.loadgenerator.plan.Rate;
import dev.mooring.loadgenerator.plan.Sources;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.plan.Target;
import dev.mooring.loadgenerator.plan.TrafficPlan;
import dev.mooring.loadgenerator.run.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PingJudgementTest {
    private static final Optional<Duration> UNSAID = Optional.empty();
    private static final Optional<Duration> TEN_SECONDS = Optional.of(Duration.ofSeconds(10));

    private final Counters counters = new Counters();
    private final LoopHistograms histograms = new LoopHistograms();
    private Duration hold = Duration.ofSeconds(60);

    @Test
    void countsThePingsThatAreLateByMoreThanATenth() {
        ping(10_000);
        histograms.gap(10_900, true);
        assertEquals("none later than 11.0 s (a ping is expected every 10.0 s)", text(TEN_SECONDS));
        histograms.gap(11_100, true);
        histograms.gap(30_000, true);
        assertEquals(
                new PingJudgement(true, 2, "2 later than 11.0 s (a ping is expected every 10.0 s)"),
                PingJudgement.of(plan(TEN_SECONDS), outcome()));
    }

    @Test
    void doesNotJudgeAHoldInWhichNoPingCanBeLate() {
        hold = Duration.ofMillis(10_999);
        ping(5_000);
        assertEquals(
                new PingJudgement(
                        false,
                        0,
                        "not judged: the hold is shorter than 11.0 s, and only later is late (a ping is expected every"
                                + " 10.0 s)"),
                PingJudgement.of(plan(TEN_SECONDS), outcome()));
        assertEquals(
                "not judged: the hold is shorter than 16.0 s, and only later is late (a ping was seen every 5.0 s)",
                text(UNSAID));
        hold = Duration.ofSeconds(11);
        assertEquals("none later than 11.0 s (a ping is expected every 10.0 s)", text(TEN_SECONDS));
    }

    @Test
    void failsARunWithoutAnyOfThePingsThatWereDue() {
        histograms.gap(15_700, true);
        assertEquals(
                List.of("Pings that were due did not come: 1 later than 11.0 s (a ping is expected every 10.0 s)."),
                Verdict.of(plan(TEN_SECONDS), outcome()).problems());
    }

    @Test
    void doesNotJudgeAHoldInWhichNoPingWasDue() {
        histograms.gap(9_000, true);
        assertEquals("not judged: no ping was due in the hold", text(TEN_SECONDS));
    }

    @Test
    void knowsNoIntervalBeforeItHasSeenOne() {
        histograms.gap(15_700, true);
        assertEquals(
                "not judged: no ping was due in the hold as far as is known; --expect-ping names the interval",
                text(UNSAID));
    }

    @Test
    void takesThreeTimesTheIntervalSeenForTheEndOfPings() {
        for (int i = 0; i < 9; i++) {
            ping(2_000);
        }
        histograms.gap(6_900, true);
        assertEquals("none later than 7.0 s (a ping was seen every 2.0 s)", text(UNSAID));
        histograms.gap(11_000, true);
        assertEquals("1 later than 7.0 s (a ping was seen every 2.0 s)", text(UNSAID));
    }

    @Test
    void takesNoMessageOfTheServerForAMissingPing() {
        ping(2_000);
        histograms.gap(30_000, true);
        counters.messages.increment();
        assertEquals(
                "not judged: the server sent messages, which may stand for pings; --expect-ping judges all the same",
                text(UNSAID));
        assertEquals("1 later than 11.0 s (a ping is expected every 10.0 s)", text(TEN_SECONDS));
    }

    @Test
    void expectsNoPingOnConnectionsThatTalk() {
        histograms.gap(60_000, false);
        assertEquals("not judged: no open connection only listened", text(TEN_SECONDS));
    }

    private void ping(long millis) {
        counters.pings.increment();
        histograms.pinged(millis);
        histograms.gap(millis, true);
    }

    private String text(Optional<Duration> interval) {
        return PingJudgement.of(plan(interval), outcome()).text();
    }

    private Outcome outcome() {
        counters.opened.increment();
        return new Outcome(
                new Outcome.Ramp(Duration.ofSeconds(2), 600, counters.totals()),
                new Outcome.Hold(hold, counters.totals()),
                counters.totals(),
                histograms.measurement(),
                List.of(),
                false);
    }

    private static SwarmPlan plan(Optional<Duration> interval) {
        return new SwarmPlan(
                Target.parse("ws://127.0.0.1:8080"),
                new RampPlan(1, Rate.parse("rate", "5/s"), Duration.ofSeconds(10), Sources.none()),
                new HoldPlan(Duration.ZERO, Duration.ofSeconds(60), Optional.empty(), false),
                new TrafficPlan(true, EchoPlan.NONE, DeliveryPlan.NONE),
                new Expectations(Set.of(), interval),
                new ProcessPlan(1, 1));
    }
}
