package dev.mooring.loadgenerator.tls;

import dev.mooring.loadgenerator.plan.Target;
import dev.mooring.loadgenerator.plan.Trust;
import dev.mooring.tls.handshake.BoringSsl;
import dev.mooring.tls.handshake.Side;
import dev.mooring.tls.handshake.TlsHandshake;
import io.netty.internal.tcnative.CertificateVerifier;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all handshakes of a run have in common: TLS 1.3, the hybrid key exchange first as browsers have it, and who is trusted.
 *
 * <p>Thread-safe. Cost: 2.5 MiB of resident memory with the library, and nothing per connection.
 */
public final class ClientContext implements AutoCloseable {
    private static final String[] CURVES = {"X25519MLKEM768", "X25519", "P-256"};
    private static final int MAX_CHAIN = 10;

    /** What the check has found in the step of a handshake that is being taken on this thread. */
    private static final ThreadLocal<@Nullable CertificateProblem> FOUND = new ThreadLocal<>();

    private final long context;
    private final HostName host;

    private ClientContext(HostName host, Optional<CertificateCheck> check) {
        this.host = host;
        BoringSsl.load(
                "url", "use Linux on x86-64 or arm64 with glibc, or give the ws:// address behind what ends TLS");
        try {
            context = SSLContext.make(SSL.SSL_PROTOCOL_TLSV1_3, SSL.SSL_MODE_CLIENT);
        } catch (Exception failed) {
            throw new IllegalStateException("no context for TLS", failed);
        }
        SSLContext.setCurvesList(context, CURVES);
        SSLContext.setVerify(context, SSL.SSL_CVERIFY_REQUIRED, MAX_CHAIN);
        SSLContext.setCertVerifyCallback(context, new Verifier(check));
        TlsHandshake.logKeysOf(context);
    }

    /**
     * The context of a run against a target.
     *
     * @throws dev.mooring.capacity.unit.RefusedException when there is no library for TLS, or no authority where one was named
     */
    public static ClientContext of(Target target, Trust trust) {
        HostName host = new HostName(target.host());
        return new ClientContext(
                host,
                trust.insecure()
                        ? Optional.empty()
                        : Optional.of(
                                new CertificateCheck(Authorities.read(trust.ca()), host, InstantSource.system())));
    }

    /**
     * Begins a handshake.
     *
     * @param output gets the greeting
     */
    public TlsHandshake begin(ByteBuffer output) {
        TlsHandshake begun = new TlsHandshake(context, Side.CLIENT);
        boolean greeted = false;
        try {
            if (!host.isAddress()) {
                begun.name(host.host());
            }
            begun.greet(output);
            greeted = true;
            return begun;
        } finally {
            if (!greeted) {
                begun.close();
            }
        }
    }

    /** Why the server's certificate was refused in the step just taken on this thread; once. */
    public Optional<CertificateProblem> takeProblem() {
        CertificateProblem problem = FOUND.get();
        FOUND.remove();
        return Optional.ofNullable(problem);
    }

    /** After the last handshake has ended. */
    @Override
    public void close() {
        SSLContext.free(context);
    }

    /** Asked by BoringSSL in the middle of a step. */
    private static final class Verifier extends CertificateVerifier {
        private final Optional<CertificateCheck> check;

        private Verifier(Optional<CertificateCheck> check) {
            this.check = check;
        }

        @Override
        public int verify(long ssl, byte[][] chain, String authentication) {
            Optional<CertificateProblem> problem = check.flatMap(each -> each.problem(chain));
            problem.ifPresent(FOUND::set);
            return problem.map(CertificateProblem::kind)
                    .map(ClientContext::code)
                    .orElse(CertificateVerifier.X509_V_OK);
        }
    }

    /** It decides which alert the server gets. */
    private static int code(CertificateProblem.Kind kind) {
        return switch (kind) {
            case UNTRUSTED -> CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
            case OUT_OF_DATE -> CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED;
            case WRONG_NAME -> CertificateVerifier.X509_V_ERR_HOSTNAME_MISMATCH;
        };
    }
}
