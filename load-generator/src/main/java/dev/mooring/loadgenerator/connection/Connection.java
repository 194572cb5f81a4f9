package dev.mooring.loadgenerator.connection;

import dev.mooring.loadgenerator.frame.CloseCode;
import dev.mooring.loadgenerator.frame.FrameDecoder;
import dev.mooring.loadgenerator.frame.FrameEncoder;
import dev.mooring.loadgenerator.frame.FrameSink;
import dev.mooring.loadgenerator.frame.Opcode;
import dev.mooring.loadgenerator.handshake.UpgradeResponse;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One client connection.
 *
 * <p>Lives on one event loop's thread. Cost: 40 bytes, plus 24 for Netty's registration and their map and array slots;
 * whatever else it needs hangs on {@link BusyState} and goes when it is idle again. A ping answered costs two system
 * calls, one read and one write.
 */
public sealed class Connection extends ClientSocket implements FrameSink permits TlsConnection {
    private Phase phase = Phase.CONNECTING;
    /** Place in {@link ConnectionSet}. */
    int index = ConnectionSet.ABSENT;
    /** When the last ping came, in the loop's milliseconds; complemented (below 0) while none has: when it opened. */
    private int lastPing;

    Connection(int descriptor, LoopContext loop, Attempt attempt) {
        super(descriptor, loop);
        active().attempt = attempt;
    }

    Phase phase() {
        return phase;
    }

    void phase(Phase next) {
        phase = next;
    }

    public boolean isOpening() {
        return phase.isOpening();
    }

    public boolean isClosing() {
        return phase.isClosing();
    }

    /** The handshake took too long. */
    public void expireHandshake() {
        fail(Failure.ofTimeout(phase, intValue()));
    }

    /** Begins the closing handshake, RFC 6455 section 7.1.2. */
    public void startClose(int code) {
        leave(new Ending.Closed(), Phase.CLOSING);
        sendClose(code);
    }

    /** Starts sending messages, one at a time. */
    public void startEcho(int firstWindow) {
        active().echo = new EchoExchange(loop.echoMessages, firstWindow);
        sendEcho();
    }

    /** Sends no message after the one that is under way. */
    public void endEcho() {
        if (active != null && active.echo != null) {
            active.echo.end();
        }
    }

    /** Whether a message was sent whose echo is not back. */
    public boolean awaitsEcho() {
        return active != null && active.echo != null;
    }

    /** Notes how long the connection has been without a ping. */
    public void recordGap() {
        loop.histograms.gap(loop.millis() - (lastPing < 0 ? ~lastPing : lastPing), !awaitsEcho());
    }

    /** Gives the descriptor back. */
    public void release() {
        if (phase == Phase.RELEASED) {
            return;
        }
        Phase last = phase;
        phase = Phase.RELEASED;
        try {
            closeSocket();
        } catch (IOException e) {
            loop.counters.failed(FailureReason.OTHER.label());
        }
        active = null;
        // After the close: epoll forgets a closed descriptor by itself, which saves one epoll_ctl call.
        deregister();
        if (last.isClosing()) {
            loop.owner.closed(last == Phase.CLOSED);
        }
    }

    void closeSocket() throws IOException {
        super.close();
    }

    @Override
    public FileDescriptor fd() {
        return this;
    }

    /** Netty's call when the loop shuts down. */
    @Override
    public void close() {
        release();
    }

    @Override
    public void handle(IoRegistration inner, IoEvent event) {
        adopt(inner);
        try {
            if (phase == Phase.CONNECTING) {
                begin();
                return;
            }
            EpollIoOps ops = ((EpollIoEvent) event).ops();
            // First what has come: a write to a peer that has gone would fail before its last words are read.
            if (ops.contains(READ)) {
                read();
            }
            if (phase != Phase.RELEASED && ops.contains(EpollIoOps.EPOLLOUT)) {
                flush(inner);
            }
        } catch (IOException | RuntimeException e) {
            fail(Failure.of(e));
        }
    }

    @Override
    public void data(ByteBuffer payload, boolean text, boolean last) {
        EchoExchange echo = active == null ? null : active.echo;
        if (phase != Phase.OPEN || echo == null) {
            loop.heard(this, payload);
            return;
        }
        if (text || !echo.matches(payload) || (last && !echo.complete())) {
            loop.counters.wrongEchoes.increment();
            active().echo = null;
        } else if (last) {
            loop.counters.echoes.increment();
            loop.histograms.echoed(echo.nanosSinceSent(loop.nanos()));
            if (echo.isLast()) {
                active().echo = null;
            } else {
                sendEcho();
            }
        }
    }

    @Override
    public void ping(ByteBuffer payload) {
        loop.counters.pings.increment();
        if (phase != Phase.OPEN) {
            return;
        }
        int now = loop.millis();
        if (lastPing >= 0) {
            loop.histograms.pinged(now - lastPing);
        }
        recordGap();
        lastPing = now;
        if (loop.answersPings) {
            loop.counters.pongs.increment();
            send(Opcode.PONG, payload);
        }
    }

    @Override
    public void close(int code) {
        if (phase == Phase.CLOSING) {
            phase = Phase.CLOSED;
        }
        if (phase != Phase.OPEN) {
            return;
        }
        loop.counters.closeReceived(code);
        leave(new Ending.ClosedByServer(code), Phase.CLOSED);
        sendClose(code);
    }

