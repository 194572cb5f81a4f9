package dev.mooring.loadgenerator.connection;

import dev.mooring.loadgenerator.delivery.Subscriber;
import dev.mooring.loadgenerator.frame.FrameEncoder;
import dev.mooring.loadgenerator.frame.Opcode;
import dev.mooring.loadgenerator.handshake.AcceptValue;
import dev.mooring.loadgenerator.handshake.UpgradeRequest;
import dev.mooring.loadgenerator.measure.Counters;
import dev.mooring.loadgenerator.measure.LoopHistograms;
import dev.mooring.loadgenerator.tls.ClientContext;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one event loop share: buffers, clock, random numbers, counters.
 *
 * <p>Not thread-safe: used on the loop's thread only. It is why a connection needs no buffer of its own.
 */
public final class LoopContext {
    private static final int READ_SIZE = 64 * 1024;
    static final int WRITE_SIZE = 64 * 1024 + FrameEncoder.MAX_HEADER;

    final ConnectionSet open = new ConnectionSet();
    final ByteBuffer in = ByteBuffer.allocateDirect(READ_SIZE);
    final ByteBuffer out = ByteBuffer.allocateDirect(WRITE_SIZE);
    final long inAddress = Buffer.memoryAddress(in);
    final long outAddress = Buffer.memoryAddress(out);
    final AcceptValue acceptValue = new AcceptValue();
    final RandomGenerator random;
    final Counters counters;
    final LoopHistograms histograms;
    final EchoMessages echoMessages;
    final ConnectionOwner owner;
    final boolean answersPings;
    /** Null when no topics are asked for. */
    final @Nullable Subscriber subscriber;

    private final LongSupplier nanoTime;
    private final long originNanos;
    private final Map<Integer, UpgradeRequest> requests = new HashMap<>();
    /** Null where connections are not encrypted. */
    private @Nullable LoopTls tls;

    public LoopContext(
            ConnectionOwner owner,
            Counters counters,
            LoopHistograms histograms,
            EchoMessages echoMessages,
            boolean answersPings,
            RandomGenerator random,
            LongSupplier nanoTime,
            Optional<Subscriber> subscriber) {
        this.owner = owner;
        this.counters = counters;
        this.histograms = histograms;
        this.echoMessages = echoMessages;
        this.answersPings = answersPings;
        this.random = random;
        this.subscriber = subscriber.orElse(null);
        this.nanoTime = nanoTime;
        originNanos = nanoTime.getAsLong();
    }

    public ConnectionSet open() {
        return open;
    }

    /** Adds the request that connections to a port send. */
    public void addRequest(int port, UpgradeRequest request) {
        requests.put(port, request);
    }

    /** Encrypts the connections that begin from now on. */
    public void encrypt(ClientContext context) {
        tls = new LoopTls(this, context);
    }

    Connection connection(int descriptor, Attempt attempt) {
        LoopTls encryption = tls;
        return encryption == null
                ? new Connection(descriptor, this, attempt)
                : encryption.connection(descriptor, attempt);
    }

    LoopTls tls() {
        LoopTls encryption = tls;
        if (encryption == null) {
            throw new IllegalStateException("no connection is encrypted");
        }
        return encryption;
    }

    public long nanos() {
        return nanoTime.getAsLong();
    }

    /** Milliseconds since this context was made, as compact as a connection keeps them: enough for 24 days. */
    int millis() {
        return (int) ((nanoTime.getAsLong() - originNanos) / 1_000_000);
    }

    /** The first message of a connection that has opened, if its protocol has one. */
    void greet(Connection connection) {
        if (subscriber != null && subscriber.greeting().hasRemaining()) {
            connection.send(Opcode.TEXT, subscriber.greeting());
        }
    }

    /** Counts a frame of data that is no awaited echo; one that this run has published says so. */
    void heard(Connection connection, ByteBuffer payload) {
        int stamp = subscriber == null || connection.isClosing() ? -1 : subscriber.find(payload);
        if (subscriber == null || stamp < 0) {
            counters.messages.increment();
            return;
        }
        BusyState active = connection.active();
        if (active.arrivals == null) {
            active.arrivals = subscriber.arrivals();
        }
        subscriber.take(payload, stamp, active.arrivals, nanos());
    }

    UpgradeRequest request(int port) {
        UpgradeRequest request = requests.get(port);
        if (request == null) {
            throw new IllegalStateException("no request for port " + port);
        }
        return request;
    }
}
