package dev.mooring.proof.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.unit.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void printsOneScreen() throws IOException {
        String screen = Screen.of(
                result(15_000, 0),
                CapacityPlanner.plan(FleetSpec.defaults()),
                Optional.of(host("PASS", "FAILURE", "FAIL", "FAILURE", "FAIL", "WARNING")),
                "target/rehearsal/report.html");
        assertEquals(golden("screen.0.txt"), screen);
        assertTrue(screen.lines().count() <= 24, "more than one screen");
        assertTrue(screen.lines().allMatch(line -> line.length() <= 100), "wider than 100 columns");
    }

    @Test
    void countsADrainedConnectionAsNotLost() throws IOException {
        assertTrue(result(15_000, 0).passed());
        assertEquals(0, result(15_000, 0).swarm().lost());
    }

    @Test
    void failsWhenAConnectionIsLostInAnotherWay() throws IOException {
        RehearsalResult result = result(14_999, 1);
        assertEquals(1, result.swarm().lost());
        assertFalse(result.passed());
    }

    @Test
    void measuresHowEvenTheDrainIsLeavingTheCutSecondsOut() throws IOException {
        assertEquals(0.1, result(15_000, 0).swarm().drainUnevenness(5), 1e-9);
    }

    @Test
    void addsUpTheSlabsOfASocket() {
        assertEquals(
                Bytes.of(10 * 2368 + 5 * 192),
                KernelMemory.parse(List.of(
                                "slabinfo - version: 2.1",
                                "TCP                   10     13   2368   13    8 : tunables 0 0 0",
                                "kmalloc-8           4096   4096      8  512    1 : tunables 0 0 0",
                                "filp                   5     42    192   21    1 : tunables 0 0 0"))
                        .bytes());
    }

    @Test
    void escapesTheLoadGeneratorsPageIntoItsFrame() {
        String page = RehearsalReport.page("held <all>", "<p class=\"a\">&amp;</p>");
        assertTrue(page.contains("<pre>held &lt;all&gt;</pre>"), page);
        assertTrue(page.contains("srcdoc=\"&lt;p class=&quot;a&quot;&gt;&amp;amp;&lt;/p&gt;\""), page);
    }

    private static RehearsalResult result(int drained, int reset) throws JsonProcessingException {
        Moored moored = new Moored(
                15_000,
                99.6,
                Bytes.mebi(62),
                Bytes.mebi(60),
                OptionalDouble.of(3_997),
                29_936,
                Duration.ofNanos(11_800));
        return new RehearsalResult(
                15_000,
                Duration.ofSeconds(5),
                moored,
                new SwarmReport(new ObjectMapper().readTree(swarm(drained, reset))),
                0,
                0);
    }

    private static String swarm(int drained, int reset) {
        return """
            {"passed": true, "rampMillis": 3000, "longestPingGapMillis": 5080,
             "atEnd": {"opened": 15000, "lost": {"close 1012": %d, "reset": %d}, "closeCodes": {"1012": %d}},
             "connectMicros": {"p50": 200, "p99": 49600}, "pingIntervalMillis": {"p50": 4975, "p99": 5071},
             "timeline": [{"millis": 1000, "open": 15000}, {"millis": 2000, "open": 12000},
                          {"millis": 3000, "open": 9000}, {"millis": 4000, "open": 5700},
                          {"millis": 5000, "open": 3000}, {"millis": 6000, "open": 0}]}
            """.formatted(drained, reset, drained);
    }

    private static HostSummary host(String... outcomesAndSeverities) throws JsonProcessingException {
        StringBuilder findings = new StringBuilder();
        for (int i = 0; i < outcomesAndSeverities.length; i += 2) {
            findings.append(i == 0 ? "" : ",")
                    .append("{\"outcome\": \"%s\", \"severity\": \"%s\"}"
                            .formatted(outcomesAndSeverities[i], outcomesAndSeverities[i + 1]));
        }
        return new HostSummary(new ObjectMapper().readTree("{\"hosts\": [{\"findings\": [" + findings + "]}]}"));
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(RehearsalTest.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
