package dev.mooring.hosttuning.host;

/** A host that could not be asked. The message is one human-readable sentence: what failed and what to do about it. */
public final class HostUnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    public HostUnreachableException(String sentence) {
        super(sentence);
    }

    public HostUnreachableException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
