package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.awsstandin.FakeAws;
import dev.mooring.hostagent.configuration.AgentConfiguration.Balancing;
import dev.mooring.hostagent.lifecycle.HostState.Deregistering;
import dev.mooring.hostagent.lifecycle.HostState.Left;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A host that sends connections to an emptier one has to leave, in each step of a round and of the wait before the next: from the
 * step on in which it is taken out nobody is moved, and everybody is told by the drain, in time.
 */
class MoveWhileLeavingTest {
    private static final String CONNECTIONS = "Mooring/ConnectionsPerHost{AutoScalingGroupName=" + FakeAws.GROUP + "}";
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration LAG = Duration.ofSeconds(20);
    private static final Duration NOTICE = Duration.ofMinutes(2);
    /** More than a round, in steps. */
    private static final int OFFSETS = 14;

    enum Event {
        TERMINATION,
        SPOT_NOTICE,
        /** The other one comes while the host leaves already. */
        TERMINATION_THEN_SPOT_NOTICE,
        SPOT_NOTICE_THEN_TERMINATION,
        TERMINATION_AND_A_NEW_AGENT,
        TERMINATION_WHILE_CALLS_ARE_THROTTLED
    }

    record Interleaving(Event event, boolean rotates, int offset) {}

    /** Behind a load balancer that asks and without one in turn: only the first round differs. */
    static Stream<Interleaving> interleavings() {
        return Stream.of(Event.values())
                .flatMap(event -> IntStream.range(0, OFFSETS)
                        .mapToObj(offset -> new Interleaving(event, offset % 2 == 0, offset)));
    }

    @ParameterizedTest
    @MethodSource("interleavings")
    void movesNobodyAnyMoreAndTellsEverybodyInTime(Interleaving order) throws Exception {
        try (TestHost host = new TestHost(WINDOW)) {
            host.balancing = new Balancing(order.rotates(), true);
            host.balancerLag = LAG;
            host.server.cap(1_000);
            host.server.connections(600);
            host.stepUntil(Serving.class);
            untilItMoves(host);
            steps(host, order.offset());
            Instant end = happens(order.event(), host);
            int rounds = rounds(host);

            while (!(host.state() instanceof Left)) {
                step(host);
                boolean taken = host.state().isLeaving() && !(host.state() instanceof Deregistering);
                if (taken) {
                    assertFalse(
                            host.server.movesUntil().isAfter(host.clock.instant()),
                            () -> "a round goes on until " + host.server.movesUntil());
                }
                assertEquals(rounds, rounds(host), host.server.moves()::toString);
                assertTrue(host.clock.instant().isBefore(end), "not told by " + end);
                if (order.event() == Event.TERMINATION_THEN_SPOT_NOTICE && taken) {
                    host.aws.metadata().interrupt("terminate", end);
                }
            }
            assertEquals(0, host.server.open());
        }
    }

    /** What happens, and by when everybody must have been told. */
    private static Instant happens(Event event, TestHost host) throws InterruptedException {
        Instant now = host.clock.instant();
        switch (event) {
            case SPOT_NOTICE -> host.aws.metadata().interrupt("terminate", now.plus(NOTICE));
            case SPOT_NOTICE_THEN_TERMINATION -> {
                host.aws.metadata().interrupt("terminate", now.plus(NOTICE));
                step(host);
                host.aws.group().terminate();
            }
            case TERMINATION_AND_A_NEW_AGENT -> {
                host.aws.group().terminate();
                step(host);
                host.kill();
            }
            case TERMINATION_WHILE_CALLS_ARE_THROTTLED -> {
                host.aws.group().terminate();
                host.aws.throttleNext(6);
            }
            case TERMINATION, TERMINATION_THEN_SPOT_NOTICE -> host.aws.group().terminate();
        }
        return now.plus(NOTICE);
    }

    private static void untilItMoves(TestHost host) throws InterruptedException {
        host.stepUntil(() -> {
            host.aws.metrics().put(CONNECTIONS, 0.0);
            return rounds(host) > 0;
        });
    }

    private static void steps(TestHost host, int count) throws InterruptedException {
        for (int step = 0; step < count; step++) {
            step(host);
        }
    }

    /** The other host goes on publishing that it is empty. */
    private static void step(TestHost host) throws InterruptedException {
        host.aws.metrics().put(CONNECTIONS, 0.0);
        host.step();
    }

    /** In which somebody was moved. */
    private static int rounds(TestHost host) {
        List<String> moves = host.server.moves();
        return Math.toIntExact(
                moves.stream().filter(move -> !move.startsWith("0 ")).count());
    }
}
