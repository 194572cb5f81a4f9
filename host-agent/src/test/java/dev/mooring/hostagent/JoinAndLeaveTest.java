package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.awsstandin.TargetHealth;
import dev.mooring.hostagent.lifecycle.HostState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JoinAndLeaveTest {
    @Test
    void registersEveryPortAndCompletesTheLaunchWhenAllAreHealthy() throws Exception {
        try (TestHost host = new TestHost()) {
            host.stepUntil(HostState.AwaitingHealth.class);
            assertEquals("Pending:Wait", host.lifecycleState());

            host.stepUntil(HostState.Serving.class);

            assertEquals("InService", host.lifecycleState());
            assertEquals(List.of("launch CONTINUE"), host.aws.group().events());
            List<TargetHealth> health = host.aws.loadBalancer().health(TestHost.TARGET_GROUP);
            assertEquals(TestHost.PORTS.count(), health.size());
            assertTrue(health.stream().allMatch(target -> target.state().equals("healthy")));
        }
    }

    @Test
    void callsNoLoadBalancerWithoutATargetGroup() throws Exception {
        try (TestHost host = new TestHost()) {
            host.targetGroup = Optional.empty();
            host.stepUntil(HostState.Serving.class);
            assertEquals("InService", host.lifecycleState());
            host.aws.group().terminate();

            host.stepUntil(() -> host.state().isSettled());

            assertEquals("Terminated", host.lifecycleState());
            assertTrue(host.aws.calls().stream().noneMatch(call -> call.startsWith("elasticloadbalancing")));
        }
    }

    @Test
    void drainsWithHeartbeatsUntilNoConnectionIsLeftAndThenCompletesTheTermination() throws Exception {
        try (TestHost host = new TestHost()) {
            host.server.connections(600_000);
            host.stepUntil(HostState.Serving.class);
            host.aws.group().terminate();

            host.stepUntil(() -> host.state().isSettled());

            assertEquals(
                    List.of("launch CONTINUE", "terminate CONTINUE"),
                    host.aws.group().events());
            assertEquals(0, host.server.open());
            assertEquals(List.of("/drain?window=300s"), host.server.drains());
            assertEquals(5, host.aws.group().heartbeats(), "one a minute of a drain of five minutes");
        }
    }
}
