package dev.mooring.rehearsal.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.kernel.Machine;
import dev.mooring.capacity.kernel.Processor;
import dev.mooring.capacity.report.HtmlPage;
import dev.mooring.rehearsal.measure.ConnectionMemory;
import dev.mooring.rehearsal.measure.DrainCurve;
import dev.mooring.rehearsal.measure.HostFindings;
import dev.mooring.rehearsal.measure.KeepaliveWindow;
import dev.mooring.rehearsal.measure.RehearsalResult;
import dev.mooring.rehearsal.measure.StackFindings;
import dev.mooring.workbench.procfs.KernelMemory;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The reports of made-up rehearsals, against golden files that carry the exit code in their names. */
class ReportTest {
    private static final Path PAGE = Path.of("target/rehearsal/report.html");

    @Test
    void showsARehearsalThatLostNothingOnOneScreen() throws IOException {
        assertScreen("held.exit-0.txt", held(0));
    }

    @Test
    void saysWhatWasLost() throws IOException {
        assertScreen("lost.exit-1.txt", held(3));
    }

    @Test
    void showsWhatAnInterruptedRehearsalHas() throws IOException {
        assertScreen("interrupted.exit-130.txt", interrupted());
    }

    @Test
    void writesEveryFigureAsJson() throws IOException {
        assertEquals(golden("held.json"), JsonReport.of(report(held(0))));
    }

    @Test
    void fitsIntoAScreenOf24LinesAnd100Columns() {
        List<String> lines = Screen.of(report(held(0)), PAGE, true).lines().toList();
        assertTrue(lines.size() <= 24, lines.size() + " lines");
        assertTrue(lines.stream().allMatch(line -> line.length() <= 100), lines.toString());
    }

    @Test
    void putsTheSectionsAboveThePlotsOfTheLoadGenerator() throws IOException {
        String page = HtmlReport.of(report(held(0)), Optional.of(swarmPage()));
        assertTrue(page.indexOf("<h2>One connection</h2>") < page.indexOf("<div class=\"charts\">"), page);
        assertTrue(page.contains("<title>Mooring rehearsal</title>"), page);
        assertTrue(page.contains("<td>3 Policy, 2 Role</td>"), page);
    }

    @Test
    void needsNothingFromElsewhereToShowThePage() throws IOException {
        String page = HtmlReport.of(report(held(0)), Optional.of(swarmPage()));
        assertFalse(page.contains("src=") || page.contains("href="), page);
    }

    @Test
    void showsThePageWithoutPlotsWhenTheClientsLeftNone() {
        assertTrue(HtmlReport.of(report(interrupted()), Optional.empty()).contains("Interrupted"));
    }

    @Test
    void stylesThePageWithoutPlotsAsTheLoadGeneratorDoes() throws IOException {
        String template = swarmPage();
        String style = template.substring(template.indexOf("<style>"), template.indexOf("</style>"));
        String page = HtmlReport.of(report(interrupted()), Optional.empty());
        assertTrue(page.contains(style), page);
    }

    private static void assertScreen(String golden, RehearsalResult result) throws IOException {
        assertEquals(golden(golden), Screen.of(report(result), PAGE, !result.interrupted()));
        assertEquals(golden.contains("exit-0"), result.passed());
    }

    private static Report report(RehearsalResult result) {
        Machine machine = new Machine(
                "host",
                new Processor("Some CPU", 2),
                "23.5 GiB",
                "Linux 6.1",
                "JDK 25",
                "./rehearse",
                "2026-11-24T12:00:00Z");
        return new Report(
                machine,
                result.took(),
                result.interrupted(),
                result.problems(),
                Sections.of(
                        result,
                        CapacityPlanner.plan(FleetSpec.defaults()),
                        result.interrupted() ? Optional.empty() : Optional.of(new HostFindings(11, 8, 20))),
                Sections.details(result));
    }

    private static RehearsalResult held(long lost) {
        return new RehearsalResult(
                new RehearsalResult.Asked(15_000, Duration.ofSeconds(5)),
                new RehearsalResult.Measured(
                        15_000,
                        Optional.of(new ConnectionMemory(
                                97.4, 121.6, new KernelMemory(3_932, KernelMemory.Source.SOCKET_CACHES))),
                        Optional.of(new KeepaliveWindow(Duration.ofSeconds(10), Duration.ofMillis(345), 30_000)),
                        Optional.of(new DrainCurve(
                                Duration.ofSeconds(5),
                                List.of(
                                        new DrainCurve.Point(Duration.ZERO, 15_000),
                                        new DrainCurve.Point(Duration.ofMillis(2_500), 7_350),
                                        new DrainCurve.Point(Duration.ofMillis(5_040), 0))))),
                Optional.of(
                        lost == 0
                                ? StackFindings.of(0, "fleet      1 to 2 m3.xlarge\nIAM        3 Policy, 2 Role\n", "")
                                : StackFindings.of(1, "", "mooring: infra is not there; build it\n")),
                Optional.of(swarm(lost)),
                List.of(),
                false,
                Duration.ofSeconds(38));
    }

    private static SwarmReport swarm(long lost) {
        String problem = lost + " open connections were lost unexpectedly.";
        try {
            return SwarmReport.parse("""
                    {"plan": {"connections": 15000}, "afterRamp": {"opened": 15000}, "rampMillis": 1500, "open": 0,
                     "afterHold": {"lost": %s, "refused": {}, "failed": {}, "moved": %d, "pings": 41200},
                     "connectMicros": {"p50": 2700, "p99": 17300}, "pingIntervalMillis": {"p50": 5003, "p99": 5090},
                     "problems": %s}
                    """.formatted(
                            lost == 0 ? "{}" : "{\"reset\": " + lost + "}",
                            15_000 - lost,
                            lost == 0 ? "[]" : "[\"" + problem + "\"]"));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static RehearsalResult interrupted() {
        return new RehearsalResult(
                new RehearsalResult.Asked(15_000, Duration.ofSeconds(5)),
                new RehearsalResult.Measured(9_000, Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                true,
                Duration.ofSeconds(4));
    }

    /** The template of the load generator, as its jar has it. */
    private static String swarmPage() throws IOException {
        return new HtmlPage("swarm", text(dev.mooring.loadgenerator.report.Report.class, "report.html")).text();
    }

    private static String golden(String name) throws IOException {
        return text(ReportTest.class, name);
    }

    private static String text(Class<?> beside, String name) throws IOException {
        try (InputStream text = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
