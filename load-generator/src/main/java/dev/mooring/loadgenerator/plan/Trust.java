package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.RefusedException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whom connections with TLS take for the server.
 *
 * @param insecure anybody, whatever the certificate
 * @param ca the file with the authorities; empty for those of the system
 */
public record Trust(boolean insecure, Optional<Path> ca) {
    /** The authorities of the system. */
    public static final Trust SYSTEM = new Trust(false, Optional.empty());

    public Trust {
        if (insecure && ca.isPresent()) {
            throw RefusedException.of(
                    "ca", ca.get(), "is given beside", "insecure, which checks nothing", "leave one away");
        }
    }

    /** Refuses an answer to a question that a target without TLS does not ask. */
    void requireUse(Target target) {
        if (!target.tls() && insecure) {
            throw RefusedException.of(
                    "insecure", true, "is given for", target + ", which has no certificate", "leave it away");
        }
        if (!target.tls() && ca.isPresent()) {
            throw RefusedException.of(
                    "ca", ca.get(), "is given for", target + ", which has no certificate", "leave it away");
        }
    }
}
