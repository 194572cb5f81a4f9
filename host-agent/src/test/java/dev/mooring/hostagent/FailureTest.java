package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.awsstandin.Target;
import dev.mooring.awsstandin.TargetHealth;
import dev.mooring.awsstandin.VerifyJson;
import dev.mooring.hostagent.lifecycle.HostState;
import dev.mooring.hostagent.lifecycle.HostState.AwaitingHealth;
import dev.mooring.hostagent.lifecycle.HostState.Deregistering;
import dev.mooring.hostagent.lifecycle.HostState.Joining;
import dev.mooring.hostagent.lifecycle.HostState.Registering;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes wrong on the way in and in service. */
class FailureTest {
    private static final String NOT_TUNED = "verify found: fs.nr_open: The kernel has 1048576. (FAILURE)";

    @Test
    void doesNotJoinAHostThatFailsVerifyAndAbandonsItsLaunchAfterTheDeadline() throws Exception {
        try (TestHost host = new TestHost()) {
            host.verified = VerifyJson.FAILED;
            host.step();
            assertEquals(new Joining(NOT_TUNED), host.state());

            host.stepUntil(Deregistering.class);

            assertEquals(List.of("launch ABANDON"), host.aws.group().events());
            assertEquals(NOT_TUNED, ((Deregistering) host.state()).departure().cause());
            assertTrue(host.aws.loadBalancer().health(TestHost.TARGET_GROUP).isEmpty(), "no target was registered");
            host.stepUntil(() -> host.state().isSettled());
            assertEquals(
                    List.of("launch ABANDON", "terminate CONTINUE"),
                    host.aws.group().events());
        }
    }

    @Test
    void keepsTryingWhereThereIsNoLaunchToAbandon() throws Exception {
        try (TestHost host = new TestHost()) {
            host.launchHook = Optional.empty();
            host.verified = VerifyJson.FAILED;
            host.step();
            host.clock.advance(Duration.ofMinutes(30));

            host.step();

            assertEquals(new Joining(NOT_TUNED), host.state());
            assertEquals(List.of(), host.server.drains());
        }
    }

    @Test
    void joinsAHostWithWarningsOnly() throws Exception {
        try (TestHost host = new TestHost()) {
            host.verified = VerifyJson.WARNED;

            host.stepUntil(Serving.class);

            assertEquals("InService", host.lifecycleState());
        }
    }

    @Test
    void waitsForAServerThatIsNotReady() throws Exception {
        try (TestHost host = new TestHost()) {
            host.server.ready(false);
            host.step();
            assertEquals(new Joining("the server is not ready: starting"), host.state());

            host.server.ready(true);
            host.step();

            assertInstanceOf(Registering.class, host.state());
        }
    }

    @Test
    void abandonsALaunchWhosePortIsNeverFoundHealthy() throws Exception {
        try (TestHost host = new TestHost()) {
            host.aws.loadBalancer().healthCheck(target -> target.port() != 8083);
            host.stepUntil(Deregistering.class);

            assertEquals(
                    "unhealthy (Target.FailedHealthChecks) 8083",
                    ((Deregistering) host.state()).departure().cause());
            assertEquals(List.of("launch ABANDON"), host.aws.group().events());
            assertTrue(host.aws.loadBalancer().health(TestHost.TARGET_GROUP).stream()
                    .allMatch(target -> target.state().equals("draining")));
        }
    }

    @Test
    void abandonsALaunchInAZoneThatTheLoadBalancerDoesNotServe() throws Exception {
        try (TestHost host = new TestHost()) {
            host.aws.loadBalancer().servesZone(false);

            host.stepUntil(Deregistering.class);

            String ports = TestHost.PORTS.ports().mapToObj(Integer::toString).collect(Collectors.joining(" "));
            assertEquals(
                    "unused (Target.NotInUse) " + ports,
                    ((Deregistering) host.state()).departure().cause());
            assertEquals(List.of("launch ABANDON"), host.aws.group().events());
            assertEquals(
                    1,
                    host.aws.calls().stream()
                            .filter("elasticloadbalancing:RegisterTargets"::equals)
                            .count());
        }
    }

    @Test
    void waitsUntilTheSameAddressMayBeRegisteredAgain() throws Exception {
        try (TestHost host = new TestHost()) {
            List<Target> earlier = targets();
            host.aws.loadBalancer().register(TestHost.TARGET_GROUP, earlier);
            host.aws.loadBalancer().deregister(TestHost.TARGET_GROUP, earlier);
            host.step();
            host.step();
            assertEquals(new Registering("the address is still being deregistered"), host.state());

            host.stepUntil(Serving.class);

            assertTrue(host.clock.instant().isAfter(host.begin.plus(TestHost.DEREGISTRATION_DELAY)));
        }
    }

