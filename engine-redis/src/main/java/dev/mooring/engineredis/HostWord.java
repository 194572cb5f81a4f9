package dev.mooring.engineredis;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a host says on its own channel: that it claims it, and every second that it has it, so that it hears whether the engine
 * still carries messages, and another host of the same id whether the id is free.
 *
 * @param claims whether it asks for an answer
 * @param since when the host began, in milliseconds since 1970: of two hosts the elder stays
 * @param process a random number for one life of a host
 * @param sentAt by the clock of the process, in nanoseconds
 * @param sent in milliseconds since 1970
 */
record HostWord(boolean claims, long since, long process, long sentAt, long sent) {
    static final byte CLAIM = 'C';
    static final byte BEAT = 'H';
    /** Begins bytes that one host tells another. */
    static final byte MESSAGE = 'M';

    private static final int LENGTH = 4 * Long.BYTES;

    byte kind() {
        return claims ? CLAIM : BEAT;
    }

    ByteBuffer bytes() {
        return ByteBuffer.allocate(LENGTH)
                .putLong(since)
                .putLong(process)
                .putLong(sentAt)
                .putLong(sent)
                .flip();
    }

    /** Reads one behind its first byte; empty when it is none. */
    static Optional<HostWord> read(byte kind, ByteBuffer bytes) {
        if (bytes.remaining() != LENGTH || (kind != CLAIM && kind != BEAT)) {
            return Optional.empty();
        }
        return Optional.of(
                new HostWord(kind == CLAIM, bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong()));
    }

    /** Whether whoever says this stays, rather than the host that began then. */
    boolean outranks(long otherSince, long otherProcess) {
        return since != otherSince ? since < otherSince : process < otherProcess;
    }
}
