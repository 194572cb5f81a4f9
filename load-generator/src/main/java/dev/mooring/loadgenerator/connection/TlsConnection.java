package dev.mooring.loadgenerator.connection;

import dev.mooring.tls.record.CipherSuite;
import dev.mooring.tls.record.Traffic;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection with TLS: while it is idle 8 bytes more than another one, and an array of 96 or 128 bytes.
 *
 * <p>What it receives is opened before anybody sees it, and what it sends is sealed at once. All else is as for any other
 * connection.
 */
final class TlsConnection extends Connection {
    private static final byte[] NOTHING = {};
    private static final int SUITE = 3;
    private static final int PEER_WRITES_NO_MORE = 4;

    /** What the record layer keeps; empty before the handshake is done, and overwritten at the end. */
    private byte[] traffic = NOTHING;
    /** The code of the suite in its low bits. */
    private byte flags;

    TlsConnection(int descriptor, LoopContext loop, Attempt attempt) {
        super(descriptor, loop, attempt);
    }

    /** The TLS handshake is done: the request is sent. */
    void established(CipherSuite suite, byte[] state) throws IOException {
        traffic = state;
        flags = suite.code();
        sendRequest();
    }

    boolean isSecuring() {
        return phase() == Phase.SECURING;
    }

    /** Whether what comes is for anybody. */
    boolean receives() {
        return phase() != Phase.RELEASED && (flags & PEER_WRITES_NO_MORE) == 0;
    }

    /** Whether records can be sealed, and the peer can make sense of them. */
    boolean canSeal() {
        return traffic.length > 0;
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

    /** Nothing is sealed or opened any more. */
    void erase() {
        byte[] secrets = traffic;
        traffic = NOTHING;
        Traffic.erase(secrets);
    }

    @Override
    void begin() throws IOException {
        loop.tls().greet(this);
        if (phase() == Phase.CONNECTING) {
            phase(Phase.SECURING);
            awaitFirst();
        }
    }

    @Override
    int receive() throws IOException {
        return loop.tls().receive(this);
    }

    @Override
    void read() throws IOException {
        super.read();
        if ((flags & PEER_WRITES_NO_MORE) != 0) {
            endOfStream();
        }
    }

    @Override
    void transmit(ByteBuffer bytes) throws IOException {
        loop.tls().transmit(this, bytes);
    }

    @Override
    void closeSocket() throws IOException {
        try {
            loop.tls().end(this);
        } finally {
            erase();
            super.closeSocket();
        }
    }
}
