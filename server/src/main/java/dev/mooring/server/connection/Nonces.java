package dev.mooring.server.connection;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Numbers of 32 bits that look random and do not repeat: drawn at random, two of 100,000 would be the same more often than
 * not. A counter, put through a Feistel network whose key is drawn at the start; it comes round after 4.29 billion.
 *
 * <p>Thread-safe. One atomic addition each. Never 0 and never -1, which mean something else to those who ask.
 */
final class Nonces {
    private static final int ROUNDS = 4;
    private static final int HALF = 16;
    private static final int MASK = (1 << HALF) - 1;

    private final int[] keys;
    private final AtomicInteger counter;

    Nonces() {
        SecureRandom random = new SecureRandom();
        keys = random.ints(ROUNDS).toArray();
        counter = new AtomicInteger(random.nextInt());
    }

    int next() {
        int nonce = permuted(counter.getAndIncrement());
        return nonce == 0 || nonce == -1 ? next() : nonce;
    }

    private int permuted(int number) {
        int left = number >>> HALF;
        int right = number & MASK;
        for (int key : keys) {
            int mixed = left ^ mix(right ^ key);
            left = right;
            right = mixed;
        }
        return (left << HALF) | right;
    }

    /** The end of MurmurHash3, cut to half. */
    private static int mix(int value) {
        int mixed = value;
        mixed = (mixed ^ (mixed >>> 16)) * 0x85EBCA6B;
        mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
        return (mixed ^ (mixed >>> 16)) & MASK;
    }
}
