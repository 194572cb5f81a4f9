package dev.mooring.server.connection;

import static java.util.Objects.requireNonNull;

import dev.mooring.server.CloseCode;
import dev.mooring.server.ConnectionTimes;
import dev.mooring.server.MessageType;
import dev.mooring.server.SendResult;
import dev.mooring.server.Topics;
import dev.mooring.server.WebSocket;
import dev.mooring.server.metrics.HandshakeFailure;
import dev.mooring.server.proxyprotocol.ClientAddress;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * One WebSocket, from accept to close: a descriptor registered with epoll and nothing more.
 *
 * <p>Confined to the thread of the event loop that accepted it, but for what an application sees of it, {@link WebSocket}:
 * that compares the thread first, and hands over what comes from another ({@link HandOver}). Its memory is that of {@link
 * ConnectionState}. RFC 6455 sections 5 and 7.
 */
public sealed class Connection extends ConnectionState implements EpollIoHandle, WebSocket permits TlsConnection {
    Connection(int descriptor, ConnectionLoop loop, Phase phase) {
        super(descriptor, loop, phase);
    }

    @Override
    public SendResult send(MessageType type, ByteBuffer payload) {
        return loop.eventLoop.inEventLoop() ? sendHere(type, payload) : loop.handOver.send(this, type, payload);
    }

    /** On the loop's thread. What the kernel does not take waits in the queue, and meanwhile the connection is not read. */
    private SendResult sendHere(MessageType type, ByteBuffer payload) {
        if (!open()) {
            return SendResult.CLOSED;
        }
        if (overLimit() || !loop.writer.message(this, type.opcode(), payload)) {
            loop.full.answered(this);
            return open() ? SendResult.FULL : SendResult.CLOSED;
        }
        if (!open()) {
            return SendResult.CLOSED;
        }
        return backedUp() ? SendResult.QUEUED : SendResult.SENT;
    }

    /** Sends what another thread was told is queued, whatever waits already. */
    void sendHandedOver(MessageType type, byte[] payload) {
        try {
            if (open()) {
                loop.writer.handedOver(this, type.opcode(), ByteBuffer.wrap(payload));
                loop.full.filled(this);
            }
        } catch (Throwable broken) {
            broken(broken);
        }
    }

    @Override
    public void close(int code, String reason) {
        if (!CloseCode.validOnTheWire(code)) {
            throw new IllegalArgumentException("code=" + code
                    + " is not one that an endpoint may send; use 1000, or one of your own from 4000 to 4999");
        }
        if (loop.eventLoop.inEventLoop()) {
            closeHere(code, reason);
        } else {
            loop.handOver.close(this, code, reason);
        }
    }

    /** Closes as another thread has asked. */
    void closeHandedOver(int code, String reason) {
        try {
            closeHere(code, reason);
        } catch (Throwable broken) {
            broken(broken);
        }
    }

    /** It takes messages again, after it has answered that it does not. */
    void tellWritable() {
        try {
            loop.writer.cork(this);
            try {
                loop.handler.writable(this);
            } finally {
                loop.writer.uncork();
            }
        } catch (Throwable broken) {
            broken(broken);
        }
    }

    /** On the loop's thread: one Close, then up to two seconds for the peer's. */
    void closeHere(int code, String reason) {
        if (open()) {
            Closing.start(this, code, reason);
        }
    }

    @Override
    public void execute(Runnable task) {
        if (loop.eventLoop.inEventLoop()) {
            loop.execute(task);
        } else {
            loop.handOver.execute(task);
        }
    }

    /** A socket that is closed has none: its descriptor may be another client's by now. */
    @Override
    public Optional<InetSocketAddress> clientAddress() {
        ClientAddress proxied = clientAddress;
        if (proxied != null) {
            return Optional.of(proxied.socketAddress());
        }
        InetSocketAddress own = ended() ? null : remoteAddress();
        // Another thread may have asked a descriptor that was closed, and given away again, since it looked.
        VarHandle.acquireFence();
        return ended() ? Optional.empty() : Optional.ofNullable(own);
    }

    @Override
    public String id() {
        return ConnectionIds.of(this).toString();
    }

    @Override
    public Optional<ConnectionTimes> times() {
        return ended() ? Optional.empty() : ConnectionIds.times(this);
    }

    @Override
    public void detach() {
        ConnectionTopics.requireLoop(this);
        if (busyState != null) {
            busyState.attachment = null;
            settle();
        }
    }

    @Override
    public void expireAt(Instant end) {
        ConnectionTopics.requireLoop(this);
        if (!ended()) {
            Expirations.set(this, end);
        }
    }

    @Override
    public void expireAtLatest(Instant end) {
        ConnectionTopics.requireLoop(this);
        if (!ended()) {
            Expirations.setLatest(this, end);
        }
    }

    @Override
    public Topics topics() {
        return new ConnectionTopics(this);
    }

    @Override
    public Optional<Object> attachment() {
        BusyState busy = busyState;
        return Optional.ofNullable(busy == null ? null : busy.attachment);
    }

    @Override
    public void attach(Object attachment) {
        if (!loop.eventLoop.inEventLoop()) {
            throw new IllegalStateException(
                    "attach was called on another thread than the connection's loop; use execute");
        }
        if (!ended()) {
            busyState().attachment = attachment;
        }
    }

    /** Whose it is. */
    public ConnectionLoop loop() {
        return loop;
    }

