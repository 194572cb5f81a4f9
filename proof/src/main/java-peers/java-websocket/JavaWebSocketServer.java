import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/**
 * The Java-WebSocket peer: its selector, one decoder thread, and the ping timer that it brings, which knows seconds only.
 *
 * <p>Arguments: port, ping interval in milliseconds.
 */
public final class JavaWebSocketServer extends WebSocketServer {
    private static final int BACKLOG = 4096;
    private static final int DECODERS = 1;

    private JavaWebSocketServer(InetSocketAddress address) {
        super(address, DECODERS);
    }

    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        var server = new JavaWebSocketServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server.setConnectionLostTimeout(Math.ceilDiv(Integer.parseInt(arguments[1]), 1000));
        server.setMaxPendingConnections(BACKLOG);
        server.setTcpNoDelay(true);
        server.run();
    }

    @Override
    public void onMessage(WebSocket socket, String message) {
        socket.send(message);
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer message) {
        socket.send(message);
    }

    @Override
    public void onStart() {}

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {}

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket socket, Exception failure) {
        if (socket == null) {
            System.err.println(failure);
        }
    }
}
