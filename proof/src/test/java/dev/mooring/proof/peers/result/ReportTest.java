package dev.mooring.proof.peers.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.workbench.process.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** The reports of one made-up comparison, against golden files. */
class ReportTest {
    @Test
    void printsTheTable() throws IOException {
        compare("comparison.txt", new TextReport(comparison()).text());
    }

    @Test
    void writesEverySampleAsJson() throws IOException {
        compare("comparison.json", new JsonReport(comparison()).text());
    }

    @Test
    void drawsABarForEachServerAndMarksWhatDoesNotHold() throws IOException {
        compare("page.html", new HtmlReport(comparison()).text());
    }

    @Test
    void comparesWithAnotherBuildRoundByRound() {
        Samples own = samples(Map.of(
                Metric.STATE_PER_CONNECTION, List.of(97.0, 98.0, 97.0),
                Metric.CPU_PER_PING, List.of(11.0, 22.0, 11.0),
                Metric.CPU_PER_DELIVERY, List.of(5.0, 5.0, 8.0),
                Metric.MESSAGE_P50, List.of(8.0)));
        Samples baseline = samples(Map.of(
                Metric.STATE_PER_CONNECTION, List.of(97.0, 97.0, 97.0),
                Metric.CPU_PER_PING, List.of(10.0, 20.0, 11.0),
                Metric.CPU_PER_DELIVERY, List.of(5.0, 5.0, 5.0)));
        Comparison both = new Comparison(
                new Setup("proof/peers", 3, comparison().setup().machine(), ""),
                List.of(
                        new Comparison.Column(
                                "mooring-baseline",
                                "Mooring baseline",
                                "",
                                baseline,
                                new LinkedHashMap<>(),
                                new Samples()),
                        new Comparison.Column("mooring", "Mooring", "", own, new LinkedHashMap<>(), new Samples())),
                List.of(),
                List.of());
        String line = "  %-64s %8s %8s %-3s %s%n";
        assertEquals(
                "Mooring, its baseline, and the median of the ratios of the rounds (lowest to highest):\n"
                        + line.formatted(
                                "live heap or native bytes per idle connection",
                                "97",
                                "97",
                                "B",
                                "1.000x (1.000 to 1.010)")
                        + line.formatted(
                                "CPU per ping+pong, without JIT", "11.0", "11.0", "us", "1.100x (1.000 to 1.100)")
                        + line.formatted(
                                "CPU per delivery of a broadcast, without JIT",
                                "5.0",
                                "5.0",
                                "us",
                                "1.000x (1.000 to 1.600), wide: take five rounds")
                        + "\n",
                new BaselineText(both).text());
    }

    @Test
    void saysNothingOfABaselineThatWasNotMeasured() {
        assertEquals("", new BaselineText(comparison()).text());
    }

    @Test
    void needsNothingFromElsewhereToShowThePage() throws IOException {
        String page = new HtmlReport(comparison()).text();
        assertFalse(page.contains("src=") || page.contains("href=") || page.contains("{{"), page);
    }

    private static Comparison comparison() {
        Samples floor = samples(Map.of(
                Metric.STATE_PER_CONNECTION, List.of(1.0, 1.0),
                Metric.SYSCALLS_PER_PING, List.of(2.0, 2.04),
                Metric.CPU_PER_PING, List.of(10.5, 9.5),
                Metric.CPU_PER_PING_ALONE, List.of(10.5, 9.5)));
        Samples mooring = samples(Map.of(
                Metric.STATE_PER_CONNECTION, List.of(76.0, 76.0),
                Metric.SYSCALLS_PER_PING, List.of(2.05, 2.05),
                Metric.CPU_PER_PING, List.of(21.0, 19.0),
                Metric.IDLE_CPU, List.of(4.5, 5.5),
                Metric.CPU_PER_PING_IDLE, List.of(0.9, 1.1),
                Metric.CPU_PER_PING_ALONE, List.of(20.1, 17.9),
                Metric.CPU_PER_PING_COMPILER, List.of(0.1, 0.3),
                Metric.MESSAGE_P50, List.of(8.5, 8.1),
                Metric.MESSAGE_P99, List.of(16.5, 12.1)));
        SequencedMap<String, Double> calls = new LinkedHashMap<>();
        calls.put("sendto", 1.0);
        calls.put("epoll_wait", 0.02);
        return new Comparison(
                new Setup(
                        "proof/peers --peers floor,mooring",
                        2,
                        new Provenance(
                                "Some CPU",
                                2,
                                "Linux 6.18 amd64",
                                "Some JDK 25",
                                "abc1234",
                                "2026-11-24T12:00:00Z",
                                new Provenance.LoadAverages("0.10 0.20 0.30", "1.10 1.20 1.30")),
                        "slopes from 5000 to 19000 connections"),
                List.of(
                        new Comparison.Column("floor", "C floor", "raw epoll", floor, new LinkedHashMap<>(), floor),
                        new Comparison.Column("mooring", "Mooring", "this tree", mooring, calls, floor)),
                List.of("Go gorilla: go=none is not on the PATH; install it: sudo apt-get install golang-go"),
                List.of("Mooring, Throughput, round 2: the client ended during: echo 1000 4.000"));
    }

    private static Samples samples(Map<Metric, List<Double>> values) {
        Samples samples = new Samples();
        values.forEach((metric, rounds) -> {
            for (int round = 1; round <= rounds.size(); round++) {
                samples.round(round).add(metric, rounds.get(round - 1));
            }
        });
        return samples;
    }

    /** With {@code -Dupdate=true} the file is written anew. */
    private static void compare(String name, String made) throws IOException {
        if (Boolean.getBoolean("update")) {
            Files.writeString(Path.of("src/test/resources/dev/mooring/proof/peers/result", name), made);
        } else {
            assertEquals(golden(name), made);
        }
    }

    private static String golden(String name) throws IOException {
        try (InputStream text = Objects.requireNonNull(ReportTest.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