    @Override
    public FileDescriptor fd() {
        return this;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the question is which object the field holds
    public void handle(IoRegistration ready, IoEvent event) {
        // The wrapper that register returned goes, 16 bytes; but once, for each write dirties a card of the heap.
        if (registration != ready) {
            registration = ready;
        }
        if (phase() == Phase.DECIDING) {
            // Nothing but its end is waited for.
            lost();
        } else {
            exchange();
        }
    }

    /** Handles what epoll has reported. Nothing that is thrown leaves it. */
    void exchange() {
        try {
            if (backedUp()) {
                drainQueue();
            } else if (phase() != Phase.DECIDING && unended()) {
                loop.reader.read(this);
            }
        } catch (IOException reset) {
            end(lastCode(), HandshakeFailure.RESET);
        } catch (Throwable broken) {
            broken(broken);
        }
    }

    /** Called by Netty when the loop itself ends. */
    @Override
    public void close() {
        end(CloseCode.GOING_AWAY, HandshakeFailure.SHUTDOWN);
    }

    /** epoll did not take it. */
    void epollRefused() {
        end(CloseCode.ABNORMAL, HandshakeFailure.EPOLL);
    }

    /** Does something to it, and with what is thrown what is done when it is read. */
    void guarded(Runnable act) {
        try {
            act.run();
        } catch (Throwable broken) {
            broken(broken);
        }
    }

    /** Reads it again, after what the peer sent has stayed in the kernel for a while, which is not held against it. */
    void readAgain() {
        loop.partial.resumed(this);
        interest(EpollIoOps.EPOLLIN);
    }

    /** What epoll is to report from now on. */
    void interest(EpollIoOps operations) {
        requireNonNull(registration).submit(operations);
    }

    void registered(IoRegistration granted) {
        registration = granted;
        granted.submit(EpollIoOps.EPOLLIN);
    }

    void proxied(Optional<ClientAddress> address) {
        clientAddress = address.orElse(null);
    }

    /** It counts as a WebSocket from here on. The place in the wheel comes first: until that is taken nothing is counted. */
    void admitted() {
        loop.moor(this);
        loop.departed();
        phase(Phase.OPEN);
        loop.counters.upgraded.increment();
    }

    void upgraded() {
        if (open()) {
            loop.handler.open(this);
        }
    }

    void received(MessageType type, ByteBuffer payload) {
        if (open()) {
            loop.connections.heard(this);
            loop.counters.messagesReceived.increment();
            loop.handler.message(this, type, payload);
        }
    }

    void pinged(ByteBuffer payload) {
        if (open()) {
            loop.connections.heard(this);
            loop.writer.pong(this, payload);
        }
    }

    /** Closes a peer that does not take what it is sent: 1008. */
    public void closeAsSlow() {
        if (open()) {
            loop.counters.slowCloses.increment();
            Closing.start(this, CloseCode.POLICY_VIOLATION, "slow");
        }
    }

    /** The socket failed or the peer closed it. */
    void lost() {
        end(lastCode(), HandshakeFailure.GONE);
    }

    private int lastCode() {
        return open() || busyState == null ? CloseCode.ABNORMAL : busyState.closeCode;
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

    /** Sends what the loop has gathered for this connection, so that what goes round the gathering comes after it. */
    void flush() {
        loop.writer.flush(this);
    }

    /**
     * Something threw while the connection was handled; whatever it was, and whatever is thrown here, it ends this
     * connection and nothing else. An Error counts too: Netty ends a whole event loop on one, and all its connections with
     * it, and without memory or descriptors even a class that is not yet loaded is an Error. On its loop.
     *
     * <p>Only a WebSocket is told, and only once; whatever throws otherwise may not have taken what is there to be read,
     * and would throw again at every turn of the loop.
     */
    public void broken(Throwable cause) {
        boolean request = opening();
        boolean told = false;
        try {
            if (open()) {
                Closing.fail(this, CloseCode.INTERNAL_ERROR, "internal error");
                told = true;
            }
        } catch (Throwable worse) {
            // What is left of it is thrown away below.
        }
        if (!told) {
            end(CloseCode.INTERNAL_ERROR, HandshakeFailure.ERROR);
        }
        loop.warn(WatchedHandler.sentence(cause, request, told), WatchedHandler.origin(cause));
    }

    /** A part of what was to be sent is lost: nothing that could follow would make sense to the peer. */
    void abort() {
        end(CloseCode.INTERNAL_ERROR, HandshakeFailure.ERROR);
    }

    private void drainQueue() throws IOException {
        BusyState busy = busyState();
        OutboundQueue queue = requireNonNull(busy.outbound);
        if (loop.queues.drain(this, queue, loop.writer.scratch()) && !ended()) {
            // It lives, for it took what was sent; its pong could not be read meanwhile.
            heard();
            readAgain();
            Closing.flushed(this, busy.afterFlush);
            settle();
        }
        loop.full.drained(this);
    }

    /** Ends it, once, and counts that: as a WebSocket with the code, or as an attempt with the cause. Throws nothing. */
    void end(int code, HandshakeFailure cause) {
        Ending.of(this, code, cause);
    }

    void closeSocket() throws IOException {
        super.close();
    }

    /** Connections end in the middle of broadcasts and drains, which must go on whatever the handler throws. */
    void tellHandler(int code) {
        try {
            loop.handler.close(this, code);
        } catch (Throwable broken) {
            loop.warn(WatchedHandler.TOLD_OF_AN_END, broken);
        }
    }
}
