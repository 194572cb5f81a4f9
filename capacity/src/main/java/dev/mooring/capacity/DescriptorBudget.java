package dev.mooring.capacity;

import dev.mooring.capacity.unit.RefusedException;

/**
 * The file descriptor limits of a host, from the process to the whole system.
 * Formulas: docs/capacity-model.md, "Descriptors".
 *
 * @param nofile descriptors of the server's process; systemd silently lowers a higher request to nr_open
 * @param nrOpen fs.nr_open, the ceiling of nofile for everybody, root included
 * @param fileMax fs.file-max, descriptors of the whole system
 */
public record DescriptorBudget(long nofile, long nrOpen, long fileMax) {
    /** Descriptors that are never given to connections: listeners, epoll, files, the admin port. */
    public static final long RESERVE = 1_024;

    private static final long DEFAULT_NOFILE = 1_000_000;
    private static final long SPARE = 1L << 16;
    private static final long DEFAULT_NR_OPEN = 1L << 20;

    /** The kernel's own bound of fs.nr_open on 64 bits (fs/file.c, sysctl_nr_open_max). */
    private static final long MAX_NR_OPEN = 1_073_741_816;

    private static final long SYSTEM_SPARE = 100_000;

    /** The limits that follow from nofile: nr_open a power of two not below it, file-max with room for the system. */
    public static DescriptorBudget of(long nofile, long connections) {
        if (nofile < connections + RESERVE) {
            throw RefusedException.of(
                    "nofile",
                    nofile,
                    "is less than",
                    "connections=" + connections + " + reserve=" + RESERVE,
                    "raise nofile or lower connections");
        }
        if (nofile > MAX_NR_OPEN) {
            throw RefusedException.of(
                    "nofile", nofile, "is more than", "the kernel's largest fs.nr_open=" + MAX_NR_OPEN, "lower it");
        }
        long systemWide = Math.max(nofile, connections + connections / 4) + SYSTEM_SPARE;
        return new DescriptorBudget(nofile, nrOpenFor(nofile), systemWide);
    }

    /** The nofile that is planned when none is asked for: 1,000,000, or more where the connections need it. */
    public static long nofileFor(long connections) {
        return Math.max(DEFAULT_NOFILE, connections + SPARE);
    }

    /** Connections that the process's limit admits. */
    public static long connectionsWithin(long nofile) {
        return nofile - reserveOf(nofile);
    }

    /** What is kept back of a limit: {@link #RESERVE}, but of a small one no more than half. */
    public static long reserveOf(long nofile) {
        return Math.min(RESERVE, Math.ceilDiv(nofile, 2));
    }

    /** Connections that the system's limit leaves room for. */
    public long connectionsWithinFileMax() {
        return fileMax - SYSTEM_SPARE;
    }

    private static long nrOpenFor(long nofile) {
        long powerOfTwo = Long.highestOneBit(nofile - 1) << 1;
        return Math.min(MAX_NR_OPEN, Math.max(DEFAULT_NR_OPEN, powerOfTwo));
    }
}
