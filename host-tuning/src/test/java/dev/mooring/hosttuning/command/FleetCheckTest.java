package dev.mooring.hosttuning.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.host.HostReply;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.host.LocalHost;
import dev.mooring.hosttuning.report.HostOutcome;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.Severity;
import dev.mooring.hosttuning.verify.Actual;
import dev.mooring.hosttuning.verify.Check;
import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.HostReport;
import dev.mooring.hosttuning.verify.HostVerifier;
import dev.mooring.hosttuning.verify.Outcome;
import dev.mooring.hosttuning.verify.PlanCheck;
import dev.mooring.hosttuning.verify.Survival;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FleetCheckTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final StringWriter terminal = new StringWriter();
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = START;

    @Test
    void keepsTheOrderOfTheHosts() throws InterruptedException {
        List<HostOutcome> outcomes =
                check(FleetCheckTest::passed, 3, Duration.ZERO).run(hosts(50));
        assertEquals(
                IntStream.range(0, 50).mapToObj(i -> "h" + i).toList(),
                outcomes.stream().map(HostOutcome::name).toList());
    }

    @Test
    void reportsAHostThatWasNotReached() throws InterruptedException {
        HostVerifier refused = host -> {
            throw new HostUnreachableException("nobody home");
        };
        assertEquals(
                List.of(new HostOutcome.Unreachable("h0", "nobody home")),
                check(refused, 1, Duration.ZERO).run(hosts(1)));
    }

    @Test
    void keepsTheNameOfAHostWhoseAnswerNobodyExpected() throws InterruptedException {
        HostVerifier surprised = host -> {
            if (host.name().equals("h1")) {
                throw new ArithmeticException("long overflow");
            }
            if (host.name().equals("h2")) {
                throw new AssertionError("cannot happen");
            }
            return passed(host);
        };
        List<HostOutcome> outcomes = check(surprised, 1, Duration.ZERO).run(hosts(4));
        assertEquals(
                List.of(
                        new HostOutcome.Unreachable(
                                "h1", "The check failed: java.lang.ArithmeticException: long overflow; report this"),
                        new HostOutcome.Unreachable(
                                "h2", "The check failed: java.lang.AssertionError: cannot happen; report this")),
                outcomes.subList(1, 3));
        assertTrue(outcomes.get(3) instanceof HostOutcome.Verified, "the others are checked all the same");
    }

    @Test
    void worksOnNoMoreHostsThanAllowed() throws InterruptedException {
        AtomicInteger busy = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        HostVerifier counting = host -> {
            most.accumulateAndGet(busy.incrementAndGet(), Math::max);
            busy.decrementAndGet();
            return passed(host);
        };
        check(counting, 4, Duration.ZERO).run(hosts(200));
        assertTrue(most.get() <= 4, most.get() + " at once");
    }

    @Test
    void worksOnAllHostsThatAreAllowedAtOnce() throws InterruptedException {
        CountDownLatch allAreHere = new CountDownLatch(16);
        HostVerifier meeting = host -> {
            allAreHere.countDown();
            try {
                allAreHere.await();
            } catch (InterruptedException e) {
                throw new HostUnreachableException("interrupted", e);
            }
            return passed(host);
        };
        assertEquals(16, check(meeting, 16, Duration.ZERO).run(hosts(16)).size());
    }

    @Test
    void checksOnlyThoseAgainThatDidNotPass() throws InterruptedException {
        List<String> checked = new ArrayList<>();
        HostVerifier booting = host -> {
            checked.add(host.name());
            if (host.name().equals("h1") && checked.size() < 4) {
                throw new HostUnreachableException("still booting");
            }
            return passed(host);
        };
        List<HostOutcome> outcomes = check(booting, 1, Duration.ofMinutes(5)).run(hosts(2));
        assertEquals(List.of("h0", "h1", "h1", "h1"), checked);
        assertTrue(outcomes.stream().allMatch(HostOutcome.Verified.class::isInstance), outcomes.toString());
        assertEquals(List.of(Duration.ofSeconds(5), Duration.ofSeconds(5)), pauses);
    }

    @Test
    void waitsForATuningScriptThatHasNotComeToItsEnd() throws InterruptedException {
        List<Finding> missing = List.of(new Finding(
                new Check(FleetCheck.TUNING_RECORD, Severity.WARNING, "", ""),
                Outcome.FAIL,
                Actual.NOTHING,
                "",
                "",
                Survival.UNKNOWN));
        AtomicInteger rounds = new AtomicInteger();
        HostVerifier tuning = host -> new HostReport(
                host.name(), "Linux", rounds.incrementAndGet() < 3 ? missing : List.of(), Optional.empty());
        check(tuning, 1, Duration.ofMinutes(5)).run(hosts(1));
        assertEquals(3, rounds.get());
    }

    /** The check names the record as it is looked for here. */
    @Test
    void findsTheRecordInARealReport() throws HostUnreachableException {
        HostReport report =
                new PlanCheck(CapacityPlanner.plan(FleetSpec.of(Map.of())), Role.SERVER).check(new LocalHost());
        assertTrue(report.findings().stream()
                .anyMatch(finding -> finding.check().id().equals(FleetCheck.TUNING_RECORD)));
    }

    @Test
    void givesUpWhenTheTimeIsUp() throws InterruptedException {
        HostVerifier dead = host -> {
            throw new HostUnreachableException("still booting");
        };
        check(dead, 1, Duration.ofSeconds(12)).run(hosts(1));
        assertEquals(2, pauses.size());
    }

    @Test
    void countsHostsOnATerminal() throws InterruptedException {
        check(FleetCheckTest::passed, 1, Duration.ZERO, Progress.on(new PrintWriter(terminal)))
                .run(hosts(2));
        assertEquals(
                "\r\u001b[K0 of 2 hosts checked\r\u001b[K1 of 2 hosts checked\r\u001b[K2 of 2 hosts checked\r\u001b[K",
                terminal.toString());
    }

    @Test
    void staysSilentForASingleHost() throws InterruptedException {
        check(FleetCheckTest::passed, 1, Duration.ZERO, Progress.on(new PrintWriter(terminal)))
                .run(hosts(1));
        assertEquals("", terminal.toString());
    }

    /** Amazon EC2 user guide, "EC2 Instance Connect Endpoint quotas": 20 at once, and somebody may be looking at a host. */
    @Test
    void leavesRoomInTheEndpointThatAProxyCommandGoesThrough() {
        assertTrue(VerifyCommand.parallel(null, /* byProxy= */ true) < 20);
        assertEquals(32, VerifyCommand.parallel(null, /* byProxy= */ false));
        assertEquals(20, VerifyCommand.parallel(20, /* byProxy= */ true));
    }

    private FleetCheck check(HostVerifier check, int parallel, Duration patience) {
        return check(check, parallel, patience, Progress.none(new PrintWriter(terminal)));
    }

    private FleetCheck check(HostVerifier check, int parallel, Duration patience, Progress progress) {
        return new FleetCheck(
                check,
                parallel,
                patience,
                () -> now,
                pause -> {
                    pauses.add(pause);
                    now = now.plus(pause);
                },
                progress);
    }

    private static HostReport passed(Host host) {
        return new HostReport(host.name(), "Linux", List.of(), Optional.empty());
    }

    private static List<Host> hosts(int count) {
        return IntStream.range(0, count)
                .<Host>mapToObj(i -> new NamedHost("h" + i))
                .toList();
    }

    private record NamedHost(String name) implements Host {
        @Override
        public HostReply run(String script) {
            return new HostReply("", 0);
        }
    }
}
