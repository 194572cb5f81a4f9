package dev.mooring.server.frame;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;

/**
 * The bounds of one incoming message.
 *
 * @param maxMessage the largest payload of a message, all its fragments together; more is answered with 1009
 * @param maxFragments the most frames of a message, empty ones included; more is answered with 1008
 */
public record FrameLimits(Bytes maxMessage, int maxFragments) {
    private static final Bytes MAX_MESSAGE = Bytes.gibi(1);

    public static final FrameLimits DEFAULT = new FrameLimits(Bytes.kibi(64), 16_384);

    public FrameLimits {
        if (maxMessage.count() < 1) {
            throw RefusedException.of("max-message", maxMessage, "is less than", Bytes.of(1), "raise max-message");
        }
        if (maxMessage.compareTo(MAX_MESSAGE) > 0) {
            throw RefusedException.of("max-message", maxMessage, "is more than", MAX_MESSAGE, "lower max-message");
        }
        if (maxFragments < 1) {
            throw RefusedException.of("max-fragments", maxFragments, "is less than", 1, "raise max-fragments");
        }
    }
}
