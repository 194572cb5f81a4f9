package dev.mooring.server.centrifugo;

/** The protocol's own errors, with its numbers and words. */
enum ProtocolError {
    /** The client tries again, which it would not do without {@code temporary}. */
    INTERNAL(100, "internal server error", true),
    PERMISSION_DENIED(103, "permission denied", false),
    ALREADY_SUBSCRIBED(105, "already subscribed", false),
    LIMIT_EXCEEDED(106, "limit exceeded", false),
    BAD_REQUEST(107, "bad request", false),
    NOT_AVAILABLE(108, "not available", false),
    TOO_MANY_REQUESTS(111, "too many requests", true);

    private final int code;
    private final String message;
    private final boolean temporary;

    ProtocolError(int code, String message, boolean temporary) {
        this.code = code;
        this.message = message;
        this.temporary = temporary;
    }

    int code() {
        return code;
    }

    String message() {
        return message;
    }

    boolean temporary() {
        return temporary;
    }
}
