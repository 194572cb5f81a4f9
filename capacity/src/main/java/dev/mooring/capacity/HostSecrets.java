package dev.mooring.capacity;

import java.time.Duration;

/**
 * Where a host keeps what it reads from Secrets Manager. Only the agent writes there, and only the server reads it.
 *
 * <p>A certificate is one file with its chain and its key: both are exchanged in one move, so that nobody reads the chain of one
 * and the key of another.
 */
public final class HostSecrets {
    /** What systemd calls the folder, which it makes and lets a unit write to. */
    public static final String STATE_DIRECTORY = "mooring-secrets";

    /** The folder. */
    public static final String FOLDER = "/var/lib/" + STATE_DIRECTORY;

    /** Chain and key in PEM, where the server ends TLS. */
    public static final String CERTIFICATE = FOLDER + "/certificate.pem";

    /** Keys of tokens, where clients must have one that is signed with a shared secret. */
    public static final String TOKEN_KEYS = FOLDER + "/jwt-keys";

    /** The user that the server runs as. */
    public static final String OWNER = "mooring";

    /** A certificate that ends sooner has not been renewed as it should: clients of ACME renew a month before the end. */
    public static final Duration RENEWED_WITHIN = Duration.ofDays(14);

    private HostSecrets() {}
}
