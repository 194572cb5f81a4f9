package dev.mooring.infra.account;

/** AWS cannot be asked: there is no region, no credentials, or no way to it. */
public final class NoAccountException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAccountException(String message) {
        super(message, null, false, false);
    }
}
