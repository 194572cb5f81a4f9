package dev.mooring.hostagent.lifecycle;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.hostagent.secret.SecretFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the host's secrets again once in each interval: a certificate that was renewed reaches its server without a restart. What
 * cannot be read, or would be refused by the server, leaves the file of before. Used by one thread.
 */
public final class SecretRenewal {
    private static final Logger LOG = LoggerFactory.getLogger("mooring-agent");

    private final List<SecretFile> files;
    private final Duration interval;
    private final InstantSource clock;
    private Instant due;

    /** The first time is an interval from now: they are read when the host boots. */
    public SecretRenewal(List<SecretFile> files, Duration interval, InstantSource clock) {
        this.files = List.copyOf(files);
        this.interval = interval;
        this.clock = clock;
        this.due = clock.instant().plus(interval);
    }

    /** Renews what is due; throws nothing. */
    void renew() {
        if (clock.instant().isBefore(due)) {
            return;
        }
        due = clock.instant().plus(interval);
        for (SecretFile file : files) {
            try {
                if (file.renew()) {
                    LOG.info("{} has changed, and the server reads it within a minute", file.name());
                }
            } catch (RefusedException | IOException kept) {
                LOG.error("{} is not taken, and what was before stays: {}", file.name(), kept.getMessage());
            }
        }
    }
}
