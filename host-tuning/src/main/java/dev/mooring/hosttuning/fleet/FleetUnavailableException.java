package dev.mooring.hosttuning.fleet;

/** The list of hosts could not be had, or is empty. The message is one sentence with a remedy. */
public final class FleetUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    FleetUnavailableException(String sentence) {
        super(sentence);
    }

    FleetUnavailableException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
