package dev.mooring.server.connection;

import dev.mooring.server.handshake.Accepted;
import dev.mooring.server.keepalive.WheelEntry;
import dev.mooring.server.metrics.HandshakeFailure;
import dev.mooring.server.metrics.RefusalReason;
import dev.mooring.server.proxyprotocol.ClientAddress;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is while it is idle: a descriptor and 40 bytes.
 *
 * <p>With compact object headers: header 8, descriptor and its state 8, four references 16, wheel place 4, four bytes. Its
 * registration takes another 24. All else hangs on {@link BusyState} and goes with it. A field more costs 8 bytes for each
 * of a million connections.
 *
 * <p>It is a {@link Socket} for its send and recv: a plain descriptor's write and read cost a tenth of a ping more, in the
 * file layer of the kernel. The price is one getsockname at accept, 0.2 us.
 */
abstract sealed class ConnectionState extends Socket implements WheelEntry permits Connection {
    /** No wheel place is this one: it would be the last of 16 million in the last slot. */
    private static final int NO_PLACE = -1;

    private static final int PHASE = 7;
    private static final int MESSAGE_SENT = 8;
    private static final int MESSAGE_BEFORE_PING = 16;
    private static final int FULL = 32;
    private static final int NAMED = 64;
    /** The sign. */
    private static final int COMPRESSED = 128;

    final ConnectionLoop loop;

    @Nullable
    IoRegistration registration;

    @Nullable
    ClientAddress clientAddress;

    private byte heardSlot;

    @Nullable
    BusyState busyState;

    private int wheelPosition = NO_PLACE;
    /** The phase in its low bits; above it what is known of messages and pings, whether it is full, and compresses. */
    private byte phase;
    /** Twice the number of its pong deadlines in the queue, and one while its latest ping is unanswered. */
    private byte pongs;

    ConnectionState(int descriptor, ConnectionLoop loop, Phase phase) {
        super(descriptor);
        this.loop = loop;
        this.phase = phase.code();
    }

    /** Whether messages can be sent. */
    public final boolean open() {
        return phase() == Phase.OPEN;
    }

    /** Goes on to another phase; who has ended stays where it is, whatever those who were at work on it still do. */
    final void phase(Phase next) {
        if (ended()) {
            return;
        }
        loop.open += (next == Phase.OPEN ? 1 : 0) - (open() ? 1 : 0);
        phase = (byte) ((phase & ~PHASE) | next.code());
    }

    /** A message is on its way, behind which the next ping will wait. */
    final void messageSent() {
        phase |= MESSAGE_SENT;
    }

    /** A ping is on its way. */
    final void pingSent() {
        if ((phase & MESSAGE_SENT) != 0) {
            phase = (byte) ((phase & ~MESSAGE_SENT) | MESSAGE_BEFORE_PING);
        }
    }

    /** A pong came: whatever was sent before its ping has been read. */
    final void pongReceived() {
        if ((phase & MESSAGE_BEFORE_PING) != 0) {
            phase &= ~MESSAGE_BEFORE_PING;
        }
    }

    /** Whether the peer may have something to read before it comes to the last ping. */
    final boolean messageBeforePing() {
        return (phase & MESSAGE_BEFORE_PING) != 0;
    }

    /** Whether what it sends and receives is encrypted. */
    boolean secure() {
        return false;
    }

    /** Identity: two connections may have had the same descriptor, so equals is not the question to ask. */
    @SuppressWarnings("ReferenceEquality")
    final boolean is(@Nullable Connection other) {
        return this == other;
    }

    final Phase phase() {
        return Phase.of((byte) (phase & PHASE));
    }

    final boolean ended() {
        return phase() == Phase.ENDED;
    }

    final boolean unended() {
        return !ended();
    }

    /** Whether it is still to be answered: the PROXY header, the TLS handshake, the request or the application's verdict is awaited. */
    final boolean opening() {
        return phase() == Phase.HANDSHAKE
                || phase() == Phase.PROXY_HEADER
                || phase() == Phase.TLS
                || phase() == Phase.DECIDING;
    }

    /**
     * The attempt is judged, and counted, before the answer is written: whatever becomes of it does not count again.
     *
     * @return false, and nothing is counted, when it was judged before or has ended: there is nothing to answer any more
     */
    final boolean turnedAway(RefusalReason reason) {
        boolean unjudged = opening();
        if (unjudged) {
            loop.counters.refused(reason);
            phase(Phase.CLOSING);
        }
        return unjudged;
    }

    /** The same for an attempt that failed. */
    final boolean failed(HandshakeFailure cause) {
        boolean unjudged = opening();
        if (unjudged) {
            loop.counters.failed(cause);
            phase(Phase.CLOSING);
        }
        return unjudged;
    }

