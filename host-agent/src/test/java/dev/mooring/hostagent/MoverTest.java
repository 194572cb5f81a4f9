package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.awsstandin.FakeAws;
import dev.mooring.hostagent.configuration.AgentConfiguration.Balancing;
import dev.mooring.hostagent.lifecycle.HostState.Draining;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A host of 1,000 beside another one whose agent publishes, too. Its drain takes five minutes: 200 a minute. */
class MoverTest {
    private static final String CONNECTIONS = "Mooring/ConnectionsPerHost{AutoScalingGroupName=" + FakeAws.GROUP + "}";

    private static final String FULL = "Mooring/FullHosts{AutoScalingGroupName=" + FakeAws.GROUP + "}";

    @Test
    void sendsTheSurplusToTheEmptierHostOnceTheLoadBalancerHasNoticed() throws Exception {
        try (TestHost host = serving(new Balancing(true, true), 600)) {
            minutes(host, 10, 0);

            assertEquals(
                    List.of("0 within 60s", "200 within 60s"),
                    host.server.moves().subList(0, 2));
        }
    }

    @Test
    void sendsTheSurplusAtOnceWhereNobodyAsksBeforeHeSends() throws Exception {
        try (TestHost host = serving(new Balancing(false, true), 600)) {
            minutes(host, 5, 0);

            assertEquals("200 within 60s", host.server.moves().getFirst());
        }
    }

    @Test
    void endsAtTheMeanThoughWhatItKnowsIsMinutesOld() throws Exception {
        try (TestHost host = serving(new Balancing(false, true), 600)) {
            minutes(host, 3, 0);
            while (host.server.open() > 300) {
                minutes(host, 1, 600 - host.server.open());
            }
            minutes(host, 10, 300);

            assertEquals(300, host.server.open());
        }
    }

    @Test
    void keepsEverybodyWhileHostsHoldAboutTheSame() throws Exception {
        try (TestHost host = serving(new Balancing(true, true), 600)) {
            minutes(host, 10, 550);

            assertEquals(List.of(), host.server.moves());
        }
    }

    /** Each holds more now than both did on average when that was told. */
    @Test
    void keepsEverybodyWhileTheFleetGrows() throws Exception {
        try (TestHost host = serving(new Balancing(true, true), 100)) {
            for (int minute = 0; minute < 20; minute++) {
                minutes(host, 1, host.server.open());
                host.server.connect(30);
            }

            assertEquals(List.of(), host.server.moves());
        }
    }

    @Test
    void keepsEverybodyWhileNoOtherHostPublishes() throws Exception {
        try (TestHost host = serving(new Balancing(true, true), 900)) {
            host.stepUntil(() -> host.aws.metrics().data().size() > 20);

            assertEquals(List.of(), host.server.moves());
        }
    }

    @Test
    void keepsEverybodyUnlessItIsAskedFor() throws Exception {
        try (TestHost host = serving(new Balancing(true, false), 600)) {
            minutes(host, 5, 0);

            assertEquals(List.of(), host.server.moves());
        }
    }

    @Test
    void endsTheRoundUnderWayWhenTheHostLeaves() throws Exception {
        try (TestHost host = serving(new Balancing(false, true), 600)) {
            minutes(host, 5, 0);
            host.aws.group().terminate();

            host.stepUntil(Draining.class);

            assertEquals("0 within 0s", host.server.moves().getLast());
        }
    }

    @Test
    void goesOnServingWhenCloudWatchDoesNotTell() throws Exception {
        try (TestHost host = serving(new Balancing(true, true), 600)) {
            host.aws.throttleCallsOf("GetMetricStatistics");
            int published = host.aws.metrics().data().size();

            minutes(host, 5, 0);

            assertInstanceOf(Serving.class, host.state());
            assertEquals(List.of(), host.server.moves());
            long signs = host.aws.metrics().data().stream()
                    .skip(published)
                    .filter(datum -> datum.startsWith(FULL))
                    .count();
            assertTrue(signs == 5 || signs == 6, "one in each minute that began: " + signs);
        }
    }

    @Test
    void tellsWhetherTheHostIsFullBehindALoadBalancerOnly() throws Exception {
        try (TestHost host = serving(new Balancing(true, false), 970)) {
            host.server.rotation("full");
            minutes(host, 2, 0);
            assertTrue(host.aws.metrics().data().contains(FULL + " 1"));
        }
        try (TestHost host = serving(new Balancing(false, false), 970)) {
            host.server.rotation("full");
            minutes(host, 2, 0);
            assertTrue(host.aws.metrics().data().stream().noneMatch(datum -> datum.startsWith(FULL)));
        }
    }

    private static TestHost serving(Balancing balancing, long connections) throws Exception {
        TestHost host = new TestHost();
        host.balancing = balancing;
        host.server.cap(1_000);
        host.server.connections(connections);
        host.stepUntil(Serving.class);
        return host;
    }

    /** So many minutes in which the other host publishes that it holds so many. */
    private static void minutes(TestHost host, int minutes, long other) throws InterruptedException {
        for (int minute = 0; minute < minutes; minute++) {
            host.aws.metrics().put(CONNECTIONS, (double) other);
            for (Duration passed = Duration.ZERO;
                    passed.compareTo(Duration.ofMinutes(1)) < 0;
                    passed = passed.plus(TestHost.STEP)) {
                host.step();
            }
        }
    }
}
