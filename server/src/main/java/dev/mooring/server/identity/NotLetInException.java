package dev.mooring.server.identity;

import dev.mooring.server.HandshakeAnswer.Refuse;

/** A client is not let in; without a trace, for strangers make these. */
public final class NotLetInException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refuse answer;

    /** With what it is told. */
    public NotLetInException(Refuse answer) {
        super("not let in", null, false, false);
        this.answer = answer;
    }

    /** What it is told. */
    public Refuse answer() {
        return answer;
    }
}
