package dev.mooring.server.connection;

import dev.mooring.server.tls.handshake.TlsContext;
import dev.mooring.tls.handshake.TlsHandshake;
import dev.mooring.tls.record.Alert;
import dev.mooring.tls.record.Opened;
import dev.mooring.tls.record.RecordLayer;
import dev.mooring.tls.record.RecordViolation;
import io.netty.channel.unix.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * TLS of one loop's connections: the handshake, and then the records, opened where they were received. There is none where TLS
 * is not switched on.
 *
 * <p>Confined to the loop. Cost per loop: 64 KiB to seal into, 32 KiB more to receive into, and as much on the heap.
 */
final class LoopTls {
    /** A part of a record, and another one behind it, whatever a request before them takes. */
    static final int ROOM = 2 * TlsHandshake.MAX_RECORD;

    /** So many records without data in one read are a flood; each costs as much as one with data. */
    private static final int MAX_EMPTY = 32;

    private final ConnectionLoop loop;
    private final RecordLayer records;
    private final PartialRecords parts;
    private final TlsOutput output;
    private final TlsHandshakes handshakes;

    LoopTls(ConnectionLoop loop, TlsContext context) {
        this.loop = loop;
        records = new RecordLayer();
        parts = new PartialRecords(loop, RecordLayer.MAX_RECORD);
        output = new TlsOutput(loop, records);
        handshakes = new TlsHandshakes(loop, context, output);
    }

    /** A connection with TLS; nobody else names its class, so that it is not loaded where there is no TLS. */
    Connection connection(int descriptor, Phase first) {
        return new TlsConnection(descriptor, loop, first);
    }

    /**
     * Receives, and opens what is whole.
     *
     * @param from where the data is put
     * @return how many bytes of data there are; 0 when there is none yet; negative when the peer writes no more
     */
    int receive(TlsConnection connection, ByteBuffer buffer, long address, int from) throws IOException {
        if (connection.phase() == Phase.LINGERING || connection.phase() == Phase.PROXY_HEADER) {
            return connection.recvAddress(address, from, LoopReader.CAPACITY);
        }
        int before = parts.copy(connection, buffer, from);
        // A record at most beyond what is there, so that no connection keeps the loop for long.
        int end = Math.min(buffer.capacity(), from + before + RecordLayer.MAX_RECORD);
        int received = connection.recvAddress(address, from + before, end);
        // One that waited for its handshake to begin has been received before.
        if (received < 0 || received + before == 0) {
            return received;
        }
        return open(connection, buffer, address, from, from + before + received);
    }

    /** Opens what stands in the buffer behind a PROXY header; its limit is then the end of the data. */
    void unwrap(TlsConnection connection, ByteBuffer buffer) {
        int from = buffer.position();
        int to = buffer.limit();
        buffer.limit(buffer.capacity());
        int data = open(connection, buffer, Buffer.memoryAddress(buffer), from, to);
        buffer.limit(from + Math.max(0, data)).position(from);
    }

    /** See {@link TlsOutput#transmit}. */
    int transmit(TlsConnection connection, ByteBuffer memory, int from, int to) throws IOException {
        return output.transmit(connection, memory, from, to);
    }

    /** See {@link TlsOutput#sayGoodbye}. */
    void sayGoodbye(TlsConnection connection) {
        output.sayGoodbye(connection);
    }

    /** Handshakes and records of which nothing more has come in their time. */
    void expire(long now) {
        try {
            handshakes.expire(now);
        } finally {
            parts.expire(now);
        }
    }

    /** The connection is read again. */
    void resumed(TlsConnection connection) {
        parts.resumed(connection);
    }

    /** The connection ends. */
    void forget(TlsConnection connection) {
        try {
            handshakes.forget(connection);
        } finally {
            parts.forget(connection);
        }
    }

    private int open(TlsConnection connection, ByteBuffer buffer, long address, int from, int to) {
        int at = from;
        int end = from;
        int empty = 0;
        boolean keysWanted = false;
        try {
            while (at < to && connection.unended() && !connection.inputEnded()) {
                int length;
                if (connection.phase() == Phase.TLS) {
                    length = handshakes.take(connection, buffer, address, at, to);
                } else if (connection.answerable()) {
                    Opened opened = records.open(connection.suite(), connection.traffic(), buffer, at, to, end);
                    length = records.consumed();
                    end += records.length();
                    empty += length > 0 && records.length() == 0 ? 1 : 0;
                    if (empty > MAX_EMPTY) {
                        throw new RecordViolation(
                                Alert.UNEXPECTED_MESSAGE, "more than " + MAX_EMPTY + " records without data at once");
                    }
                    keysWanted |= opened == Opened.KEYS_WANTED;
                    heed(connection, opened);
                } else {
                    // The handshake has failed; what comes behind it is nobody's.
                    at = to;
                    length = 0;
                }
                if (length == 0) {
                    break;
                }
                at += length;
            }
        } catch (RecordViolation violation) {
            violated(connection, violation);
            return 0;
        }
        if (connection.ended()) {
            return 0;
        }
        // Once for all that came together: each answer says the same.
        if (keysWanted) {
            output.updateKeys(connection);
        }
        parts.keep(
                connection,
                buffer,
                at,
                connection.answerable() || connection.phase() == Phase.TLS ? to : at,
                at == from);
        return end == from && connection.inputEnded() ? -1 : end - from;
    }

    private static void heed(TlsConnection connection, Opened opened) {
        switch (opened) {
            case CLOSE_NOTIFY -> connection.peerWritesNoMore();
            case FATAL_ALERT -> connection.lost();
            case INCOMPLETE, DATA, KEYS_UPDATED, KEYS_WANTED, IGNORED -> {}
        }
    }

    /** The peer gets the alert, and nothing of it is opened any more. */
    private void violated(TlsConnection connection, RecordViolation violation) {
        parts.forget(connection);
        loop.warn("a peer broke the rules of TLS: its connection is ended with an alert", violation);
        boolean _ = connection.toBeNotified();
        output.alert(connection, violation.alert());
        Closing.broken(connection);
    }
}
