package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.awsstandin.Gate.Loss;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A whole life, from boot to end, with the agent killed once: between two steps, and at every single request it sends,
 * whether the request had its effect or not. The host must end in the same way.
 */
class KillTest {
    private static final int CONNECTIONS = 1_000;
    private static final Duration DRAIN_WINDOW = Duration.ofSeconds(70);
    private static final Duration BALANCER_LAG = Duration.ofSeconds(20);
    private static final int STEPS_IN_SERVICE = 4;
    private static final int MAX_STEPS = 1_000;
    private static final List<String> HOOKS = List.of("launch CONTINUE", "terminate CONTINUE");

    @Test
    void endsTheSameWayWhereverTheAgentIsKilledBetweenTwoSteps() throws Exception {
        int steps = stepsOfAnUndisturbedLife();
        assertTrue(steps > 25, steps + " steps");
        for (int killed = 1; killed <= steps; killed++) {
            try (TestHost host = new TestHost(DRAIN_WINDOW)) {
                host.balancerLag = BALANCER_LAG;
                host.server.connections(CONNECTIONS);
                live(host, killed);
                requireSameEnd(host, "killed after step " + killed);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsTheSameWayWhateverRequestTheAgentIsKilledAt(Loss loss) throws Exception {
        long requests = requestsOfAnUndisturbedLife();
        assertTrue(requests > 60, requests + " requests");
        for (long request : IntStream.rangeClosed(1, (int) requests).toArray()) {
            try (TestHost host = new TestHost(DRAIN_WINDOW)) {
                host.balancerLag = BALANCER_LAG;
                host.server.connections(CONNECTIONS);
                host.gate.goDownAt(request, loss);
                live(host, Integer.MAX_VALUE);
                requireSameEnd(host, "killed at request " + request + ", lost " + loss);
            }
        }
    }

    /** The client repeats the request by itself, and what it asks for has been done. */
    @Test
    void endsTheSameWayWhateverAnswerIsLost() throws Exception {
        for (long request = requestsOfAnUndisturbedLife(); request > 0; request--) {
            try (TestHost host = new TestHost(DRAIN_WINDOW)) {
                host.balancerLag = BALANCER_LAG;
                host.server.connections(CONNECTIONS);
                host.gate.loseAnswerOf(request);
                live(host, Integer.MAX_VALUE);
                requireSameEnd(host, "answer lost of request " + request);
            }
        }
    }

    private static int stepsOfAnUndisturbedLife() throws Exception {
        try (TestHost host = new TestHost(DRAIN_WINDOW)) {
            host.balancerLag = BALANCER_LAG;
            host.server.connections(CONNECTIONS);
            return live(host, Integer.MAX_VALUE);
        }
    }

    private static long requestsOfAnUndisturbedLife() throws Exception {
        try (TestHost host = new TestHost(DRAIN_WINDOW)) {
            host.balancerLag = BALANCER_LAG;
            host.server.connections(CONNECTIONS);
            live(host, Integer.MAX_VALUE);
            return host.gate.requests();
        }
    }

    /** The group terminates the host a few steps after it came into service. Returns the number of steps. */
    private static int live(TestHost host, int killedAfter) throws InterruptedException {
        int inService = 0;
        int steps = 0;
        while (!host.state().isSettled()) {
            assertTrue(steps < MAX_STEPS, "the host has not left; its state is " + host.state());
            host.step();
            steps++;
            if (host.gate.isDown()) {
                host.gate.open();
                host.kill();
            } else if (steps == killedAfter) {
                host.kill();
            }
            if (host.lifecycleState().equals("InService") && ++inService == STEPS_IN_SERVICE) {
                host.aws.group().terminate();
            }
        }
        return steps;
    }

    private static void requireSameEnd(TestHost host, String when) {
        assertEquals(HOOKS, host.aws.group().events(), when);
        assertEquals("Terminated", host.lifecycleState(), when);
        assertEquals(0, host.server.open(), when);
        assertTrue(
                host.aws.loadBalancer().health(TestHost.TARGET_GROUP).stream()
                        .allMatch(target -> target.state().equals("draining")),
                when);
    }
}
