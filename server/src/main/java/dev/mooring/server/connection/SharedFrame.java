package dev.mooring.server.connection;

import dev.mooring.server.frame.FrameEncoder;
import dev.mooring.server.frame.MessageType;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;

/**
 * One encoded message for many connections: it is encoded once, and each send is one system call without a copy.
 *
 * <p>Immutable after construction; one instance serves all loops. Memory: the frame twice, once for the kernel to read
 * from and once for the queues to share.
 */
public final class SharedFrame {
    private final byte[] bytes;
    private final ByteBuffer direct;
    private final long address;

    public SharedFrame(MessageType type, byte[] payload) {
        ByteBuffer encoded = ByteBuffer.allocate(FrameEncoder.LONGEST_HEADER + payload.length);
        FrameEncoder.header(encoded, type.opcode(), payload.length);
        encoded.put(payload).flip();
        bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        address = Buffer.memoryAddress(direct);
    }

    /**
     * Sends the frame on a connection of the calling loop.
     *
     * @return false when the peer has too much unread: the frame was not taken, and may be offered again
     */
    public boolean offerTo(Connection connection) {
        connection.flush();
        if (!connection.open()) {
            return true;
        }
        if (connection.overLimit()) {
            return false;
        }
        if (connection.backedUp()) {
            connection.queue(bytes, 0);
        } else {
            int sent = Output.write(connection, address, direct.limit());
            if (sent < bytes.length && !connection.ended()) {
                connection.queue(bytes, sent);
            }
        }
        connection.loop.counters.messagesSent.increment();
        return true;
    }
}
