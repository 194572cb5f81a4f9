package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.awsstandin.Gate;
import dev.mooring.hostagent.lifecycle.Departure;
import dev.mooring.hostagent.lifecycle.HostState.AwaitingHealth;
import dev.mooring.hostagent.lifecycle.HostState.Deregistering;
import dev.mooring.hostagent.lifecycle.HostState.Left;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ways out. */
class DepartureTest {
    private static final int ATTEMPTS_OF_A_CALL = 3;
    /** Readings of the metadata that each step of a host on its way out begins with. */
    private static final int NOTICES = 3;
    /** What the server is told before that. */
    private static final int END_OF_MOVES = 1;

    @Test
    void leavesWhenTerminatedDuringTheJoin() throws Exception {
        try (TestHost host = new TestHost()) {
            host.stepUntil(AwaitingHealth.class);
            host.aws.group().terminate();

            host.stepUntil(() -> host.state().isSettled());

            assertEquals(List.of("terminate CONTINUE"), host.aws.group().events());
            assertTrue(host.aws.loadBalancer().health(TestHost.TARGET_GROUP).stream()
                    .allMatch(target -> target.state().equals("draining")));
        }
    }

    @Test
    void deregistersBeforeItDrains() throws Exception {
        try (TestHost host = new TestHost()) {
            host.server.connections(1_000);
            host.stepUntil(Serving.class);
            host.aws.group().terminate();
            host.stepUntil(Deregistering.class);
            host.gate.goDownAt(host.gate.requests() + NOTICES + END_OF_MOVES + 2, Gate.Loss.REQUEST);

            host.step();

            assertEquals(List.of(), host.server.drains());
            assertEquals(
                    "elasticloadbalancing:DeregisterTargets", host.aws.calls().getLast());
        }
    }

    @Test
    void asksASpotHostToDrainWithinWhatIsLeftOfTheNotice() throws Exception {
        try (TestHost host = new TestHost()) {
            host.server.connections(1_000);
            host.stepUntil(Serving.class);
            Instant end = host.clock.instant().plus(Duration.ofMinutes(2));
            host.aws.metadata().interrupt("terminate", end);

            host.stepUntil(Left.class);

            assertEquals(List.of("/drain?window=95s"), host.server.drains());
            assertTrue(host.clock.instant().isBefore(end), "done before EC2 acts");
            assertEquals("InService", host.lifecycleState());
            host.step();
            assertFalse(host.state().isSettled(), "the terminate hook may begin yet");
        }
    }

    @Test
    void countsASpotNoticeByTheWallClockAlthoughItWasSet() throws Exception {
        try (TestHost host = new TestHost()) {
            host.server.connections(1_000);
            host.stepUntil(Serving.class);
            host.wallClockStep = Duration.ofHours(-1);
            Instant end = host.clock.instant().plus(host.wallClockStep).plus(Duration.ofMinutes(2));
            host.aws.metadata().interrupt("terminate", end);

            host.stepUntil(Left.class);

            assertEquals(List.of("/drain?window=95s"), host.server.drains());
        }
    }

    @Test
    void drainsAllTheSameWhenAwsDoesNotAnswer() throws Exception {
        try (TestHost host = new TestHost()) {
            host.server.connections(1_000);
            host.stepUntil(Serving.class);
            host.aws.group().terminate();
            host.stepUntil(Deregistering.class);
            host.aws.close();
            host.step();
            assertEquals(List.of(), host.server.drains());

            host.stepUntil(Left.class);

            assertEquals(List.of("/drain?window=300s"), host.server.drains());
            assertEquals(0, host.server.open());
        }
    }

    @Test
    void drainsInTimeAlthoughTheGroupDoesNotAnswerMeanwhile() throws Exception {
        try (TestHost host = new TestHost()) {
            host.balancerLag = Duration.ofMinutes(2);
            host.server.connections(1_000);
            host.stepUntil(Serving.class);
            host.aws.group().terminate();
            host.stepUntil(Deregistering.class);
            Instant begin = host.clock.instant();
            host.aws.throttleCallsOf("DescribeAutoScalingInstances");

            host.stepUntil(() -> !host.server.drains().isEmpty());

            Duration admitted = Duration.between(begin, host.clock.instant());
            assertEquals(List.of("/drain?window=300s"), host.server.drains());
            assertTrue(admitted.compareTo(Duration.ofSeconds(140)) <= 0, "admitted for " + admitted);
            host.stepUntil(Left.class);
            host.aws.throttleCallsOf("");
            host.stepUntil(() -> host.state().isSettled());
            assertEquals("Terminated", host.lifecycleState());
        }
    }

