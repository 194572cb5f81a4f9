package dev.mooring.proof.roll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.workbench.shipped.SwarmReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KillFiguresTest {
    private static final KillPlan PLAN = KillPlan.tight(15_000);
    private static final Duration PLANNED = PLAN.recovery().within();

    @Test
    void findsNothingWrongWithALossThatThePlanForesees() {
        KillFigures figures =
                new KillFigures(PLAN, 5_003, PLANNED, 7_500, new RetryAfters(500, 5, 30, 17.4), clients(5_003, 10_800));

        assertEquals(List.of(), figures.problems());
        assertEquals("""
                killed             5,003  connections of one of three hosts that held 15,000
                back             %s  s after SIGKILL all were held again; the plan says %s s
                sent away          2,400  times: {503=2400}
                most on a host     7,500  of its cap of 7,500
                longest silence     10.8  s without a ping, of those that stayed and of those that returned; pings every 10 s
                Retry-After            5  to 30 s, 17.4 s on average, of 500 clients that a full host sent away
                """.formatted(seconds(7), seconds(1)), figures.toString());
    }

    @Test
    void saysWhatDidNotHold() {
        KillFigures figures = new KillFigures(
                PLAN, 5_000, PLANNED.plusSeconds(1), 7_501, new RetryAfters(500, 30, 30, 30), clients(5_001, 12_000));

        assertEquals(
                List.of(
                        "5001 connections were lost, and 5000 were on the host that was killed.",
                        "All were back after " + seconds(PLANNED.plusSeconds(1), 1) + " s, later than the plan's "
                                + seconds(1) + " s.",
                        "A host held 7501 connections, more than its cap of 7500.",
                        "A connection was 12000 ms without a ping, longer than 11000.",
                        "Clients were told to return after 30 to 30 s."),
                figures.problems());
    }

    private static String seconds(int width) {
        return seconds(PLANNED, width);
    }

    private static String seconds(Duration time, int width) {
        return String.format(Locale.ROOT, "%" + width + ".1f", time.toMillis() / 1e3);
    }

    private static SwarmReport clients(long lost, long gapMillis) {
        return new SwarmReport(new ObjectMapper()
                .valueToTree(Map.of(
                        "longestPingGapMillis",
                        gapMillis,
                        "afterHold",
                        Map.of("lost", Map.of("reset", lost), "refused", Map.of("503", 2_400), "failed", Map.of()))));
    }
}
