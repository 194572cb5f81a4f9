package dev.mooring.server.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * How far a peer's application has read, as TCP knows it: the right edge of the window that its kernel offers, in bytes
 * since the connection began. It moves only as the application takes something, whoever else may be answering.
 *
 * <p>Source: struct tcp_info of linux/tcp.h; tcpi_bytes_acked since Linux 4.1, tcpi_snd_wnd since 5.4 (0 before, and then
 * what the peer's kernel has acknowledged has to do). Not thread-safe: one per loop. Cost: one getsockopt.
 */
final class PeerWindow {
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;
    private static final int SEGMENT = 16;
    private static final int UNACKNOWLEDGED = 24;
    private static final int LAST_ACK_RECEIVED = 56;
    private static final int BYTES_ACKED = 120;
    private static final int NOT_SENT = 144;
    private static final int SEND_WINDOW = 228;
    private static final int SIZE = 256;

    private final ByteBuffer info = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());

    /** The edge, or 0 when the kernel does not tell. */
    long edge(Connection connection) {
        return read(connection) ? info.getLong(BYTES_ACKED) + (info.getInt(SEND_WINDOW) & 0xFFFF_FFFFL) : 0;
    }

    /** Whether the peer's kernel has been heard within this time; {@link #edge} was asked just before. */
    boolean heardWithin(Duration time) {
        return (info.getInt(LAST_ACK_RECEIVED) & 0xFFFF_FFFFL) <= time.toMillis();
    }

    /**
     * Whether the wire is waited for, and not the peer: the window is open for a whole segment more, or what was sent into it
     * has not been acknowledged. A peer that does not read acknowledges all and closes its window. {@link #edge} was asked
     * just before.
     */
    boolean waitsForTheWire() {
        long window = info.getInt(SEND_WINDOW) & 0xFFFF_FFFFL;
        return window >= info.getInt(SEGMENT) || (window > 0 && info.getInt(UNACKNOWLEDGED) > 0);
    }

    /** Whether the kernel keeps nothing for the peer: it has sent everything, and the peer's has acknowledged it. */
    boolean hasTakenAll(Connection connection) {
        return read(connection) && info.getInt(UNACKNOWLEDGED) == 0 && info.getInt(NOT_SENT) == 0;
    }

    private boolean read(Connection connection) {
        try {
            info.clear();
            for (int at = 0; at < SIZE; at += Long.BYTES) {
                info.putLong(at, 0);
            }
            connection.getRawOpt(IPPROTO_TCP, TCP_INFO, info);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }
}
