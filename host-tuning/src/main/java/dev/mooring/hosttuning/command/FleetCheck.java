package dev.mooring.hosttuning.command;

import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.report.HostOutcome;
import dev.mooring.hosttuning.verify.Finding;
import dev.mooring.hosttuning.verify.HostReport;
import dev.mooring.hosttuning.verify.HostVerifier;
import dev.mooring.hosttuning.verify.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/**
 * Checks hosts side by side, and again until they pass or the time is up.
 *
 * <p>Each host has a virtual thread; at most {@code parallel} of them work at once.
 *
 * @param check what is done with one host
 * @param parallel hosts under way at once
 * @param patience how long hosts are checked again that fail or have no tuning record yet; zero for one round
 */
record FleetCheck(
        HostVerifier check, int parallel, Duration patience, InstantSource clock, Pause pause, Progress progress) {
    static final String TUNING_RECORD = "tuning record";

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(5);

    /** Time that passes. */
    interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    /** The outcomes, in the order of the hosts. */
    List<HostOutcome> run(List<Host> hosts) throws InterruptedException {
        Instant end = clock.instant().plus(patience);
        List<HostOutcome> outcomes = new ArrayList<>(hosts.stream()
                .<HostOutcome>map(host -> new HostOutcome.Unreachable(host.name(), "was not checked"))
                .toList());
        List<Integer> open = IntStream.range(0, hosts.size()).boxed().toList();
        while (true) {
            round(hosts, open, outcomes);
            open = open.stream().filter(i -> !isSettled(outcomes.get(i))).toList();
            if (open.isEmpty() || !clock.instant().plus(BETWEEN_ROUNDS).isBefore(end)) {
                return List.copyOf(outcomes);
            }
            pause.sleep(BETWEEN_ROUNDS);
        }
    }

    private void round(List<Host> hosts, List<Integer> open, List<HostOutcome> outcomes) throws InterruptedException {
        Semaphore places = new Semaphore(parallel);
        List<HostOutcome> shared = Collections.synchronizedList(outcomes);
        progress.begin(open.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i : open) {
                places.acquire();
                threads.execute(() -> {
                    try {
                        shared.set(i, outcome(hosts.get(i)));
                    } finally {
                        places.release();
                        progress.finishedOne();
                    }
                });
            }
        } finally {
            progress.end();
        }
    }

    private HostOutcome outcome(Host host) {
        try {
            return new HostOutcome.Verified(check.check(host));
        } catch (HostUnreachableException e) {
            return new HostOutcome.Unreachable(host.name(), String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error surprise) {
            // Not even an assertion or a lack of memory may cost the other hosts their reports.
            return new HostOutcome.Unreachable(host.name(), "The check failed: " + surprise + "; report this");
        }
    }

    /** A host whose tuning script has not come to its end may pass by chance: it is still booting. */
    private static boolean isSettled(HostOutcome outcome) {
        return outcome instanceof HostOutcome.Verified(HostReport report)
                && !report.fails()
                && !report.isUnproven()
                && report.findings().stream().noneMatch(FleetCheck::isMissingRecord);
    }

    private static boolean isMissingRecord(Finding finding) {
        return finding.check().id().equals(TUNING_RECORD)
                && finding.outcome() == Outcome.FAIL
                && finding.actual().configured().isEmpty();
    }
}
