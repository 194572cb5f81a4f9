package dev.mooring.loadgenerator.tls;

import dev.mooring.loadgenerator.tls.CertificateProblem.Kind;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server is who the URL says: its chain leads to an authority, by the rules of the JDK, its dates are right, and it
 * names the host.
 *
 * <p>Thread-safe. Cost: 1 to 4 ms for a chain; what was said of the last one is remembered, for all connections see the same.
 */
final class CertificateCheck {
    /** As the JDK calls the authentication of TLS 1.3, which no suite names. */
    private static final String AUTHENTICATION = "UNKNOWN";

    private static final int NAMES_TOLD = 4;

    private final X509TrustManager authorities;
    private final HostName host;
    private final InstantSource time;
    private volatile @Nullable Answer last;

    CertificateCheck(X509TrustManager authorities, HostName host, InstantSource time) {
        this.authorities = authorities;
        this.host = host;
        this.time = time;
    }

    /**
     * What is wrong with it; empty when nothing is.
     *
     * @param chain in DER, the server's own first
     */
    Optional<CertificateProblem> problem(byte[][] chain) {
        Answer known = last;
        Instant now = time.instant();
        if (known == null || !now.isBefore(known.until) || !Arrays.deepEquals(known.chain, chain)) {
            known = asked(chain, now);
            last = known;
        }
        return known.problem;
    }

    private Answer asked(byte[][] chain, Instant now) {
        X509Certificate[] certificates = new X509Certificate[chain.length];
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (int i = 0; i < chain.length; i++) {
                certificates[i] = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(chain[i]));
            }
        } catch (CertificateException unreadable) {
            return new Answer(chain, Instant.MAX, problem(Kind.UNTRUSTED, "it cannot be read"));
        }
        Instant until = Arrays.stream(certificates)
                .map(each -> each.getNotAfter().toInstant())
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        return new Answer(chain, until, problem(certificates, now));
    }

    private Optional<CertificateProblem> problem(X509Certificate[] chain, Instant now) {
        X509Certificate own = chain[0];
        if (now.isAfter(own.getNotAfter().toInstant())) {
            return problem(Kind.OUT_OF_DATE, "expired at " + own.getNotAfter().toInstant());
        }
        if (now.isBefore(own.getNotBefore().toInstant())) {
            return problem(Kind.OUT_OF_DATE, "valid from " + own.getNotBefore().toInstant());
        }
        try {
            authorities.checkServerTrusted(chain, AUTHENTICATION);
        } catch (CertificateException refused) {
            return problem(isOfDates(refused) ? Kind.OUT_OF_DATE : Kind.UNTRUSTED, "issued by " + issuer(chain));
        }
        if (!host.isNamedIn(own)) {
            List<String> names = HostName.namesOf(own);
            String told = names.stream().limit(NAMES_TOLD).collect(Collectors.joining(", "));
            return problem(
                    Kind.WRONG_NAME, "the URL says " + host.host() + ", it is for " + (told.isEmpty() ? "none" : told));
        }
        return Optional.empty();
    }

    private static Optional<CertificateProblem> problem(Kind kind, String detail) {
        return Optional.of(new CertificateProblem(kind, detail));
    }

    /** Of the last that the server has shown: the one above it is what is missing. */
    private static String issuer(X509Certificate[] chain) {
        return chain[chain.length - 1].getIssuerX500Principal().getName();
    }

    private static boolean isOfDates(CertificateException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return true;
            }
        }
        return false;
    }

    /** What was said of a chain, and how long it holds. */
    private static final class Answer {
        private final byte[][] chain;
        private final Instant until;
        private final Optional<CertificateProblem> problem;

        private Answer(byte[][] chain, Instant until, Optional<CertificateProblem> problem) {
            this.chain = chain;
            this.until = until;
            this.problem = problem;
        }
    }
}
