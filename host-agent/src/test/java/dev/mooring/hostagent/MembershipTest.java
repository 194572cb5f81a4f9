package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.hostagent.lifecycle.HostState.AwaitingHealth;
import dev.mooring.hostagent.lifecycle.HostState.Away;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the group says and the metadata do not. */
class MembershipTest {
    private static final int TWO_MINUTES = 24;

    @Test
    void takesNoTrafficAndPublishesNothingInStandbyOrDetached() throws Exception {
        for (Consumer<TestHost> leave : List.<Consumer<TestHost>>of(
                host -> host.aws.group().enterStandby(),
                host -> host.aws.group().detach())) {
            try (TestHost host = serving()) {
                leave.accept(host);
                Instant begin = host.clock.instant();
                host.stepUntil(Away.class);
                int published = host.aws.metrics().data().size();
                assertTrue(Duration.between(begin, host.clock.instant()).compareTo(Duration.ofSeconds(70)) < 0);

                for (int i = 0; i < TWO_MINUTES; i++) {
                    host.step();
                }

                assertTrue(host.aws.loadBalancer().health(TestHost.TARGET_GROUP).stream()
                        .allMatch(target -> target.state().equals("draining")));
                assertEquals(published, host.aws.metrics().data().size());
                assertEquals(List.of(), host.server.drains());
                assertEquals(1_000, host.server.open(), "those who are here stay");
            }
        }
    }

    @Test
    void comesBackFromStandby() throws Exception {
        try (TestHost host = serving()) {
            host.aws.group().enterStandby();
            host.stepUntil(Away.class);
            host.aws.group().exitStandby();
            int published = host.aws.metrics().data().size();

            host.stepUntil(() -> host.aws.metrics().data().size() > published);

            assertTrue(host.aws.loadBalancer().health(TestHost.TARGET_GROUP).stream()
                    .allMatch(target -> target.state().equals("healthy")));
        }
    }

    /** Its health port says so, and the load balancer finds no target healthy. */
    @Test
    void comesBackFromStandbyAlthoughItIsFull() throws Exception {
        try (TestHost host = serving()) {
            host.server.cap(1_000);
            host.server.rotation("full");
            host.server.ready(false);
            host.aws.loadBalancer().healthCheck(_ -> false);
            host.aws.group().enterStandby();
            host.stepUntil(Away.class);

            host.aws.group().exitStandby();

            host.stepUntil(Serving.class);
            assertTrue(host.aws.loadBalancer().health(TestHost.TARGET_GROUP).stream()
                    .noneMatch(target -> target.state().equals("draining")));
        }
    }

    @Test
    void staysOutWhileItsTargetsFailForAnotherReason() throws Exception {
        try (TestHost host = serving()) {
            host.aws.loadBalancer().healthCheck(_ -> false);
            host.aws.group().enterStandby();
            host.stepUntil(Away.class);

            host.aws.group().exitStandby();
            host.stepUntil(AwaitingHealth.class);
            for (int i = 0; i < TWO_MINUTES; i++) {
                host.step();
            }

            assertEquals(AwaitingHealth.class, host.state().getClass());
        }
    }

    @Test
    void staysInStandbyWhenTheAgentIsStartedAgain() throws Exception {
        try (TestHost host = serving()) {
            host.aws.group().enterStandby();
            host.kill();

            host.stepUntil(Away.class);
            host.step();

            assertTrue(host.aws.loadBalancer().health(TestHost.TARGET_GROUP).stream()
                    .allMatch(target -> target.state().equals("draining")));
        }
    }

    @Test
    void drainsFromStandbyWhenItIsTerminated() throws Exception {
        try (TestHost host = serving()) {
            host.aws.group().enterStandby();
            host.stepUntil(Away.class);
            host.aws.group().terminate();

            host.stepUntil(() -> host.state().isSettled());

            assertEquals(0, host.server.open());
            assertEquals("Terminated", host.lifecycleState());
        }
    }

    @Test
    void leavesWhenTheGroupSaysSoAndTheMetadataDoNotYet() throws Exception {
        try (TestHost host = serving()) {
            host.aws.group().metadataAreLate(true);
            host.aws.group().terminate();
            Instant terminated = host.clock.instant();

            host.stepUntil(() -> host.state().isLeaving());

            assertTrue(Duration.between(terminated, host.clock.instant()).compareTo(Duration.ofSeconds(70)) < 0);
        }
    }

    @Test
    void goesOnPublishingWhenTheGroupDoesNotAnswer() throws Exception {
        try (TestHost host = serving()) {
            int published = host.aws.metrics().data().size();
            host.aws.throttleCallsOf("DescribeAutoScalingInstances");

            host.stepUntil(() -> host.aws.metrics().data().size() > published);

            assertEquals(Serving.class, host.state().getClass());
        }
    }

    private static TestHost serving() throws Exception {
        TestHost host = new TestHost();
        host.server.connections(1_000);
        host.stepUntil(Serving.class);
        host.stepUntil(() -> host.aws.metrics().data().size() == 2);
        return host;
    }
}
