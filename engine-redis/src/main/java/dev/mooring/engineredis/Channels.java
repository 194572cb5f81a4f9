package dev.mooring.engineredis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.server.Audience;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The names of channels: {@code m:t:} and a topic, {@code m:u:} and a user, {@code m:b} for everybody, {@code m:h:} and the number of
 * a host. Short, for the engine keeps each of them.
 */
final class Channels {
    static final byte[] EVERYBODY = "m:b".getBytes(US_ASCII);
    private static final int PREFIX = 4;

    private Channels() {}

    static byte[] of(Audience audience) {
        return switch (audience.kind()) {
            case TOPIC -> ("m:t:" + audience.name()).getBytes(UTF_8);
            case USER -> ("m:u:" + audience.name()).getBytes(UTF_8);
            case ALL -> EVERYBODY;
        };
    }

    static byte[] ofHost(int host) {
        return ("m:h:" + host).getBytes(US_ASCII);
    }

    /** Whom a channel is for; empty for a host's, and for what is none of these. */
    static Optional<Audience> audience(byte[] bytes, int from, int length) {
        if (length == EVERYBODY.length && bytes[from + 2] == 'b') {
            return Optional.of(Audience.all());
        }
        if (length <= PREFIX) {
            return Optional.empty();
        }
        String name = new String(bytes, from + PREFIX, length - PREFIX, UTF_8);
        return switch (bytes[from + 2]) {
            case 't' -> Optional.of(Audience.topic(name));
            case 'u' -> Optional.of(Audience.user(name));
            default -> Optional.empty();
        };
    }

    /** Which of several engines carries the channel; the same on every host. */
    static int engineOf(byte[] channel, int engines) {
        if (engines == 1) {
            return 0;
        }
        CRC32 hash = new CRC32();
        hash.update(channel);
        return (int) (hash.getValue() % engines);
    }
}
