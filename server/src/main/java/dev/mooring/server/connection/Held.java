package dev.mooring.server.connection;

import org.jspecify.annotations.Nullable;

/** Something that a connection makes its loop keep, linked with the others of its kind in the order of {@link #since}. */
abstract class Held {
    final Connection connection;

    @Nullable
    Held older;

    @Nullable
    Held newer;

    /** When it was begun, or last found to go on well; nanoseconds of the loop's clock. */
    long since;
    /** The bytes that its pool was charged for it. */
    long charged;

    Held(Connection connection) {
        this.connection = connection;
    }
}
