package dev.mooring.capacity.unit;

/**
 * A refusal of a user's input, as one sentence that needs no stack trace: {@code name=value, relation, bound, remedy}.
 *
 * <p>Programs print {@link #getMessage()} and exit with the usage code; nothing else is shown. A refusal
 * {@linkplain #isUnavailable() of the moment} has a code of its own, so that a supervisor tries again.
 */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Of the sentence, where it begins with a name. */
    private final int nameLength;

    private final boolean unavailable;

    private RefusedException(String name, String message, boolean unavailable) {
        super(message, null, false, false);
        nameLength = name.length();
        this.unavailable = unavailable;
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
        return new RefusedException(name, sentence(name, value, relation, bound, remedy), false);
    }

    /** A value that may be right and cannot be had now, for example a port that another process holds. */
    public static RefusedException unavailable(
            String name, Object value, String relation, Object bound, String remedy) {
        return new RefusedException(name, sentence(name, value, relation, bound, remedy), true);
    }

    /** The sentence about another name: a converter does not know which option it converts for. */
    public String named(String name) {
        return name + String.valueOf(getMessage()).substring(nameLength);
    }

    /** Whether the same input may be taken later. */
    public boolean isUnavailable() {
        return unavailable;
    }

    private static String sentence(String name, Object value, String relation, Object bound, String remedy) {
        return name + "=" + value + " " + relation + " " + bound + "; " + remedy;
    }
}