    @Test
    void deregistersAfterTheDrainWhatItCouldNotBefore() throws Exception {
        try (TestHost host = new TestHost()) {
            host.stepUntil(Serving.class);
            host.aws.group().terminate();
            host.stepUntil(Deregistering.class);
            while (host.server.drains().isEmpty()) {
                host.aws.throttleNext(ATTEMPTS_OF_A_CALL);
                host.step();
            }
            assertTrue(host.aws.loadBalancer().health(TestHost.TARGET_GROUP).stream()
                    .allMatch(target -> target.state().equals("healthy")));

            host.stepUntil(() -> host.state().isSettled());

            assertTrue(host.aws.loadBalancer().health(TestHost.TARGET_GROUP).stream()
                    .allMatch(target -> target.state().equals("draining")));
        }
    }

    @Test
    void completesTheTerminationAlthoughTheTargetsCannotBeDeregistered() throws Exception {
        try (TestHost host = new TestHost()) {
            host.stepUntil(Serving.class);
            host.aws.group().terminate();
            host.stepUntil(Left.class);
            host.aws.throttleNext(ATTEMPTS_OF_A_CALL);

            host.step();

            assertEquals("Terminated", host.lifecycleState());
        }
    }

    @Test
    void givesUpWaitingForAServerThatDoesNotDrain() throws Exception {
        try (TestHost host = new TestHost(Duration.ofMinutes(1))) {
            host.stepUntil(Serving.class);
            host.server.neverDrains(9);
            host.aws.group().terminate();

            host.stepUntil(() -> host.state().isSettled());

            assertEquals(9, host.server.open());
            assertEquals(
                    List.of("launch CONTINUE", "terminate CONTINUE"),
                    host.aws.group().events());
        }
    }

    @Test
    void completesTheTerminationOfAHostWithoutAServer() throws Exception {
        try (TestHost host = new TestHost()) {
            host.stepUntil(Serving.class);
            host.server.close();
            host.aws.group().terminate();
            Instant terminated = host.clock.instant();

            host.stepUntil(() -> host.state().isSettled());

            assertEquals("Terminated", host.lifecycleState());
            assertTrue(Duration.between(terminated, host.clock.instant()).compareTo(Duration.ofMinutes(1)) < 0);
        }
    }

    @Test
    void leavesAsSoonAsSystemdSaysThatTheServerHasEnded() throws Exception {
        for (String state : List.of("inactive", "failed")) {
            try (TestHost host = new TestHost()) {
                host.unitState = state;
                host.server.connections(1_000);
                host.stepUntil(Serving.class);
                host.aws.group().terminate();
                host.stepUntil(() -> !host.server.drains().isEmpty());
                host.server.close();

                host.step();

                assertInstanceOf(Left.class, host.state(), state);
            }
        }
    }

    @Test
    void waitsForAServerThatSystemdStartsAgainAndAsksItToDrainToo() throws Exception {
        try (TestHost host = new TestHost()) {
            host.server.connections(1_000);
            host.stepUntil(Serving.class);
            host.aws.group().terminate();
            host.stepUntil(() -> !host.server.drains().isEmpty());
            host.server.restarted(17);

            host.stepUntil(Left.class);

            assertEquals(List.of("/drain?window=300s", "/drain?window=295s"), host.server.drains());
            assertEquals(0, host.server.open());
        }
    }

    @Test
    void leavesForAShutdownWithinTheTimeThatTheSystemGives() throws Exception {
        try (TestHost host = new TestHost()) {
            host.server.connections(1_000);
            host.stepUntil(Serving.class);
            host.stop.leave();
            Instant stopped = host.clock.instant();

            host.stepUntil(() -> host.state().isSettled());

            assertEquals(
                    Departure.Kind.SHUTDOWN, ((Left) host.state()).departure().kind());
            assertEquals(List.of("/drain?window=40s"), host.server.drains());
            assertTrue(Duration.between(stopped, host.clock.instant()).compareTo(Duration.ofSeconds(80)) < 0);
        }
    }
}
