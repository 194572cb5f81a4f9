package dev.mooring.server.connection;

import static java.util.Objects.requireNonNull;

import dev.mooring.server.connection.Activity.AfterFlush;
import dev.mooring.server.frame.CloseCode;
import dev.mooring.server.frame.MessageType;
import dev.mooring.server.frame.Opcode;
import dev.mooring.server.keepalive.WheelEntry;
import dev.mooring.server.proxyprotocol.ClientAddress;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, from accept to close: a descriptor registered with epoll and nothing more.
 *
 * <p>It is a {@link Socket} for its send and recv: a plain descriptor's write and read cost a tenth of a ping more, in
 * the file layer of the kernel. The price is one getsockname at accept, 0.2 us, and no byte here.
 *
 * <p>Confined to the thread of the event loop that accepted it; {@link #execute} is the way in from other threads. Memory
 * while idle: 40 bytes for this object (header 8, descriptor and state 8, four references 16, wheel place 4, four bytes) and 24 for its registration, with compact object headers; all else hangs on {@link Activity} and goes with
 * it. RFC 6455 sections 5 and 7.
 */
public final class Connection extends Socket implements EpollIoHandle, WheelEntry {
    private static final int LARGEST_DISCARD = 1 << 22;
    /** No wheel place is this one: it would be the last of 16 million in the last slot. */
    private static final int NOT_MOORED = -1;

    private final ConnectionLoop loop;
    private @Nullable IoRegistration registration;
    private @Nullable Activity activity;
    private @Nullable ClientAddress clientAddress;
    private int wheelPosition = NOT_MOORED;
    private byte heardSlot;
    private byte phase;
    private boolean awaitingPong;

    Connection(int descriptor, ConnectionLoop loop, Phase phase) {
        super(descriptor);
        this.loop = loop;
        this.phase = phase.code;
    }

    /** Where a connection stands; kept as a byte, since a reference would make the connection 8 bytes larger. */
    enum Phase {
        PROXY_HEADER(0),
        HANDSHAKE(1),
        OPEN(2),
        /** Our Close is sent, the peer's is awaited. */
        CLOSING(3),
        /** Nothing more is sent; input is thrown away until the peer ends, so that it can read our last words. */
        LINGERING(4),
        ENDED(5);

        private static final Phase[] BY_CODE = {PROXY_HEADER, HANDSHAKE, OPEN, CLOSING, LINGERING, ENDED};

        private final byte code;

        Phase(int code) {
            this.code = (byte) code;
        }
    }

    /**
     * Sends a message. What the kernel does not take waits in the connection's queue, and the connection is not read
     * while anything waits.
     *
     * @param payload its remaining bytes are consumed, also when it is refused
     * @return false when the connection is closing, or the peer has left more than the outbound limit unread
     */
    public boolean send(MessageType type, ByteBuffer payload) {
        if (phase() != Phase.OPEN || overLimit()) {
            return false;
        }
        loop.output.frame(this, type.opcode(), payload);
        loop.counters.messagesSent.increment();
        return phase() == Phase.OPEN;
    }

    /** Starts the closing handshake: one Close, then up to two seconds for the peer's. */
    public void close(int code, String reason) {
        if (phase() == Phase.OPEN) {
            sendClose(code, reason);
        }
    }

    /** Runs a task on this connection's loop, from any thread. */
    public void execute(Runnable task) {
        loop.eventLoop.execute(task);
    }

    /**
     * The client's address: the PROXY header's when there was one, else the socket's own (one system call); empty for a
     * socket that is closed, whose descriptor may be another client's by now.
     */
    public Optional<InetSocketAddress> clientAddress() {
        if (clientAddress != null) {
            return Optional.of(clientAddress.socketAddress());
        }
        return ended() ? Optional.empty() : Optional.ofNullable(remoteAddress());
    }

    /** What the application attached, if anything. */
    public Optional<Object> attachment() {
        return Optional.ofNullable(activity == null ? null : activity.attachment);
    }

    /** Attaches an object of the application's; it costs the connection some 56 bytes besides the object. */
    public void attach(Object attachment) {
        activity().attachment = attachment;
    }

    public boolean open() {
        return phase() == Phase.OPEN;
    }

    @Override
    public FileDescriptor fd() {
        return this;
    }

    @Override
    public void handle(IoRegistration ready, IoEvent event) {
        // The one that register returned is a wrapper of this; forgetting it saves 16 bytes.
        registration = ready;
        try {
            if (backedUp()) {
                drainQueue();
            } else {
                loop.input.read(this);
            }
        } catch (IOException gone) {
            lost();
        } catch (RuntimeException | Error broken) {
            // An Error too: Netty ends the whole event loop on one, and all its connections with it.
            loop.brokenHandler(broken);
            fail(CloseCode.INTERNAL_ERROR, "internal error");
        }
    }

    /** Called by Netty when the loop itself ends. */
    @Override
    public void close() {
        end(CloseCode.GOING_AWAY);
    }

    void registered(IoRegistration granted) {
        registration = granted;
        granted.submit(EpollIoOps.EPOLLIN);
    }

    /** Identity: two connections may have had the same descriptor, so equals is not the question to ask. */
    @SuppressWarnings("ReferenceEquality")
    boolean is(@Nullable Connection other) {
        return this == other;
    }

    Phase phase() {
        return Phase.BY_CODE[phase];
    }

    boolean ended() {
        return phase() == Phase.ENDED;
    }

    boolean unended() {
        return !ended();
    }

    /** Whether the PROXY header or the request is still awaited. */
    boolean opening() {
        return phase() == Phase.HANDSHAKE || phase() == Phase.PROXY_HEADER;
    }

    boolean awaitingPong() {
        return awaitingPong && !ended();
    }

    /** Something was read: the peer lives. */
    void heard() {
        awaitingPong = false;
    }

    void proxied(Optional<ClientAddress> address) {
        clientAddress = address.orElse(null);
        phase = Phase.HANDSHAKE.code;
    }

    void upgraded() {
        phase = Phase.OPEN.code;
        loop.counters.upgraded.increment();
        loop.connections.add(this);
        loop.handler.open(this);
    }

    void received(MessageType type, ByteBuffer payload) {
        if (phase() == Phase.OPEN) {
            heardSlot = loop.currentSlot();
            loop.counters.messagesReceived.increment();
            loop.handler.message(this, type, payload);
        }
    }

    void pinged(ByteBuffer payload) {
        if (phase() == Phase.OPEN) {
            heardSlot = loop.currentSlot();
            loop.output.frame(this, Opcode.PONG, payload);
        }
    }

    void ponged() {
        loop.counters.pongsReceived.increment();
    }

    void peerCloses(int code) {
        if (phase() == Phase.OPEN) {
            phase = Phase.CLOSING.code;
            activity().closeCode = code;
            loop.output.close(this, code, "");
            endOnceFlushed();
        } else if (phase() == Phase.CLOSING) {
            end(activity().closeCode);
        }
    }

    /** The peer broke a rule: one Close with the code, then nothing more is read as frames. RFC 6455 section 7.1.7. */
    void fail(int code, String reason) {
        if (phase() == Phase.OPEN) {
            sendClose(code, reason);
        }
        lingerOnceFlushed();
    }

    /** An HTTP error answered the request: it is flushed, then the connection ends. */
    void refused(boolean inputUnread) {
        if (inputUnread) {
            lingerOnceFlushed();
        } else {
            endOnceFlushed();
        }
    }

    /** The sweep comes by: ping, unless the peer has something of ours to take first. Two system calls with the pong. */
    void keepalive() {
        if (phase() == Phase.OPEN && !backedUp() && !awaitingPong) {
            if (loop.ping(this)) {
                awaitingPong = true;
                loop.pongDeadlines.add(this, loop.pingDueSince());
            }
        }
    }

    void pongDue() {
        if (awaitingPong && phase() == Phase.OPEN && !backedUp()) {
            loop.counters.pingTimeouts.increment();
            end(CloseCode.ABNORMAL);
        }
    }

    void closeDue() {
        if (phase() == Phase.CLOSING || phase() == Phase.LINGERING) {
            reset();
        }
    }

    /** The slow timeout after the queue came to be: everything queued then must have been taken. */
    void slowDue() {
        OutboundQueue queue = activity == null ? null : activity.outbound;
        long now = loop.clock.now();
        if (queue == null
                || phase() != Phase.OPEN
                || now - queue.markedAt() < loop.limits.slowTimeout().toNanos()) {
            // Nothing waits, or what waits is younger than the queue this deadline was for and has its own.
            return;
        }
        if (queue.markPassed()) {
            queue.mark(now);
            loop.slowDeadlines.add(this, now);
        } else {
            closeAsSlow();
        }
    }

    /** Closes a peer that does not take what it is sent: 1008. */
    public void closeAsSlow() {
        if (phase() == Phase.OPEN) {
            loop.counters.slowCloses.increment();
            sendClose(CloseCode.POLICY_VIOLATION, "slow");
        }
    }

    /** The socket failed or the peer closed it. */
    void lost() {
        end(phase() == Phase.OPEN || activity == null ? CloseCode.ABNORMAL : activity.closeCode);
    }

    /** Throws everything away; the peer gets a reset. */
    void reset() {
        try {
            setSoLinger(0);
        } catch (IOException gone) {
            // The peer was faster; closing is all that is left.
        }
        lost();
    }

    void countSent() {
        loop.counters.messagesSent.increment();
    }

    boolean backedUp() {
        return activity != null && activity.outbound != null;
    }

    boolean overLimit() {
        return activity != null
                && activity.outbound != null
                && activity.outbound.bytes() > loop.limits.outbound().count();
    }

    Activity activity() {
        if (activity == null) {
            activity = new Activity();
        }
        return activity;
    }

    @Nullable
    Activity activityIfAny() {
        return activity;
    }

    /** Forgets the activity when nothing of it is needed any more. */
    void settle() {
        if (activity != null && !activity.needed()) {
            activity = null;
        }
    }

    /**
     * Keeps what the kernel did not take, and stops reading until the peer has taken it. When the loop's memory for that
     * is used up the connection is reset: a Close would wait behind what the peer does not read, and free nothing.
     */
    void queue(byte[] bytes, int offset) {
        if (!loop.budget.take(bytes.length - offset)) {
            loop.counters.slowCloses.increment();
            reset();
            return;
        }
        Activity busy = activity();
        OutboundQueue queue = busy.outbound;
        if (queue == null) {
            queue = new OutboundQueue();
            busy.outbound = queue;
            requireNonNull(registration).submit(EpollIoOps.EPOLLOUT);
            queue.add(bytes, offset);
            queue.mark(loop.clock.now());
            loop.slowDeadlines.add(this, loop.clock.now());
        } else {
            queue.add(bytes, offset);
        }
    }

    /** Takes off the queue what the kernel took. */
    void dequeue(OutboundQueue queue, int bytes) {
        queue.taken(bytes);
        loop.budget.giveBack(bytes);
    }

    /** Sends what the loop has gathered for this connection, so that what goes round the gathering comes after it. */
    void flush() {
        loop.output.flush(this);
    }

    /** Input after our last words: thrown away, up to a bound. */
    void discard(int bytes) {
        activity().discarded += bytes;
        if (activity().discarded > LARGEST_DISCARD) {
            reset();
        }
    }

    @Override
    public int wheelPosition() {
        return wheelPosition;
    }

    @Override
    public void wheelPosition(int position) {
        wheelPosition = position;
    }

    @Override
    public byte heardSlot() {
        return heardSlot;
    }

    @Override
    public void heardSlot(byte slot) {
        heardSlot = slot;
    }

    private void sendClose(int code, String reason) {
        phase = Phase.CLOSING.code;
        activity().closeCode = code;
        loop.output.close(this, code, reason);
        loop.closeDeadlines.add(this, loop.clock.now());
    }

    private void drainQueue() {
        Activity busy = activity();
        OutboundQueue queue = requireNonNull(busy.outbound);
        loop.output.drain(this, queue);
        if (!ended() && queue.isEmpty()) {
            // It lives, for it took what was sent; its pong could not be read meanwhile.
            awaitingPong = false;
            busy.outbound = null;
            requireNonNull(registration).submit(EpollIoOps.EPOLLIN);
            afterFlush(busy.afterFlush);
            settle();
        }
    }

    private void endOnceFlushed() {
        loop.output.flush(this);
        if (ended()) {
            return;
        }
        if (backedUp()) {
            activity().afterFlush = AfterFlush.END;
            phase = Phase.CLOSING.code;
            loop.closeDeadlines.add(this, loop.clock.now());
        } else {
            lost();
        }
    }

    private void lingerOnceFlushed() {
        loop.output.flush(this);
        if (ended()) {
            return;
        }
        phase = Phase.LINGERING.code;
        loop.closeDeadlines.add(this, loop.clock.now());
        if (backedUp()) {
            activity().afterFlush = AfterFlush.SHUT_OUTPUT;
        } else {
            afterFlush(AfterFlush.SHUT_OUTPUT);
        }
    }

    private void afterFlush(AfterFlush next) {
        switch (next) {
            case GO_ON -> {}
            case END -> lost();
            case SHUT_OUTPUT -> {
                try {
                    shutdown(false, true);
                } catch (IOException gone) {
                    lost();
                }
            }
        }
    }

    private void end(int code) {
        if (ended()) {
            return;
        }
        phase = Phase.ENDED.code;
        boolean moored = wheelPosition != NOT_MOORED;
        if (moored) {
            loop.connections.remove(this);
            loop.admission.leave();
            loop.counters.closed(code);
        }
        releaseBuffers();
        try {
            // Before the registration is cancelled: a closed descriptor has left epoll, which saves a system call.
            super.close();
        } catch (IOException gone) {
            // The descriptor is given back whatever close returns.
        }
        if (registration != null) {
            registration.cancel();
        }
        if (moored) {
            tellHandler(code);
        }
        activity = null;
    }

    /** Connections end in the middle of broadcasts and drains, which must go on whatever the handler throws. */
    private void tellHandler(int code) {
        try {
            loop.handler.close(this, code);
        } catch (RuntimeException | Error broken) {
            loop.brokenHandler(broken);
        }
    }

    private void releaseBuffers() {
        if (activity != null) {
            OutboundQueue queue = activity.outbound;
            loop.budget.giveBack(activity.request.length + activity.decoderBytes + (queue == null ? 0 : queue.bytes()));
            activity.outbound = null;
        }
    }
}
