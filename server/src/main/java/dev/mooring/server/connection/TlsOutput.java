package dev.mooring.server.connection;

import dev.mooring.tls.record.Alert;
import dev.mooring.tls.record.RecordLayer;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What one loop's connections with TLS send: sealed as it leaves, one record at a time, so that the order of sealing is the order
 * of sending whatever waits in a queue. Of a record that the kernel takes a part of, the rest waits before everything else.
 *
 * <p>Not thread-safe. Costs a copy into the record and out of it, and one system call for 16 KiB; 64 KiB per loop.
 */
final class TlsOutput {
    private final ConnectionLoop loop;
    private final RecordLayer records;
    private final Scratch scratch = new Scratch();

    TlsOutput(ConnectionLoop loop, RecordLayer records) {
        this.loop = loop;
        this.records = records;
    }

    /** The buffer for what {@link #send} sends, with nothing in it. */
    ByteBuffer empty() {
        return scratch.buffer.clear();
    }

    /** Sends what is in the buffer, which is sealed already or is in clear. A peer that is gone is found to be lost. */
    void send(TlsConnection connection) {
        try {
            write(connection);
        } catch (IOException gone) {
            connection.lost();
        }
    }

    /**
     * Seals and sends.
     *
     * @param memory from which the bytes come, left as it is
     * @return how many of them are sealed, and so sent or next to be sent; 0 while a record is half sent
     */
    int transmit(TlsConnection connection, ByteBuffer memory, int from, int to) throws IOException {
        if (!connection.answerable()) {
            throw new IOException("nothing is sent before the handshake is done");
        }
        if (loop.queues.hasRecord(connection)) {
            return 0;
        }
        if (records.isUsedUp(connection.suite(), connection.traffic())) {
            throw new IOException("a key of TLS 1.2 has sealed as many records as are safe");
        }
        int count = Math.min(to - from, RecordLayer.MAX_PLAIN);
        records.seal(connection.suite(), connection.traffic(), memory, from, count, empty());
        write(connection);
        return count;
    }

    /** Changes the keys of what this side writes, as the peer has asked. */
    void updateKeys(TlsConnection connection) {
        records.updateKeys(connection.suite(), connection.traffic(), false, empty());
        send(connection);
    }

    /** Tells the peer that nothing more comes, once. */
    void sayGoodbye(TlsConnection connection) {
        if (connection.toBeNotified()) {
            alert(connection, Alert.CLOSE_NOTIFY);
        }
    }

    void alert(TlsConnection connection, Alert alert) {
        records.alert(connection.suite(), connection.traffic(), alert, empty());
        send(connection);
    }

    private void write(TlsConnection connection) throws IOException {
        int length = scratch.buffer.position();
        int sent = 0;
        if (!loop.queues.hasRecord(connection)) {
            int taken = 1;
            while (sent < length && taken > 0) {
                taken = connection.sendAddress(scratch.address, sent, length);
                sent += Math.max(0, taken);
            }
        }
        if (sent < length) {
            keep(connection, sent, length);
        }
    }

    /** A record cannot be sealed again: a connection of which a part would be lost ends with it. */
    private void keep(TlsConnection connection, int from, int to) {
        boolean kept = false;
        try {
            loop.queues.record(connection, scratch.buffer, from, to);
            kept = true;
        } finally {
            if (!kept) {
                connection.abort();
            }
        }
    }
}
