package dev.mooring.server.connection;

import dev.mooring.server.CloseCode;
import org.jspecify.annotations.Nullable;

/**
 * What only a busy connection needs: part of a request or frame, bytes the peer has not taken, an attachment, a Close
 * under way. An idle connection has none, so none of this costs it anything.
 */
final class BusyState {
    static final byte[] NOTHING = {};

    /** The part of a handshake received so far. */
    byte[] request = NOTHING;
    /** Bytes of the PROXY header that are to come and are skipped. */
    int proxyHeaderRest;
    /** The TLS handshake under way. */
    @Nullable
    TlsAttempt handshake;
    /** The received part of a TLS record. */
    @Nullable
    PartialRecord record;
    /** Of the certificate that the client has shown, until its request is copied. */
    @Nullable
    String clientSubject;
    /** The request on which the application has promised to decide. */
    @Nullable
    PendingHandshake pending;
    /** The received part of a frame or message. */
    @Nullable
    PartialMessage message;

    @Nullable
    OutboundQueue outbound;

    @Nullable
    Object attachment;
    /** The code of the Close that was sent; as wide as a Close has it, for with an int this object takes 8 bytes more. */
    char closeCode = CloseCode.ABNORMAL;
    /** Input that was thrown away since the Close, in bytes. */
    int discarded;
    /** What to do when the outbound queue is empty. */
    AfterFlush afterFlush = AfterFlush.GO_ON;
    /** How far the peer had read when the pong it owes was looked for last, 0 when it was not; see {@link PeerWindow}. */
    long windowAtPing;
    /** Whether it stands among those that have the close timeout to end. */
    boolean closing;

    enum AfterFlush {
        GO_ON,
        SHUT_OUTPUT,
        END
    }

    boolean needed() {
        return request.length > 0
                || proxyHeaderRest > 0
                || handshake != null
                || record != null
                || clientSubject != null
                || pending != null
                || message != null
                || windowAtPing != 0
                || outbound != null
                || attachment != null
                || closeCode != CloseCode.ABNORMAL
                || afterFlush != AfterFlush.GO_ON
                || closing;
    }
}
