package dev.mooring.server.runtime;

import dev.mooring.capacity.HostSecrets;
import dev.mooring.capacity.credential.Credential;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.Figure;
import dev.mooring.server.TlsSettings;
import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.tls.handshake.ClientCertificates;
import dev.mooring.server.tls.handshake.TlsContext;
import dev.mooring.server.tls.handshake.TlsPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of a server: read at its start, when asked, and when their files have changed. Thread-safe. Costs a thread
 * that looks at the files once a minute.
 */
final class ServerTls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");

    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    /** A ticket is taken for twice as long at most. */
    private static final Duration KEY_OF_TICKETS = Duration.ofHours(4);

    private final TlsSettings settings;
    private final InstantSource clock;
    private final Optional<ClientCertificates> clients;
    private final TlsContext context;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("mooring-certificates").factory());
    private List<FileTime> changed;
    private Instant rotated;
    private Instant lastAlarm = Instant.MIN;
    private volatile Instant expiry;
    private boolean closed;

    /**
     * Reads them.
     *
     * @throws RefusedException when one cannot be used, or the library for TLS is not to be had
     */
    ServerTls(TlsSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.changed = times();
        this.clients = settings.clientAuthorities().map(file -> new ClientCertificates(file, clock));
        List<Credential> read = read();
        this.context = new TlsContext(
                read, new TlsPolicy(settings.oldest() == TlsSettings.Version.TLS_1_2, settings.tickets(), clients));
        this.rotated = clock.instant();
        this.expiry = first(read);
        look();
        var _ = looking.scheduleWithFixedDelay(
                this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    TlsContext context() {
        return context;
    }

    /** What metrics show of it. */
    List<Figure> figures(ServerCounters counters) {
        return List.of(
                new Figure("mooring.tls.handshakes", "TLS handshakes completed", true, counters.tlsHandshakes::sum),
                new Figure(
                        "mooring.tls.handshakes.resumed",
                        "TLS handshakes completed with a ticket",
                        true,
                        counters.tlsResumed::sum),
                new Figure(
                        "mooring.tls.certificate.days",
                        "Days until the first certificate expires; below 0 when it has",
                        false,
                        this::days));
    }

    /** Days until the first certificate expires; below 0 when it has. */
    long days() {
        return Math.floorDiv(Duration.between(clock.instant(), expiry).toSeconds(), DAY.toSeconds());
    }

    /**
     * Reads the files again, and shows what they hold from the next handshake on. Where one cannot be used, everything stays as
     * it is. Nobody who is connected notices.
     *
     * @return what came of it, for the log
     */
    synchronized String reload() {
        if (closed) {
            return "the server has ended";
        }
        changed = times();
        try {
            List<Credential> read = read();
            Optional<Runnable> authorities = clients.map(ClientCertificates::reread);
            context.replace(read);
            authorities.ifPresent(Runnable::run);
            expiry = first(read);
            return "certificates read anew: " + read;
        } catch (RefusedException refused) {
            LOG.error("a certificate cannot be used, and those of before stay: {}", refused.getMessage());
            return "the certificates stay as they were";
        }
    }

    /**
     * Reads the files that have changed, gives the alarm when a certificate is about to expire, and has tickets sealed with another
     * key when it is time. Throws nothing.
     */
    synchronized void look() {
        if (closed) {
            return;
        }
        try {
            if (!times().equals(changed)) {
                LOG.info("{}", reload());
            }
            Instant now = clock.instant();
            if (!now.isBefore(rotated.plus(KEY_OF_TICKETS))) {
                context.rotateTicketKeys();
                rotated = now;
            }
            if (now.plus(HostSecrets.RENEWED_WITHIN).isAfter(expiry)
                    && now.minus(DAY).isAfter(lastAlarm)) {
                lastAlarm = now;
                LOG.warn("a certificate expires at {}: renew it; the file is read without a restart", expiry);
            }
        } catch (Throwable broken) {
            // Nobody would look again: whatever was thrown, want of memory above all, may have passed by the next time.
            LOG.error("looking at the certificates failed", broken);
        }
    }

    /** After the last loop has ended. */
    @Override
    public synchronized void close() {
        closed = true;
        looking.shutdownNow();
        context.close();
    }

    private List<Credential> read() {
        Instant now = clock.instant();
        return settings.certificates().stream()
                .map(each -> Credential.read(each.chain(), each.key(), now))
                .toList();
    }

    /** When each file was written last; a file that cannot be looked at has another time than any other. */
    private List<FileTime> times() {
        return Stream.concat(
                        settings.certificates().stream().flatMap(each -> Stream.of(each.chain(), each.key())),
                        settings.clientAuthorities().stream())
                .map(ServerTls::time)
                .toList();
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException missing) {
            return FileTime.fromMillis(Long.MIN_VALUE);
        }
    }

    private static Instant first(List<Credential> credentials) {
        return credentials.stream()
                .map(Credential::expiry)
                .min(Instant::compareTo)
                .orElseThrow();
    }
}
