package dev.mooring.proof.soak.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Handshakes cut at random places, several at a time, each by a connection of its own that ends with it. */
public final class CutHandshakes {
    private static final Duration MAX_PAUSE = Duration.ofMillis(20);
    private static final int AT_A_TIME = 16;

    private CutHandshakes() {}

    /**
     * Does so many and returns when all are answered.
     *
     * @return what was wrong with those that were not answered 101
     */
    public static List<String> run(int port, int count, long seed) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
            List<Future<String>> outcomes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                outcomes.add(threads.submit(() -> one(port, index, new Random(seed + index))));
            }
            for (Future<String> outcome : outcomes) {
                String wrong = outcome.get();
                if (!wrong.isEmpty()) {
                    failures.add(wrong);
                }
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
        return failures;
    }

    private static String one(int port, int index, Random random) throws InterruptedException {
        try (Peer peer = new Peer(port, index, false)) {
            peer.upgradeInPieces(random, MAX_PAUSE);
            return "";
        } catch (IOException failed) {
            return "handshake " + index + ": " + failed.getMessage();
        }
    }
}
