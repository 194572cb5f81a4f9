package dev.mooring.server.accept;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One descriptor kept back, so that a server without descriptors can still take a connection and say no.
 *
 * <p>Not thread-safe: one per event loop. Cost: one descriptor.
 */
final class ReserveDescriptor {
    private static final String ANY_FILE = "/dev/null";

    private @Nullable FileDescriptor held;

    /** Takes a descriptor to hold; false when none is to be had now. */
    boolean hold() {
        if (held == null) {
            try {
                held = FileDescriptor.from(ANY_FILE);
            } catch (IOException none) {
                return false;
            }
        }
        return true;
    }

    /** Gives the descriptor up; false when none was held. */
    boolean release() {
        FileDescriptor given = held;
        if (given == null) {
            return false;
        }
        held = null;
        try {
            given.close();
        } catch (IOException ignored) {
            // The descriptor is free whatever close returns.
        }
        return true;
    }
}
