package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.awsstandin.FakeAws;
import dev.mooring.awsstandin.HostNames;
import dev.mooring.awsstandin.HostRecord;
import dev.mooring.awsstandin.Target;
import dev.mooring.capacity.RollPace;
import dev.mooring.hostagent.configuration.AgentConfiguration;
import dev.mooring.hostagent.lifecycle.HostState.Admitting;
import dev.mooring.hostagent.lifecycle.HostState.Away;
import dev.mooring.hostagent.lifecycle.HostState.Draining;
import dev.mooring.hostagent.lifecycle.HostState.Left;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A load balancer goes on sending for two minutes after a deregistration. */
class AdmissionTest {
    private static final Duration LAG = Duration.ofMinutes(2);

    @Test
    void refusesNobodyWhomTheLoadBalancerStillSends() throws Exception {
        try (TestHost host = leavable()) {
            host.aws.group().terminate();

            int sent = leave(host, () -> host.aws.loadBalancer().sendsTo(TestHost.TARGET_GROUP, A_TARGET));

            assertEquals(0, host.server.refused(), "of " + sent);
            assertTrue(sent > 20, sent + " were sent");
            assertEquals(0, host.server.open());
        }
    }

    @Test
    void refusesNobodyWhoseResolverStillHoldsTheAddress() throws Exception {
        try (TestHost host = new TestHost()) {
            host.targetGroup = Optional.empty();
            host.name = Optional.of(new AgentConfiguration.Name(HostNames.ZONE, "ws.example.com"));
            host.balancerLag = RollPace.of(1_000).byName().balancerLag();
            host.stepUntil(Serving.class);
            assertEquals(
                    List.of(new HostRecord(
                            "ws.example.com",
                            FakeAws.GROUP + "/" + FakeAws.INSTANCE,
                            RollPace.RECORD_TTL,
                            FakeAws.PUBLIC_ADDRESS)),
                    host.aws.names().records());
            host.aws.group().terminate();

            int sent = leave(host, () -> host.aws.names().mayBeTold(FakeAws.PUBLIC_ADDRESS));

            assertEquals(List.of(), host.aws.names().records());
            assertEquals(0, host.server.refused(), "of " + sent);
            assertTrue(sent > 20, sent + " were sent");
            assertEquals(0, host.server.open());
        }
    }

    /** The load balancer's two minutes begin with the deregistration, whatever came between the notice and it. */
    @Test
    void countsTheLagFromTheDeregistration() throws Exception {
        try (TestHost host = leavable()) {
            host.aws.throttleCallsOf("DeregisterTargets");
            host.aws.group().terminate();
            host.step();
            host.step();
            host.step();
            host.aws.throttleCallsOf("");

            int sent = leave(host, () -> host.aws.loadBalancer().sendsTo(TestHost.TARGET_GROUP, A_TARGET));

            assertEquals(0, host.server.refused(), "of " + sent);
        }
    }

    @Test
    void comesBackFromStandbyIntoItsName() throws Exception {
        try (TestHost host = new TestHost()) {
            host.targetGroup = Optional.empty();
            host.name = Optional.of(new AgentConfiguration.Name(HostNames.ZONE, "ws.example.com"));
            host.stepUntil(Serving.class);
            host.aws.group().enterStandby();
            host.stepUntil(Away.class);
            assertEquals(List.of(), host.aws.names().records());

            host.aws.group().exitStandby();
            host.stepUntil(Serving.class);

            assertEquals(1, host.aws.names().records().size());
        }
    }

    @Test
    void drainsAtThePaceOnceNobodyIsSentAnyMore() throws Exception {
        try (TestHost host = leavable()) {
            host.aws.group().terminate();

            host.stepUntil(Left.class);

            assertEquals(List.of("/drain?window=300s"), host.server.drains());
        }
    }

    @Test
    void keepsTheHookAliveWhileItAdmits() throws Exception {
        try (TestHost host = leavable()) {
            host.aws.group().terminate();

            host.stepUntil(Draining.class);

            assertEquals("Terminating:Wait", host.lifecycleState());
            assertEquals(3, host.aws.group().heartbeats(), "one a minute of 130 seconds");
        }
    }

    @Test
    void sharesTheTimeThatASpotNoticeLeavesAsThePlanSharesItsOwn() throws Exception {
        try (TestHost host = leavable()) {
            Instant end = host.clock.instant().plus(Duration.ofMinutes(2));
            host.aws.metadata().interrupt("terminate", end);
            host.stepUntil(Admitting.class);

            host.stepUntil(Draining.class);

            assertEquals(List.of("/drain?window=70s"), host.server.drains(), "of the 100 s, 30 s to admit");
            host.stepUntil(Left.class);
            assertEquals(0, host.server.open());
            assertTrue(host.clock.instant().isBefore(end), "done before EC2 acts");
        }
    }

    @Test
    void doesNotAdmitAgainWhenANewAgentFindsADrainUnderWay() throws Exception {
        try (TestHost host = leavable()) {
            host.aws.group().terminate();
            host.stepUntil(Draining.class);
            host.kill();

            host.stepUntil(Draining.class);

            assertEquals(List.of("/drain?window=300s", "/drain?window=430s"), host.server.drains());
        }
    }

    @Test
    void doesNotAdmitWhereNobodyServesAnyMore() throws Exception {
        try (TestHost host = leavable()) {
            host.unitState = "inactive";
            host.kill();
            host.stepUntil(Serving.class);
            host.server.close();
            host.aws.group().terminate();
            Instant terminated = host.clock.instant();

            host.stepUntil(() -> host.state().isSettled());

            assertTrue(Duration.between(terminated, host.clock.instant()).compareTo(Duration.ofMinutes(1)) < 0);
        }
    }

    private static final Target A_TARGET = new Target("10.0.1.17", 8080);

    private static TestHost leavable() throws Exception {
        TestHost host = new TestHost();
        host.balancerLag = LAG;
        host.server.connections(1_000);
        host.stepUntil(Serving.class);
        return host;
    }

    /** Steps until the host has gone, with a client at each step at which one may still come; says how many came. */
    private static int leave(TestHost host, BooleanSupplier comes) throws Exception {
        int sent = 0;
        while (!host.state().isSettled()) {
            host.step();
            if (comes.getAsBoolean()) {
                host.server.connect(1);
                sent++;
            }
        }
        return sent;
    }
}
