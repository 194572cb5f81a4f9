package dev.mooring.server.token;

/** A token lets nobody in; without a trace, for strangers make these. */
final class RefusedTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final TokenRefusal why;

    RefusedTokenException(TokenRefusal why) {
        super(why.name(), null, false, false);
        this.why = why;
    }

    TokenRefusal why() {
        return why;
    }
}
