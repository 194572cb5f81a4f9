package dev.mooring.server.tls.handshake;

import dev.mooring.tls.handshake.TlsHandshake;
import dev.mooring.tls.record.Alert;
import dev.mooring.tls.record.CipherSuite;
import dev.mooring.tls.record.Opened;
import dev.mooring.tls.record.RecordHeader;
import dev.mooring.tls.record.RecordLayer;
import dev.mooring.tls.record.RecordViolation;
import io.netty.internal.tcnative.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server's side of one connection, without a socket: the handshake, then the record layer. */
final class MemoryServer implements AutoCloseable {
    private static final int ROOM = 80_000;

    private final RecordLayer records = new RecordLayer();
    private final TlsHandshake handshake;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private byte[] unread = {};
    private @Nullable CipherSuite suite;
    private byte[] state = {};
    boolean failed;
    boolean closed;
    boolean resumed;
    Optional<String> subject = Optional.empty();

    private final TlsContext context;

    MemoryServer(TlsContext context) {
        this.context = context;
        handshake = context.begin();
    }

    /** Takes bytes of the client, and returns what is to be sent. */
    byte[] receive(byte[] bytes) throws RecordViolation {
        ByteBuffer in = ByteBuffer.allocateDirect(unread.length + bytes.length)
                .put(unread)
                .put(bytes)
                .flip();
        ByteBuffer out = ByteBuffer.allocateDirect(ROOM);
        int at = 0;
        int used = -1;
        while (used != 0 && !failed) {
            used = suite == null ? shake(in, at, out) : open(suite, in, at, out);
            at += used;
        }
        unread = new byte[in.limit() - at];
        in.get(at, unread);
        return written(out);
    }

    byte[] send(byte[] bytes) {
        ByteBuffer out = ByteBuffer.allocate(ROOM);
        records.seal(suite(), state, ByteBuffer.wrap(bytes), 0, bytes.length, out);
        return written(out);
    }

    byte[] updateKeys(boolean clientToo) {
        ByteBuffer out = ByteBuffer.allocate(ROOM);
        records.updateKeys(suite(), state, clientToo, out);
        return written(out);
    }

    byte[] alert(Alert alert) {
        ByteBuffer out = ByteBuffer.allocate(ROOM);
        records.alert(suite(), state, alert, out);
        return written(out);
    }

    byte[] data() {
        return data.toByteArray();
    }

    boolean done() {
        return suite != null;
    }

    CipherSuite suite() {
        if (suite == null) {
            throw new IllegalStateException("the handshake is not done");
        }
        return suite;
    }

    /** The alert of one that failed, as {@code server unknown_ca}. */
    String alert() {
        return handshake
                .alert()
                .map(alert -> alert.from().label() + " " + alert.description().label())
                .orElse("none");
    }

    String failure() {
        return handshake.failure();
    }

    @Override
    public void close() {
        handshake.close();
    }

    private int shake(ByteBuffer in, int at, ByteBuffer out) {
        int body = RecordHeader.body(in, at, in.limit());
        int length = RecordHeader.LENGTH + body;
        if (body < 0 || at + length > in.limit()) {
            return 0;
        }
        switch (handshake.take(Buffer.address(in) + at, length, out)) {
            case MORE -> {}
            case FAILED -> failed = true;
            case DONE -> {
                CipherSuite chosen = handshake.suite().orElseThrow();
                suite = chosen;
                state = handshake.traffic(chosen);
                resumed = handshake.resumed();
                subject = context.clientSubject(handshake);
                handshake.close();
            }
        }
        return length;
    }

    private int open(CipherSuite chosen, ByteBuffer in, int at, ByteBuffer out) throws RecordViolation {
        Opened opened = records.open(chosen, state, in, at, in.limit(), 0);
        switch (opened) {
            case DATA -> {
                byte[] bytes = new byte[records.length()];
                in.get(0, bytes);
                data.writeBytes(bytes);
            }
            case KEYS_WANTED -> records.updateKeys(chosen, state, false, out);
            case CLOSE_NOTIFY -> closed = true;
            case INCOMPLETE, KEYS_UPDATED, IGNORED, FATAL_ALERT -> {}
        }
        return opened == Opened.INCOMPLETE ? 0 : records.consumed();
    }

    private static byte[] written(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }
}
