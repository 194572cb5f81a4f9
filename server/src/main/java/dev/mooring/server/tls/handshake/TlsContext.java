package dev.mooring.server.tls.handshake;

import dev.mooring.capacity.credential.Credential;
import dev.mooring.server.tls.handshake.ServerNames.Named;
import dev.mooring.tls.handshake.BoringSsl;
import dev.mooring.tls.handshake.Side;
import dev.mooring.tls.handshake.TlsHandshake;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What all handshakes of a server have in common: TLS 1.3, and 1.2 unless it is left out; the hybrid key exchange first; and the
 * credentials, which can be replaced while connections are held.
 *
 * <p>Thread-safe. Cost: 2.5 MiB of resident memory with the library, and nothing per connection.
 */
public final class TlsContext implements AutoCloseable {
    /** X25519MLKEM768 is not in BoringSSL's own list. */
    private static final String[] CURVES = {"X25519MLKEM768", "X25519", "P-256"};

    /**
     * Of TLS 1.2: with forward secrecy and an authenticated cipher, and in this order, whatever the client's is. Those of TLS 1.3
     * are all of them, and the client chooses.
     */
    private static final String SUITES = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256"
            + ":ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
            + ":ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384";

    private static final int MAX_CHAIN = 10;
    /** Of the certificates that a client shows, in bytes: they are kept until its handshake is done. */
    private static final int MAX_SHOWN = 16 * 1024;

    private final long context;
    private final TlsPolicy policy;
    private final TicketKeys ticketKeys = new TicketKeys();
    /** Held for reading while a credential is handed to a handshake, which counts as its user from then on. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private List<NativeCredential> owned = List.of();
    private ServerNames<NativeCredential> names;
    private volatile boolean closed;

    /** A context with the {@linkplain TlsPolicy#USUAL usual policy}. */
    public TlsContext(List<Credential> credentials) {
        this(credentials, TlsPolicy.USUAL);
    }

    /**
     * A context.
     *
     * @param credentials at least one; a client that names no host, or one of no credential, is shown the first
     * @throws dev.mooring.capacity.unit.RefusedException when the library is not to be had, or does not take one of them
     */
    public TlsContext(List<Credential> credentials, TlsPolicy policy) {
        this.policy = policy;
        BoringSsl.load(
                "tls-ports",
                "use Linux on x86-64 or arm64 with glibc and the bundle's jars, or leave tls-ports out and end TLS in"
                        + " front of the server");
        try {
            context = SSLContext.make(
                    SSL.SSL_PROTOCOL_TLSV1_3 | (policy.tls12() ? SSL.SSL_PROTOCOL_TLSV1_2 : 0), SSL.SSL_MODE_SERVER);
        } catch (Exception failed) {
            throw new IllegalStateException("no context for TLS", failed);
        }
        boolean made = false;
        try {
            owned = parsed(credentials);
            names = named(credentials, owned);
            configure();
            made = true;
        } finally {
            if (!made) {
                close();
            }
        }
    }

    /** What is refused here is no mistake of an operator: the lists are this class's own. */
    private void configure() {
        try {
            configured();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException("no context for TLS", failed);
        }
    }

    private void configured() throws Exception {
        SSLContext.setCurvesList(context, CURVES);
        if (policy.tls12()) {
            SSLContext.setCipherSuite(context, SUITES, false);
            SSLContext.setOptions(context, SSL.SSL_OP_CIPHER_SERVER_PREFERENCE);
        }
        SSLContext.setSessionCacheMode(context, SSL.SSL_SESS_CACHE_OFF);
        if (policy.tickets()) {
            ticketKeys.rotate(context);
        } else {
            SSLContext.setOptions(context, SSL.SSL_OP_NO_TICKET);
        }
        SSLContext.setCertificateCallback(context, (ssl, _, _) -> show(ssl));
        if (policy.clients().isPresent()) {
            SSLContext.setVerify(context, SSL.SSL_CVERIFY_REQUIRED, MAX_CHAIN);
            SSLContext.setMaxCertList(context, MAX_SHOWN);
            SSLContext.setCertVerifyCallback(
                    context, new ClientVerifier(policy.clients().get()));
        }
        TlsHandshake.logKeysOf(context);
    }

    /** Seals tickets with another key from now on; those sealed with the one before are still taken. */
    public synchronized void rotateTicketKeys() {
        if (policy.tickets()) {
            ticketKeys.rotate(handle());
        }
    }

    /** The subject of the certificate of a client whose handshake is done; empty where none is asked for. */
    public Optional<String> clientSubject(TlsHandshake handshake) {
        return policy.clients().isEmpty()
                ? Optional.empty()
                : handshake.peerCertificate().map(ClientSubject::of);
    }

    /**
     * Shows these from the next handshake on; nothing that is established is touched.
     *
     * @throws dev.mooring.capacity.unit.RefusedException when the library does not take one of them; those of before stay
     * @throws IllegalStateException when the context is closed
     */
    public synchronized void replace(List<Credential> credentials) {
        List<NativeCredential> next = parsed(credentials);
        ServerNames<NativeCredential> nextNames = named(credentials, next);
        List<NativeCredential> old = owned;
        lock.writeLock().lock();
        try {
            owned = next;
            names = nextNames;
        } finally {
            lock.writeLock().unlock();
        }
        old.forEach(NativeCredential::free);
    }

    /** Begins a handshake. */
    public TlsHandshake begin() {
        return new TlsHandshake(handle(), Side.SERVER, policy.tickets());
    }

    private long handle() {
        if (closed) {
            throw new IllegalStateException("the context is closed");
        }
        return context;
    }

    /** After the last handshake has ended. What is freed is forgotten: to free it again would end the process. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            SSLContext.free(context);
            owned.forEach(NativeCredential::free);
            owned = List.of();
        }
    }

    private void show(long ssl) throws Exception {
        lock.readLock().lock();
        try {
            names.choose(SSL.getSniHostname(ssl)).showIn(ssl);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Parses them, and tries each in a handshake that never begins; of what is refused nothing is left. */
    private List<NativeCredential> parsed(List<Credential> credentials) {
        List<NativeCredential> parsed = new ArrayList<>();
        boolean all = false;
        try {
            for (Credential each : credentials) {
                parsed.add(NativeCredential.of(each, handle()));
            }
            all = true;
            return parsed;
        } finally {
            if (!all) {
                parsed.forEach(NativeCredential::free);
            }
        }
    }

    private static ServerNames<NativeCredential> named(List<Credential> credentials, List<NativeCredential> parsed) {
        List<Named<NativeCredential>> named = new ArrayList<>();
        for (int i = 0; i < parsed.size(); i++) {
            named.add(new Named<>(credentials.get(i).names(), parsed.get(i)));
        }
        return new ServerNames<>(named);
    }
}
