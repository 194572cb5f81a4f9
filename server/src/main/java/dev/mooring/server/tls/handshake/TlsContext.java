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
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What all handshakes of a server have in common: TLS 1.3, the hybrid key exchange first, no tickets, and the credentials,
 * which can be replaced while connections are held.
 *
 * <p>Thread-safe. Cost: 2.5 MiB of resident memory with the library, and nothing per connection.
 */
public final class TlsContext implements AutoCloseable {
    /** X25519MLKEM768 is not in BoringSSL's own list. */
    private static final String[] CURVES = {"X25519MLKEM768", "X25519", "P-256"};

    private final long context;
    /** Held for reading while a credential is handed to a handshake, which counts as its user from then on. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private List<NativeCredential> owned = List.of();
    private ServerNames<NativeCredential> names;
    private volatile boolean closed;

    /**
     * A context.
     *
     * @param credentials at least one; a client that names no host, or one of no credential, is shown the first
     * @throws dev.mooring.capacity.unit.RefusedException when the library is not to be had, or does not take one of them
     */
    public TlsContext(List<Credential> credentials) {
        BoringSsl.load(
                "tls-ports",
                "use Linux on x86-64 or arm64 with glibc and the bundle's jars, or leave tls-ports out and end TLS in"
                        + " front of the server");
        try {
            context = SSLContext.make(SSL.SSL_PROTOCOL_TLSV1_3, SSL.SSL_MODE_SERVER);
        } catch (Exception failed) {
            throw new IllegalStateException("no context for TLS", failed);
        }
        boolean made = false;
        try {
            owned = parsed(credentials);
            names = named(credentials, owned);
            SSLContext.setOptions(context, SSL.SSL_OP_NO_TICKET);
            SSLContext.setCurvesList(context, CURVES);
            SSLContext.setCertificateCallback(context, (ssl, _, _) -> show(ssl));
            TlsHandshake.logKeysOf(context);
            made = true;
        } finally {
            if (!made) {
                close();
            }
        }
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
        return new TlsHandshake(handle(), Side.SERVER);
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
