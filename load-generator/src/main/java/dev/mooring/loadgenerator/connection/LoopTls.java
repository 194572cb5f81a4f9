package dev.mooring.loadgenerator.connection;

import dev.mooring.loadgenerator.tls.ClientContext;
import dev.mooring.tls.record.Alert;
import dev.mooring.tls.record.Opened;
import dev.mooring.tls.record.RecordLayer;
import dev.mooring.tls.record.RecordViolation;
import io.netty.channel.unix.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.Locale;

/**
 * TLS of one loop's connections: the handshake, and then the records, opened where they were received. There is none for ws://.
 *
 * <p>Confined to the loop. Cost per loop: 96 KiB to seal into, and 32 KiB on the heap; per connection nothing while no part of a
 * record waits for its rest.
 */
final class LoopTls {
    /** So many records without data in one read are a flood; each costs as much as one with data. */
    private static final int MAX_EMPTY = 32;

    private static final int MAX_RECORDS = LoopContext.WRITE_SIZE / RecordLayer.MAX_PLAIN + 1;

    private final LoopContext loop;
    private final RecordLayer records = RecordLayer.ofClient();
    private final ByteBuffer out = ByteBuffer.allocateDirect(MAX_RECORDS * RecordLayer.MAX_SEALED);
    private final long outAddress = Buffer.memoryAddress(out);
    private final TlsHandshakes handshakes;
    /** The beginnings of records whose rest is to come. */
    private final IdentityHashMap<TlsConnection, byte[]> parts = new IdentityHashMap<>();

    LoopTls(LoopContext loop, ClientContext context) {
        this.loop = loop;
        handshakes = new TlsHandshakes(context);
    }

    /** A connection with TLS; nobody else names its class, so that it is not loaded where there is no TLS. */
    Connection connection(int descriptor, Attempt attempt) {
        return new TlsConnection(descriptor, loop, attempt);
    }

    /** Says a client's first words. */
    void greet(TlsConnection connection) throws IOException {
        handshakes.begin(connection, out.clear());
        connection.writeOut(out.flip(), outAddress);
    }

    /** Receives, and opens what is whole; see {@link Connection#receive}. */
    int receive(TlsConnection connection) throws IOException {
        ByteBuffer in = loop.in.clear();
        int before = 0;
        byte[] part = parts.remove(connection);
        if (part != null) {
            in.put(0, part);
            before = part.length;
        }
        int received = connection.readAddress(loop.inAddress, before, in.capacity());
        if (received < 0) {
            return received;
        }
        try {
            return open(connection, before + received);
        } catch (RecordViolation violation) {
            violated(connection, violation);
            return 0;
        }
    }

    /** Seals and sends. */
    void transmit(TlsConnection connection, ByteBuffer bytes) throws IOException {
        out.clear();
        for (int at = 0; at < bytes.limit(); at += RecordLayer.MAX_PLAIN) {
            int count = Math.min(RecordLayer.MAX_PLAIN, bytes.limit() - at);
            records.seal(connection.suite(), connection.traffic(), bytes, at, count, out);
        }
        connection.writeOut(out.flip(), outAddress);
    }

    /** The connection ends: nothing is kept of it, and the peer is told where that is possible. */
    void end(TlsConnection connection) {
        handshakes.forget(connection);
        parts.remove(connection);
        if (connection.active == null || connection.active.unsent == null) {
            alert(connection, Alert.CLOSE_NOTIFY);
        }
    }

    private int open(TlsConnection connection, int to) throws IOException, RecordViolation {
        int at = 0;
        int end = 0;
        int empty = 0;
        boolean keysWanted = false;
        while (at < to && connection.receives()) {
            if (connection.isSecuring()) {
                int length = handshakes.take(connection, loop.in, loop.inAddress, at, to, out.clear());
                if (out.flip().hasRemaining() && connection.receives()) {
                    connection.writeOut(out, outAddress);
                }
                handshakes.conclude(connection);
                if (length == 0) {
                    break;
                }
                at += length;
                continue;
            }
            Opened opened = records.open(connection.suite(), connection.traffic(), loop.in, at, to, end);
            if (opened == Opened.INCOMPLETE) {
                break;
            }
            at += records.consumed();
            end += records.length();
            empty += records.length() == 0 ? 1 : 0;
            if (empty > MAX_EMPTY) {
                throw new RecordViolation(Alert.UNEXPECTED_MESSAGE, "a flood of records without data");
            }
            keysWanted |= opened == Opened.KEYS_WANTED;
            if (opened == Opened.CLOSE_NOTIFY) {
                connection.peerWritesNoMore();
            } else if (opened == Opened.FATAL_ALERT) {
                connection.erase();
                connection.fail(TlsFailure.ofAlert(records.alertCode()));
            }
        }
        if (!connection.receives()) {
            return end;
        }
        if (keysWanted) {
            // Once for all that came together: each answer says the same.
            records.updateKeys(connection.suite(), connection.traffic(), false, out.clear());
            connection.writeOut(out.flip(), outAddress);
        }
        keep(connection, at, to);
        return end;
    }

    private void keep(TlsConnection connection, int from, int to) {
        if (from < to && connection.receives()) {
            byte[] part = new byte[to - from];
            loop.in.get(from, part);
            parts.put(connection, part);
        }
    }

    /** The server gets the alert, and nothing of it is opened any more. */
    private void violated(TlsConnection connection, RecordViolation violation) {
        alert(connection, violation.alert());
        connection.erase();
        connection.fail(new Failure(
                FailureReason.TLS_VIOLATION, violation.alert().name().toLowerCase(Locale.ROOT)));
    }

    private void alert(TlsConnection connection, Alert alert) {
        if (!connection.canSeal()) {
            return;
        }
        records.alert(connection.suite(), connection.traffic(), alert, out.clear());
        try {
            connection.writeOut(out.flip(), outAddress);
        } catch (IOException gone) {
            // Nobody is there to be told.
        }
    }
}