    @Override
    public void violation(String reason, int code) {
        if (phase != Phase.OPEN) {
            return;
        }
        leave(new Ending.Lost(new Failure(FailureReason.VIOLATION, reason)), Phase.CLOSED);
        sendClose(code);
    }

    @Override
    public void tooLarge() {
        if (phase == Phase.OPEN) {
            leave(new Ending.Lost(Failure.of(FailureReason.MESSAGE_TOO_LARGE)), Phase.CLOSED);
            sendClose(CloseCode.MESSAGE_TOO_BIG);
        } else if (phase == Phase.CLOSING) {
            // Only a server sends such a frame, and what follows its head cannot be told from frames any more.
            phase = Phase.CLOSED;
        }
    }

    /** The socket is connected, or has failed to. */
    void begin() throws IOException {
        // The write reports a failed connect with its errno, so asking SO_ERROR first would be a call for nothing.
        sendRequest();
        awaitFirst();
    }

    final void sendRequest() throws IOException {
        Attempt attempt = attempt();
        ByteBuffer out = loop.out.clear();
        loop.request(attempt.port()).writeTo(out, attempt.key());
        transmit(out.flip());
        phase = Phase.HANDSHAKING;
    }

    /**
     * Receives what is to be read into the loop's buffer, from its beginning.
     *
     * @return how many bytes there are; negative when the peer writes no more
     */
    int receive() throws IOException {
        return readAddress(loop.inAddress, 0, loop.in.capacity());
    }

    void read() throws IOException {
        int count = receive();
        if (count < 0) {
            endOfStream();
            return;
        }
        ByteBuffer fresh = loop.in.clear().limit(count);
        ByteBuffer received = active == null ? fresh : active.withPartial(fresh);
        if (phase == Phase.HANDSHAKING) {
            readAnswer(received);
        }
        if (phase == Phase.OPEN || phase == Phase.CLOSING) {
            int message = FrameDecoder.decode(received, active == null ? 0 : active.message, this);
            if (message != 0 || active != null) {
                active().message = message;
            }
        }
        keepPartial(received);
    }

    private void readAnswer(ByteBuffer received) {
        Optional<UpgradeResponse> answer = UpgradeResponse.parse(received);
        if (answer.isEmpty()) {
            if (received.remaining() > UpgradeResponse.MAX_LENGTH) {
                fail(Failure.of(FailureReason.LONG_ANSWER));
            }
            return;
        }
        Attempt attempt = attempt();
        Optional<Ending> refusal = attempt.refusal(answer.get(), loop.acceptValue);
        if (refusal.isEmpty()) {
            open();
        } else {
            release();
            loop.owner.ended(refusal.get(), attempt.failures());
        }
    }

    private void open() {
        loop.histograms.connected(loop.nanos() - attempt().dueNanos());
        phase = Phase.OPEN;
        active().attempt = null;
        lastPing = ~loop.millis();
        loop.open.add(this);
        loop.owner.opened();
        loop.greet(this);
    }

    final void endOfStream() {
        switch (phase) {
            case OPEN -> lose(Failure.of(FailureReason.NO_CLOSE));
            case SECURING, HANDSHAKING -> fail(Failure.of(FailureReason.ENDED_BEFORE_ANSWER));
            default -> release();
        }
    }

    final void fail(Failure failure) {
        if (phase == Phase.OPEN) {
            lose(failure);
        } else if (isOpening()) {
            int failures = attempt().failures();
            release();
            loop.owner.ended(new Ending.Failed(failure), failures);
        } else {
            release();
        }
    }

    private void lose(Failure failure) {
        leave(new Ending.Lost(failure), Phase.LOST);
        release();
    }

    /** Is no longer open, though the socket may still wait for the server's end. */
    private void leave(Ending ending, Phase next) {
        phase = next;
        recordGap();
        loop.open.remove(this);
        loop.owner.ended(ending, 0);
    }

    private void sendEcho() {
        EchoExchange echo = active().echo;
        if (echo != null) {
            send(Opcode.BINARY, echo.next(loop.nanos()));
        }
    }

    private void sendClose(int code) {
        if (active != null) {
            active.echo = null;
        }
        loop.owner.closing(this);
        FrameEncoder.encodeClose(code, loop.random.nextInt(), loop.out.clear());
        sendOrFail();
    }

    void send(int opcode, ByteBuffer payload) {
        FrameEncoder.encode(opcode, payload, loop.random.nextInt(), loop.out.clear());
        sendOrFail();
    }

    private void sendOrFail() {
        try {
            transmit(loop.out.flip());
        } catch (IOException | RuntimeException e) {
            fail(Failure.of(e));
        }
    }

    /** Sends what is in the loop's buffer, from its beginning to its limit. */
    void transmit(ByteBuffer bytes) throws IOException {
        writeOut(bytes, loop.outAddress);
    }

    @Override
    final void notReading() {
        fail(Failure.of(FailureReason.NOT_READING));
    }

    private void keepPartial(ByteBuffer rest) {
        if (phase != Phase.RELEASED && phase != Phase.CLOSED && rest.hasRemaining()) {
            active().keepPartial(rest);
        }
        if (active != null && active.isIdle()) {
            active = null;
        }
    }

    private Attempt attempt() {
        Attempt attempt = active().attempt;
        if (attempt == null) {
            throw new IllegalStateException("the handshake is over");
        }
        return attempt;
    }
}
