package dev.mooring.loadgenerator.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mooring.capacity.unit.Bytes;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * What a published message says of itself, as JSON of fixed places, so that every client protocol can carry it.
 *
 * <p>{@code {"swarm":"RUN.TOPIC.NUMBER.NANOS.xxx"}}: the run, so that those of another swarm are not taken for this one's; the
 * topic's place in the list; the number of the message in its topic, from 0; {@link System#nanoTime} when it was sent, which on
 * Linux all processes of a machine have in common. Immutable.
 */
public final class Stamp {
    /** How far into a message a protocol's envelope may reach. */
    private static final int MAX_BEFORE = 512;

    private static final int TOPIC_DIGITS = 3;
    private static final int NUMBER_DIGITS = 12;
    private static final int NANOS_DIGITS = 19;
    private static final int LENGTH = TOPIC_DIGITS + 1 + NUMBER_DIGITS + 1 + NANOS_DIGITS;

    private final byte[] marker;

    public Stamp(long run) {
        marker = String.format(Locale.ROOT, "{\"swarm\":\"%016x.", run).getBytes(US_ASCII);
    }

    /** A message of the given size. */
    public String message(int topic, long number, long nanos, Bytes size) {
        String head =
                new String(marker, US_ASCII) + String.format(Locale.ROOT, "%03d.%012d.%019d.", topic, number, nanos);
        return head + "x".repeat((int) size.count() - head.length() - 2) + "\"}";
    }

    /** Where the stamp begins, or -1: the message is none of this run's. */
    int find(ByteBuffer payload) {
        int last = Math.min(MAX_BEFORE, payload.limit() - marker.length - LENGTH);
        for (int at = payload.position(); at <= last; at++) {
            if (payload.get(at) == marker[0] && isMarker(payload, at)) {
                return at + marker.length;
            }
        }
        return -1;
    }

    static int topic(ByteBuffer payload, int stamp) {
        return (int) digits(payload, stamp, TOPIC_DIGITS);
    }

    static long number(ByteBuffer payload, int stamp) {
        return digits(payload, stamp + TOPIC_DIGITS + 1, NUMBER_DIGITS);
    }

    static long nanos(ByteBuffer payload, int stamp) {
        return digits(payload, stamp + TOPIC_DIGITS + 1 + NUMBER_DIGITS + 1, NANOS_DIGITS);
    }

    private boolean isMarker(ByteBuffer payload, int at) {
        for (int i = 1; i < marker.length; i++) {
            if (payload.get(at + i) != marker[i]) {
                return false;
            }
        }
        return true;
    }

    private static long digits(ByteBuffer payload, int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            value = 10 * value + payload.get(i) - '0';
        }
        return value;
    }
}
