package dev.mooring.loadgenerator.connection;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Whether the peer's kernel has taken what was sent, as TCP_INFO tells (tcp(7), struct tcp_info of linux/tcp.h).
 *
 * <p>A server whose accept queue is full answers a SYN with a cookie and forgets it: connect() succeeds here, there is
 * no connection there, and whatever is sent is sent again and never acknowledged. The program behind that port knows
 * nothing of it.
 */
final class TcpAcknowledgement {
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;
    private static final int LENGTH = 104;
    /** Retransmissions by timeout of what is not acknowledged now. */
    private static final int RETRANSMITS = 2;
    /** Segments that are not acknowledged. */
    private static final int UNACKED = 24;

    private TcpAcknowledgement() {}

    /** Whether something was sent again and is still unacknowledged; false when the kernel does not tell. Two calls. */
    static boolean isMissing(int descriptor) {
        ByteBuffer info = ByteBuffer.allocateDirect(LENGTH).order(ByteOrder.nativeOrder());
        try {
            new Socket(descriptor).getRawOpt(IPPROTO_TCP, TCP_INFO, info);
        } catch (IOException unknown) {
            return false;
        }
        return info.getInt(UNACKED) > 0 && info.get(RETRANSMITS) > 0;
    }
}
