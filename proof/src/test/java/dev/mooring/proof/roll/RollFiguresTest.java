package dev.mooring.proof.roll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.capacity.Front;
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
    private static final RollPlan PLAN = new RollPlan(Front.NLB, 2, 5_000, 10_000, Duration.ofSeconds(15), 4);
    private static final Departed WELL = new Departed("old-1", true, 1_200, 2_500, 180, 167);
    private static final NodeStatus FRONT = new NodeStatus(5_000, 20_000, 0, 0, 0);

    @Test
    void showsARollThatRefusedAndLostNobody() throws IOException {
        RollFigures figures = new RollFigures(
                PLAN,
                List.of(WELL),
                12_345,
                5_000,
                FRONT,
                swarm(7_500, Map.of(), Map.of()),
                swarm(80, Map.of(), Map.of()));

        assertEquals(List.of(), figures.problems());
        assertEquals(golden("kept.txt"), figures.toString());
    }

    @Test
    void saysWhoWasRefusedAndLost() {
        assertEquals(
                List.of(
                        "Attempts were refused or failed: {503=4, connect refused=1}.",
                        "Connections were lost: {reset=3}.",
                        "4999 connections were moved, fewer than are held.",
                        "4998 connections are held at the end.",
                        "2 connections found no host.",
                        "1 flows were forgotten."),
                new RollFigures(
                                PLAN,
                                List.of(WELL),
                                12_345,
                                4_998,
                                new NodeStatus(5_000, 20_000, 1, 0, 2),
                                swarm(4_999, Map.of("reset", 3L), Map.of("503", 1L)),
                                swarm(80, Map.of(), Map.of("503", 3L, "connect refused", 1L)))
                        .problems());
    }

    @Test
    void saysWhatMakesARollShowNothing() {
        assertEquals(
                List.of(
                        "9999 connections came during the roll, fewer than 10000.",
                        "old-1 did not end well after its drain.",
                        "old-1 admitted nobody after it was taken out, so its wait shows nothing.",
                        "old-1 closed 500 connections a second in its busiest five seconds, planned are 167."),
                new RollFigures(
                                PLAN,
                                List.of(new Departed("old-1", false, 0, 2_500, 500, 167)),
                                9_999,
                                5_000,
                                FRONT,
                                swarm(5_000, Map.of(), Map.of()),
                                swarm(0, Map.of(), Map.of()))
                        .problems());
    }

    private static SwarmReport swarm(long moved, Map<String, Long> lost, Map<String, Long> notOpened) {
        return new SwarmReport(new ObjectMapper()
                .valueToTree(Map.of(
                        "afterHold", Map.of("lost", lost, "refused", Map.of(), "failed", notOpened, "moved", moved))));
    }

    private static String golden(String name) throws IOException {
        try (InputStream text = Objects.requireNonNull(RollFiguresTest.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
