package dev.mooring.proof.roll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.proof.balancer.NodeStatus;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RollFiguresTest {
    @Test
    void showsARollThatLostNothing() throws IOException {
        RollFigures figures = figures(10_000, Map.of(), Map.of(), 680);
        assertEquals(List.of(), figures.problems());
        assertEquals(golden("kept.txt"), figures.toString());
    }

    @Test
    void saysWhatWasLostAndWhatDidNotOpen() {
        assertEquals(
                List.of(
                        "9997 connections are held on the new host.",
                        "9997 connections were moved.",
                        "Connections were lost: {reset=3}.",
                        "Attempts failed: {connect refused=3}."),
                figures(9_997, Map.of("reset", 3L), Map.of("connect refused", 3L), 680)
                        .problems());
    }

    @Test
    void saysWhenTheyCameBackTooFast() {
        assertEquals(
                List.of("2000 connections a second came back in the busiest five seconds, planned are 667."),
                figures(10_000, Map.of(), Map.of(), 2_000).problems());
    }

    private static RollFigures figures(
            long held, Map<String, Long> lost, Map<String, Long> notOpened, double busiestFive) {
        return new RollFigures(
                new RollPlan(10_000, Duration.ofSeconds(15)),
                true,
                held,
                10_020,
                Duration.ofMillis(15_480),
                700,
                busiestFive,
                new NodeStatus(10_000, 20_000, 0, 0, 0),
                swarm(held, lost, notOpened));
    }

    private static SwarmReport swarm(long held, Map<String, Long> lost, Map<String, Long> notOpened) {
        return new SwarmReport(new ObjectMapper()
                .valueToTree(Map.of(
                        "afterHold", Map.of("lost", lost, "refused", Map.of(), "failed", notOpened, "moved", held))));
    }

    private static String golden(String name) throws IOException {
        try (InputStream text = Objects.requireNonNull(RollFiguresTest.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
