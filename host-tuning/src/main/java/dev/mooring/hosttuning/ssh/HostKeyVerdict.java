package dev.mooring.hosttuning.ssh;

import java.util.Optional;

/**
 * What the known hosts say about a key that a host showed.
 *
 * @param trust the outcome
 * @param line the line that decided, if one did
 */
record HostKeyVerdict(Trust trust, Optional<KnownHostsLine> line) {
    static final HostKeyVerdict NOTHING_KNOWN = new HostKeyVerdict(Trust.UNKNOWN, Optional.empty());

    /** Whether to go on. */
    enum Trust {
        KNOWN,
        LEARNED,
        UNKNOWN,
        CHANGED,
        REVOKED,
        /** New keys are learned, but a line that may be about this host is not understood. */
        OBSCURED
    }
}
