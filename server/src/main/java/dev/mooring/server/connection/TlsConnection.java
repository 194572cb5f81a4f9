package dev.mooring.server.connection;

import dev.mooring.tls.record.CipherSuite;
import dev.mooring.tls.record.Traffic;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection with TLS: while it is idle 8 bytes more than another one, and an array of 96 or 128 bytes.
 *
 * <p>What it receives is opened before anybody sees it, what it sends is sealed as it leaves. All else is as for any other
 * connection.
 */
final class TlsConnection extends Connection {
    private static final int SUITE = 7;
    private static final int PEER_WRITES_NO_MORE = 8;
    private static final int CLOSE_NOTIFIED = 16;
    private static final int WAITS_FOR_TLS = 32;

    /** What the record layer keeps; empty before the handshake is done, and overwritten at the end. */
    private byte[] traffic = BusyState.NOTHING;
    /** The code of the suite in its low bits. */
    private byte flags;

    TlsConnection(int descriptor, ConnectionLoop loop, Phase phase) {
        super(descriptor, loop, phase);
    }

    /** The handshake is done: the request may come. */
    void established(CipherSuite suite, byte[] state) {
        traffic = state;
        flags = suite.code();
        phase(Phase.HANDSHAKE);
    }

    /** Whether it stands among those whose handshake may not begin yet. */
    boolean waitsForTls() {
        return (flags & WAITS_FOR_TLS) != 0;
    }

    void waitsForTls(boolean now) {
        flags = (byte) (now ? flags | WAITS_FOR_TLS : flags & ~WAITS_FOR_TLS);
    }

    byte[] traffic() {
        return traffic;
    }

    CipherSuite suite() {
        return CipherSuite.of(flags & SUITE);
    }

    void peerWritesNoMore() {
        flags |= PEER_WRITES_NO_MORE;
    }

    /** Whether the peer is still to be told that nothing more comes; true once. */
    boolean toBeNotified() {
        boolean first = answerable() && (flags & CLOSE_NOTIFIED) == 0;
        flags |= CLOSE_NOTIFIED;
        return first;
    }

    @Override
    int receive(ByteBuffer buffer, long address, int from) throws IOException {
        return loop.tls().receive(this, buffer, address, from);
    }

    @Override
    void unwrap(ByteBuffer buffer) {
        loop.tls().unwrap(this, buffer);
    }

    @Override
    int transmit(ByteBuffer memory, long address, int from, int to) throws IOException {
        return loop.tls().transmit(this, memory, from, to);
    }

    @Override
    void proxyHeaderEnds() {
        phase(Phase.TLS);
    }

    @Override
    boolean paused() {
        return waitsForTls() || super.paused();
    }

    @Override
    void readAgain() {
        loop.tls().resumed(this);
        super.readAgain();
    }

    @Override
    boolean secure() {
        return true;
    }

    @Override
    boolean answerable() {
        return traffic.length > 0;
    }

    @Override
    boolean inputEnded() {
        return (flags & PEER_WRITES_NO_MORE) != 0;
    }

    @Override
    void sayGoodbye() {
        loop.tls().sayGoodbye(this);
    }

    @Override
    void closeSocket() throws IOException {
        try {
            loop.tls().forget(this);
        } finally {
            byte[] secrets = traffic;
            traffic = BusyState.NOTHING;
            Traffic.erase(secrets);
            super.closeSocket();
        }
    }
}
