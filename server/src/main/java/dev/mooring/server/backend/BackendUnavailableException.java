package dev.mooring.server.backend;

/** The backend was not asked: it has failed too often just now, or too much waits for it already. */
public final class BackendUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BackendUnavailableException(String why) {
        super(why, null, false, false);
    }
}
