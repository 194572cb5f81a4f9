package dev.mooring.loadgenerator.connection;

import java.time.Duration;

/** How a connection came to its end. */
public sealed interface Ending {
    /** The server answered the handshake with an HTTP status other than 101. */
    record Refused(int status, Duration retryAfter) implements Ending {}

    /** It never opened. */
    record Failed(Failure failure) implements Ending {}

    /** It was open, and ended without this side's wish. */
    record Lost(Failure failure) implements Ending {}

    /** It was open, and the server sent a Close. */
    record ClosedByServer(int code) implements Ending {}

    /** It was open, and this side sent a Close. */
    record Closed() implements Ending {}
}
