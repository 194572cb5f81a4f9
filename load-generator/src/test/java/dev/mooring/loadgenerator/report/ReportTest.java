package dev.mooring.loadgenerator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.kernel.Machine;
import dev.mooring.capacity.kernel.Processor;
import dev.mooring.loadgenerator.measure.Counters;
import dev.mooring.loadgenerator.measure.LoopHistograms;
import dev.mooring.loadgenerator.measure.Totals;
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
import dev.mooring.loadgenerator.run.Phase;
import dev.mooring.loadgenerator.run.Sample;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Counters counters = new Counters();
    private final LoopHistograms histograms = new LoopHistograms();

    @Test
    void passesWhenEveryConnectionIsOpen() {
        open(10);
        assertEquals(List.of(), verdict(false, Set.of()));
    }

    @Test
    void failsWithTheReasonAndTheRemedy() {
        open(8);
        counters.refused(503);
        counters.failed("no local port left");
        assertEquals(
                List.of(
                        "2 of 10 connections were not open at the end of the hold.",
                        "1 attempts refused with HTTP 503.",
                        "1 attempts failed: no local port left. Remedy: give more --sources, more target ports,"
                                + " or widen net.ipv4.ip_local_port_range."),
                verdict(false, Set.of()));
    }

    @Test
    void forgivesAnExpectedClose() {
        open(10);
        move(4);
        assertEquals(List.of(), verdict(false, Set.of(1012)));
    }

    @Test
    void failsOnACloseThatWasNotExpected() {
        open(10);
        lose(4, "close 1012");
        assertEquals(
                List.of(
                        "4 of 10 connections were not open at the end of the hold.",
                        "4 open connections were lost unexpectedly."),
                verdict(false, Set.of()));
    }

    @Test
    void asksForEveryConnectionAgainWhenItReconnects() {
        open(10);
        move(4);
        assertEquals(List.of("4 of 10 connections were not open at the end of the hold."), verdict(true, Set.of(1012)));
        open(4);
        assertEquals(List.of(), verdict(true, Set.of(1012)));
    }

    @Test
    void forgivesRefusalsThatAReconnectMadeGood() {
        counters.refused(503);
        open(10);
        assertEquals(List.of(), verdict(true, Set.of()));
        assertEquals(List.of("1 attempts refused with HTTP 503."), verdict(false, Set.of()));
    }

    @Test
    void failsOnAWrongEcho() {
        open(10);
        counters.wrongEchoes.increment();
        assertEquals(List.of("1 echoes differed from the message sent."), verdict(false, Set.of()));
    }

    @Test
    void failsOnAnEchoThatStopped() {
        open(10);
        counters.unansweredEchoes.add(3);
        assertEquals(List.of("3 messages had no echo 10 s after the hold."), verdict(false, Set.of()));
    }

    @Test
    void failsOnAFrozenServerWhoseConnectionsAreAllOpen() {
        open(10);
        counters.unansweredCloses.add(2);
        counters.ended.add(10);
        assertEquals(
                List.of("2 of 10 Closes were not answered with a Close."),
                Verdict.of(plan(false, Set.of()), outcome(before(10), false)).problems());
    }

    @Test
    void failsOnConnectionsThatWereLostBeforeTheirClose() {
        open(10);
        Totals held = counters.totals();
        lose(4, "ended without Close");
        assertEquals(
                List.of("4 open connections were lost unexpectedly."),
                Verdict.of(plan(false, Set.of()), outcome(held, false)).problems());
    }

    @Test
    void judgesNoRunThatWasEndedEarly() {
        open(7);
        Verdict verdict = Verdict.of(plan(false, Set.of()), outcome(counters.totals(), true));
        assertEquals(List.of(), verdict.problems());
        assertFalse(verdict.passed());
        assertEquals("not judged (interrupted)", verdict.text());
        assertEquals(130, verdict.exitCode());
    }

    @Test
    void writesTheTable() throws Exception {
        open(10);
        for (int i = 1; i <= 10; i++) {
            histograms.connected(i * 1_000_000L);
            histograms.startDelayed(i * 10_000L);
            histograms.pinged(20_000 + i);
            histograms.gap(20_000 + i, true);
        }
        lose(1, "reset");
        SwarmPlan plan = plan(false, Set.of());
        assertEquals(golden("table.txt"), TextReport.of(plan, outcome(), Verdict.of(plan, outcome())));
    }

    @Test
    void saysHowManyTheServerMoved() {
        open(10);
        move(4);
        SwarmPlan plan = plan(true, Set.of(1012));
        String table = TextReport.of(plan, outcome(), Verdict.of(plan, outcome()));
        assertTrue(table.contains("moved              4 closed by the server as expected\n"), table);
        assertFalse(table.contains("lost"), table);
    }

    @Test
    void showsWhatTheServerMovedInTheLineOfProgress() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Progress progress = new Progress(new PrintStream(out, true, StandardCharsets.UTF_8), false, 10);
        open(10);
        move(4);
        progress.accept(new Sample(Duration.ofSeconds(5), Phase.HOLD, counters.totals()));
        assertEquals(
                "    5s hold   open 6 of 10  rate 2/s  not opened 0  lost 0  pings 0  moved 4\n",
                out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void writesALineEveryFiveSecondsWithoutATerminal() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Progress progress = new Progress(new PrintStream(out, true, StandardCharsets.UTF_8), false, 10);
        open(10);
        for (int tenth = 0; tenth <= 110; tenth++) {
            progress.accept(new Sample(Duration.ofMillis(tenth * 100L), Phase.HOLD, counters.totals()));
        }
        progress.end();
        assertEquals("""
                    5s hold   open 10 of 10  rate 0/s  not opened 0  lost 0  pings 0
                   10s hold   open 10 of 10  rate 0/s  not opened 0  lost 0  pings 0
                """, out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void redrawsOneLineOnATerminal() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Progress progress = new Progress(new PrintStream(out, true, StandardCharsets.UTF_8), true, 10);
        open(5);
        progress.accept(new Sample(Duration.ofSeconds(1), Phase.RAMP, counters.totals()));
        progress.end();
        assertEquals(
                "\r\033[K[##########..........]     1s ramp   open 5 of 10  rate 5/s  not opened 0  lost 0  pings 0"
                        + "\r\033[K",
                out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void placesRoundNumbersOnAnAxis() {
        Axis axis = Axis.linear("s", 0, 23);
        assertEquals(
                List.of("0", "5", "10", "15", "20", "25"),
                axis.ticks().stream().map(Axis.Tick::name).toList());
        assertEquals(0.4, axis.place().applyAsDouble(10), 1e-9);
        assertEquals(
                List.of("0.1", "1", "10"),
                Axis.logarithmic("ms", 0.2, 7).ticks().stream()
                        .map(Axis.Tick::name)
                        .toList());
        Axis percentile = Axis.percentile("percentile", 1000);
        assertEquals(
                List.of("0", "50", "90", "99", "99.9"),
                percentile.ticks().stream().map(Axis.Tick::name).toList());
        assertEquals(1, percentile.place().applyAsDouble(100));
    }

    @Test
    void escapesWhatAPersonTyped() {
        open(10);
        Machine machine = new Machine(
                "h", new Processor("cpu", 2), "1 GiB", "Linux", "JDK", "swarm '<b>&'", "2026-01-01T00:00:00Z");
        SwarmPlan plan = plan(false, Set.of());
        String page = HtmlReport.of(new Report(plan, machine, outcome(), Verdict.of(plan, outcome())));
        assertTrue(page.contains("swarm '&lt;b&gt;&amp;'"), page);
    }

    private void open(int count) {
        counters.started.add(count);
        counters.opened.add(count);
    }

    private void move(int count) {
        counters.ended.add(count);
        counters.moved.add(count);
    }

    private void lose(int count, String reason) {
        for (int i = 0; i < count; i++) {
            counters.ended.increment();
            counters.lost(reason);
        }
    }

    private List<String> verdict(boolean reconnect, Set<Integer> expectedCloses) {
        return Verdict.of(plan(reconnect, expectedCloses), outcome()).problems();
    }

    private static Totals before(int open) {
        Counters counted = new Counters();
        counted.started.add(open);
        counted.opened.add(open);
        return counted.totals();
    }

    private Outcome outcome() {
        return outcome(counters.totals(), false);
    }

    private Outcome outcome(Totals held, boolean interrupted) {
        List<Sample> timeline = new ArrayList<>();
        timeline.add(new Sample(Duration.ofSeconds(2), Phase.HOLD, counters.totals()));
        return new Outcome(
                new Outcome.Ramp(Duration.ofSeconds(2), 600, counters.totals()),
                new Outcome.Hold(Duration.ofSeconds(60), held),
                counters.totals(),
                histograms.measurement(),
                timeline,
                interrupted);
    }

    private static SwarmPlan plan(boolean reconnect, Set<Integer> expectedCloses) {
        return new SwarmPlan(
                Target.parse("ws://127.0.0.1:8080"),
                new RampPlan(10, Rate.parse("rate", "5/s"), Duration.ofSeconds(10), Sources.none()),
                new HoldPlan(Duration.ZERO, Duration.ofSeconds(60), Optional.empty(), reconnect),
                new TrafficPlan(true, EchoPlan.NONE, DeliveryPlan.NONE),
                new Expectations(expectedCloses, Optional.empty()),
                new ProcessPlan(1, 1));
    }

    private static String golden(String name) throws Exception {
        try (InputStream in = Objects.requireNonNull(ReportTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
