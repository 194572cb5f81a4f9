package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.hostagent.lifecycle.Departure;
import dev.mooring.hostagent.lifecycle.HostState.Draining;
import dev.mooring.hostagent.lifecycle.HostState.Left;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A group often terminates a spot host at the same time as EC2 takes it back, and maintenance may come at any time. */
class NoticeDuringADrainTest {
    private static final Duration LAG = Duration.ofSeconds(30);
    private static final Duration WINDOW = Duration.ofSeconds(150);
    private static final Duration NOTICE = Duration.ofMinutes(2);

    @Test
    void tellsEverybodyBeforeTheAnnouncedEndWheneverTheNoticeComes() throws Exception {
        for (int second = 0; second < LAG.plus(WINDOW).toSeconds(); second++) {
            try (TestHost host = leaving()) {
                Instant noticed = host.clock.instant().plusSeconds(second);
                Instant end = noticed.plus(NOTICE);
                host.stepUntil(() -> !host.clock.instant().isBefore(noticed));
                host.aws.metadata().interrupt("terminate", end);

                host.stepUntil(() -> host.server.drainEnd().isBefore(end));
                host.stepUntil(Left.class);

                assertTrue(host.clock.instant().isBefore(end), "noticed after " + second + " s");
                assertEquals(0, host.server.open(), "noticed after " + second + " s");
            }
        }
    }

    @Test
    void shortensADrainUnderWayOnce() throws Exception {
        try (TestHost host = leaving()) {
            host.stepUntil(Draining.class);
            host.aws.metadata().interrupt("terminate", host.clock.instant().plus(NOTICE));

            host.stepUntil(Left.class);

            assertEquals(List.of("/drain?window=150s", "/drain?window=100s"), host.server.drains());
        }
    }

    @Test
    void admitsForAShorterTimeWhenTheNoticeComesMeanwhile() throws Exception {
        try (TestHost host = leaving()) {
            host.step();
            host.aws.metadata().interrupt("terminate", host.clock.instant().plus(NOTICE));

            host.stepUntil(Left.class);

            assertEquals(List.of("/drain?window=80s"), host.server.drains(), "of 100 s, 16 to admit, in steps of 5");
        }
    }

    @Test
    void goesOnDrainingWhenTheMetadataDoNotAnswer() throws Exception {
        try (TestHost host = leaving()) {
            host.stepUntil(Draining.class);
            host.aws.metadata().refuseTokens(500);
            host.aws.metadata().expireTokens();

            host.stepUntil(() -> host.state().isSettled());

            assertEquals("Terminated", host.lifecycleState());
            assertEquals(List.of("/drain?window=150s"), host.server.drains());
        }
    }

    @Test
    void leavesForMaintenanceAtItsPaceAndNotWeeksBefore() throws Exception {
        try (TestHost host = serving()) {
            Instant end = host.clock.instant().plus(Duration.ofMinutes(10));
            host.aws.metadata().schedule("instance-retirement", end);
            for (int i = 0; i < 10; i++) {
                host.step();
            }
            assertInstanceOf(Serving.class, host.state());

            host.stepUntil(Left.class);

            assertEquals(
                    "instance-retirement at " + end,
                    ((Left) host.state()).departure().cause());
            assertEquals(
                    Departure.Kind.MAINTENANCE,
                    ((Left) host.state()).departure().kind());
            assertEquals(List.of("/drain?window=150s"), host.server.drains());
            assertTrue(host.clock.instant().isBefore(end));
        }
    }

    private static TestHost leaving() throws Exception {
        TestHost host = serving();
        host.aws.group().terminate();
        host.step();
        return host;
    }

    private static TestHost serving() throws Exception {
        TestHost host = new TestHost(WINDOW);
        host.balancerLag = LAG;
        host.server.connections(1_800);
        host.stepUntil(Serving.class);
        return host;
    }
}
