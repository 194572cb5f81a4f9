package dev.mooring.server.functional;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A WebSocket client that reads, on a wire that can be made to lose all that is sent to it: a filter before its socket
 * (socket(7), SO_ATTACH_FILTER) drops each segment, so nothing is acknowledged either.
 */
final class CutOffClient implements AutoCloseable {
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SO_DETACH_FILTER = 27;
    private static final short RETURN = 0x06;
    private static final int ROOM = 1 << 16;

    private final LinuxSocket socket = LinuxSocket.newSocketStream(false);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(ROOM);

    static CutOffClient open(int port) throws IOException {
        CutOffClient client = new CutOffClient();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        if (!client.socket.connect(address)) {
            Eventually.until(() -> finished(client.socket));
        }
        client.send(Frames.utf8(RawClient.REQUEST));
        client.receive(1);
        return client;
    }

    void send(byte[] bytes) throws IOException {
        buffer.clear().put(bytes);
        socket.sendAddress(Buffer.memoryAddress(buffer), 0, bytes.length);
    }

    /** Reads on until so many bytes have come. */
    void receive(int count) {
        int[] left = {count};
        Eventually.until(() -> {
            left[0] -= Math.max(0, read());
            return left[0] <= 0;
        });
    }

    /** From here on every segment to this client is lost. */
    void cutOff() throws IOException {
        ByteBuffer program = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        program.putShort(0, RETURN);
        ByteBuffer filter = ByteBuffer.allocateDirect(2 * Long.BYTES).order(ByteOrder.nativeOrder());
        filter.putShort(0, (short) 1).putLong(Long.BYTES, Buffer.memoryAddress(program));
        socket.setRawOpt(SOL_SOCKET, SO_ATTACH_FILTER, filter);
    }

    /** The wire is whole again. */
    void restore() throws IOException {
        socket.setRawOpt(SOL_SOCKET, SO_DETACH_FILTER, ByteBuffer.allocateDirect(Integer.BYTES));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    private int read() {
        try {
            return socket.recvAddress(Buffer.memoryAddress(buffer), 0, ROOM);
        } catch (IOException failed) {
            throw new AssertionError("the client's connection failed", failed);
        }
    }

    private static boolean finished(LinuxSocket socket) {
        try {
            return socket.finishConnect();
        } catch (IOException refused) {
            throw new AssertionError(refused);
        }
    }
}
