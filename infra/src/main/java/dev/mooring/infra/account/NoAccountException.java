package dev.mooring.infra.account;

import software.amazon.awssdk.core.exception.SdkException;

/** AWS cannot be asked: there is no region, no credentials, or no way to it. */
public final class NoAccountException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAccountException(String message) {
        super(message, null, false, false);
    }

    /** The first line of what the SDK says, without the list of all places in which it looked. */
    static String reason(SdkException failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .orElse("no reason")
                .replaceFirst(" in the chain .*", "");
    }
}
