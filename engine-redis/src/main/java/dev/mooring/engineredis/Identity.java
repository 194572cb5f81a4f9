package dev.mooring.engineredis;

import java.util.random.RandomGenerator;

/**
 * One life of a host, as it shows itself on its channel.
 *
 * @param host the number in its ids
 * @param since when it began, in milliseconds since 1970
 * @param process random
 */
record Identity(int host, long since, long process) {
    static Identity of(int host) {
        return new Identity(
                host,
                System.currentTimeMillis(),
                RandomGenerator.of("SecureRandom").nextLong());
    }

    HostWord word(boolean claims) {
        return new HostWord(claims, since, process, System.nanoTime(), System.currentTimeMillis());
    }

    boolean said(HostWord word) {
        return word.process() == process && word.since() == since;
    }

    /** Whether this host has to leave for another that says this. Who has joined stays; of two that have, or claim, the elder. */
    boolean yields(HostWord word, boolean joined) {
        boolean elder = word.outranks(since, process);
        return word.claims() ? !joined && elder : !joined || elder;
    }
}