    @Test
    void saysWhyTargetsAreRefused() throws Exception {
        try (TestHost host = new TestHost()) {
            host.aws
                    .loadBalancer()
                    .register(
                            TestHost.TARGET_GROUP,
                            IntStream.rangeClosed(1, 490)
                                    .mapToObj(port -> new Target("10.0.9.9", port))
                                    .toList());
            host.step();
            host.step();

            assertTrue(
                    ((Registering) host.state())
                            .obstacle()
                            .startsWith(
                                    "the registration was refused: You've reached the limit on the number of targets"),
                    host.state().toString());
        }
    }

    @Test
    void registersAgainWhatSomebodyElseDeregistered() throws Exception {
        try (TestHost host = new TestHost()) {
            host.stepUntil(AwaitingHealth.class);
            host.aws.loadBalancer().deregister(TestHost.TARGET_GROUP, targets());

            host.stepUntil(Serving.class);

            assertTrue(host.aws.loadBalancer().health(TestHost.TARGET_GROUP).stream()
                    .allMatch(target -> target.state().equals("healthy")));
        }
    }

    @Test
    void keepsAHostWhoseServerDiedRegisteredAndStopsItsMetrics() throws Exception {
        try (TestHost host = new TestHost()) {
            host.server.connections(17);
            host.stepUntil(() -> host.aws.metrics().data().size() == 4);
            host.server.close();
            int before = host.aws.metrics().data().size();

            for (int i = 0; i < 100; i++) {
                host.step();
            }

            assertInstanceOf(Serving.class, host.state());
            assertEquals(before, host.aws.metrics().data().size());
            List<TargetHealth> health = host.aws.loadBalancer().health(TestHost.TARGET_GROUP);
            assertTrue(health.stream().noneMatch(target -> target.state().equals("draining")));
        }
    }

    @Test
    void publishesTheConnectionCountAndAHeartbeat() throws Exception {
        try (TestHost host = new TestHost()) {
            host.server.connections(17);
            host.stepUntil(Serving.class);

            host.step();

            String dimension = "{AutoScalingGroupName=mooring-fleet} ";
            assertEquals(
                    List.of("Mooring/ConnectionsPerHost" + dimension + "17", "Mooring/Heartbeat" + dimension + "1"),
                    host.aws.metrics().data());
        }
    }

    /** Steps of 5 to 7.5 s: an interval counted from the last publication would leave a minute out each half hour. */
    @Test
    void givesASignOfLifeInEveryMinuteOfTheClock() throws Exception {
        try (TestHost host = new TestHost()) {
            host.stepUntil(() -> host.aws.metrics().data().size() == 4);
            Random random = new Random(7);
            host.clock.advance(Duration.ofSeconds(
                    60 - host.clock.instant().atZone(ZoneOffset.UTC).getSecond()));
            for (int minute = 0; minute < 120; minute++) {
                int before = host.aws.metrics().data().size();
                Instant end =
                        host.clock.instant().truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
                while (host.clock.instant().isBefore(end)) {
                    host.step();
                    host.clock.advance(Duration.ofMillis(random.nextInt(2_500)));
                }
                assertEquals(before + 2, host.aws.metrics().data().size(), "minute " + minute);
            }
        }
    }

    @Test
    void joinsThroughThrottling() throws Exception {
        try (TestHost host = new TestHost()) {
            host.aws.throttleNext(25);

            host.stepUntil(Serving.class);

            assertEquals("InService", host.lifecycleState());
        }
    }

    @Test
    void staysWithExpiredMetadataTokens() throws Exception {
        try (TestHost host = new TestHost()) {
            host.stepUntil(Serving.class);
            host.aws.metadata().expireTokens();
            host.aws.group().terminate();

            host.step();

            assertInstanceOf(Deregistering.class, host.state());
        }
    }

    @Test
    void isInServiceAtOnceWhenTheAgentWasRestartedAlthoughVerifyFailsNow() throws Exception {
        try (TestHost host = new TestHost()) {
            host.stepUntil(Serving.class);
            host.kill();
            host.verified = VerifyJson.FAILED;
            host.clock.advance(Duration.ofDays(1));

            host.step();

            assertInstanceOf(HostState.Serving.class, host.state());
        }
    }

    private static List<Target> targets() {
        return TestHost.PORTS
                .ports()
                .mapToObj(port -> new Target("10.0.1.17", port))
                .toList();
    }
}
