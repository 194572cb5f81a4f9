package dev.mooring.capacity;

/**
 * A refusal of a user's input, as one sentence that needs no stack trace: {@code name=value, relation, bound, remedy}.
 *
 * <p>Programs print {@link #getMessage()} and exit with the usage code; nothing else is shown.
 */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private RefusedException(String message) {
        super(message, null, false, false);
    }

    /**
     * A value that breaks a bound.
     *
     * @param name the input as the user wrote it, for example {@code keepalive}
     * @param value the refused value, in the form the user can type
     * @param relation how it relates to the bound, for example {@code is more than}
     * @param bound the bound with its own name, for example {@code idle-timeout/3=116s}
     * @param remedy what to do about it, for example {@code lower keepalive or raise idle-timeout}
     */
    public static RefusedException of(String name, Object value, String relation, Object bound, String remedy) {
        return new RefusedException(name + "=" + value + " " + relation + " " + bound + "; " + remedy);
    }
}