    /** Whether more would be too much for now; other threads ask this, a moment late. */
    final boolean full() {
        return (phase & FULL) != 0;
    }

    final void full(boolean now) {
        phase = (byte) (now ? phase | FULL : phase & ~FULL);
    }

    /** The client gets what it was agreed on with it. */
    final void agreed(Accepted request) {
        phase = (byte) (request.compressed() ? phase | COMPRESSED : phase & ~COMPRESSED);
    }

    /** Whether messages may be compressed, to it and from it. */
    final boolean compresses() {
        return (phase & COMPRESSED) != 0;
    }

    final boolean awaitingPong() {
        return (pongs & 1) != 0;
    }

    /** A ping is on its way, and its deadline goes into the queue. */
    final void awaitPong() {
        pongs = (byte) ((pongs | 1) + 2);
    }

    /** Whether a pong deadline has to stay in the queue; asked once for each, for one that need not is dropped. */
    final boolean keepsPongDeadline() {
        if (awaitingPong() && !ended()) {
            return true;
        }
        pongs = (byte) (pongs - 2);
        return false;
    }

    /**
     * A pong deadline was taken out of the queue. It says nothing when the ping it was for was answered and a newer one is
     * on its way, as can be when the pong timeout is more than half the interval; the newer one's follows.
     *
     * @return whether it was that of the latest ping
     */
    final boolean latestPongDeadline() {
        pongs = (byte) (pongs - 2);
        return pongs <= 1;
    }

    /** Whether nothing else explains that no pong was read. */
    final boolean pongMissing() {
        return awaitingPong() && open() && !backedUp();
    }

    /** Something was read: the peer lives. */
    final void heard() {
        pongs &= ~1;
        if (busyState != null && busyState.windowAtPing != 0) {
            busyState.windowAtPing = 0;
            settle();
        }
    }

    final boolean backedUp() {
        return busyState != null && busyState.outbound != null;
    }

    /** Whether it is not read for now. */
    boolean paused() {
        return backedUp() || phase() == Phase.DECIDING;
    }

    /** Whether its peer has left more than the outbound limit unread. */
    public final boolean overLimit() {
        return waitingBytes() > loop.limits.outbound().count();
    }

    /** What its peer has not taken. */
    final long waitingBytes() {
        return busyState == null || busyState.outbound == null ? 0 : busyState.outbound.bytes();
    }

    final BusyState busyState() {
        if (busyState == null) {
            busyState = new BusyState();
        }
        return busyState;
    }

    @Nullable
    final BusyState busyStateIfAny() {
        return busyState;
    }

    /** Forgets the busy state when nothing of it is needed any more. */
    final void settle() {
        if (busyState != null && !busyState.needed()) {
            busyState = null;
        }
    }

    /**
     * Receives what is there. One system call.
     *
     * @param from where in the buffer it is put
     * @return how many bytes; 0 when there are none yet; negative when the peer sends no more
     */
    int receive(ByteBuffer buffer, long address, int from) throws IOException {
        return recvAddress(address, from, LoopReader.CAPACITY);
    }

    /** Makes what stands behind a PROXY header, from position to limit, what the peer has to say. */
    void unwrap(ByteBuffer buffer) {}

    /** The PROXY header is read; what follows it comes next. */
    void proxyHeaderEnds() {
        phase(Phase.HANDSHAKE);
    }

    /**
     * Sends as much as the kernel takes at once. One system call.
     *
     * @param memory outside the heap, at that address; left as it is
     * @return how many bytes of it; 0 or less when there is no room
     */
    int transmit(ByteBuffer memory, long address, int from, int to) throws IOException {
        return sendAddress(address, from, to);
    }

    /** Whether the peer could read what is sent to it now. */
    boolean answerable() {
        return true;
    }

    /** Whether the peer has said that it sends no more, other than by the end of its stream. */
    boolean inputEnded() {
        return false;
    }

    /** Everything is sent that will be. */
    void sayGoodbye() {}

    @Override
    public final int wheelPosition() {
        return wheelPosition;
    }

    @Override
    public final void wheelPosition(int position) {
        wheelPosition = position;
    }

    @Override
    public final byte heardSlot() {
        return heardSlot;
    }

    @Override
    public final void heardSlot(byte slot) {
        heardSlot = slot;
    }

    /** Keeps the nonce of its id where its wheel place was, for it has none any more. */
    final void keepNonce(int nonce) {
        wheelPosition = nonce;
        phase |= NAMED;
    }

    /** The nonce of the id that it had; 0 when nobody asked. */
    final int lastNonce() {
        return (phase & NAMED) == 0 ? 0 : wheelPosition;
    }

    /** Whether it has been a WebSocket, and so counts as one; asked before its end. */
    final boolean wasOpen() {
        return wheelPosition != NO_PLACE && (phase & NAMED) == 0;
    }
}
