package dev.mooring.server.tls.handshake;

import dev.mooring.server.tls.handshake.ServerNames.Named;
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
    private boolean closed;

    /**
     * A context.
     *
     * @param credentials at least one; a client that names no host, or one of no credential, is shown the first
     * @throws dev.mooring.capacity.unit.RefusedException when the library is not to be had
     */
    public TlsContext(List<Credential> credentials) {
        BoringSsl.load();
        try {
            context = SSLContext.make(SSL.SSL_PROTOCOL_TLSV1_3, SSL.SSL_MODE_SERVER);
        } catch (Exception failed) {
            throw new IllegalStateException("no context for TLS", failed);
        }
        owned = parsed(credentials);
        names = named(credentials, owned);
        SSLContext.setOptions(context, SSL.SSL_OP_NO_TICKET);
        SSLContext.setCurvesList(context, CURVES);
        SSLContext.setCertificateCallback(context, (ssl, _, _) -> show(ssl));
        SSLContext.setKeyLogCallback(context, ServerHandshake::logged);
    }

    /** Shows these from the next handshake on; nothing that is established is touched. */
    public void replace(List<Credential> credentials) {
        List<NativeCredential> next = parsed(credentials);
        ServerNames<NativeCredential> nextNames = named(credentials, next);
        List<NativeCredential> old;
        lock.writeLock().lock();
        try {
            old = owned;
            owned = next;
            names = nextNames;
        } finally {
            lock.writeLock().unlock();
        }
        old.forEach(NativeCredential::free);
    }

    /** The handle of BoringSSL. */
    long handle() {
        if (closed) {
            throw new IllegalStateException("the context is closed");
        }
        return context;
    }

    /** After the last handshake has ended. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            SSLContext.free(context);
            owned.forEach(NativeCredential::free);
        }
    }

    private void show(long ssl) throws Exception {
        lock.readLock().lock();
        try {
            NativeCredential shown = names.choose(SSL.getSniHostname(ssl));
            SSL.setKeyMaterial(ssl, shown.chain(), shown.key());
        } finally {
            lock.readLock().unlock();
        }
    }

    private static List<NativeCredential> parsed(List<Credential> credentials) {
        return credentials.stream().map(NativeCredential::of).toList();
    }

    private static ServerNames<NativeCredential> named(List<Credential> credentials, List<NativeCredential> parsed) {
        List<Named<NativeCredential>> named = new ArrayList<>();
        for (int i = 0; i < parsed.size(); i++) {
            named.add(new Named<>(credentials.get(i).names(), parsed.get(i)));
        }
        return new ServerNames<>(named);
    }
}
