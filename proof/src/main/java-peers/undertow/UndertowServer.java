import static io.undertow.Handlers.websocket;

import io.undertow.Undertow;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.xnio.Options;

/**
 * The Undertow peer: one I/O thread, one timer on it for all channels.
 *
 * <p>Arguments: port, ping interval in milliseconds.
 */
public final class UndertowServer extends AbstractReceiveListener {
    private static final int BACKLOG = 4096;

    private static final Set<WebSocketChannel> CHANNELS = ConcurrentHashMap.newKeySet();

    private UndertowServer() {}

    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        long pingIntervalMillis = Long.parseLong(arguments[1]);
        Undertow server = Undertow.builder()
                .setIoThreads(1)
                .setSocketOption(Options.BACKLOG, BACKLOG)
                .addHttpListener(port, "127.0.0.1")
                .setHandler(websocket((_, channel) -> accept(channel)))
                .build();
        server.start();
        server.getWorker()
                .getIoThread()
                .executeAtInterval(UndertowServer::pingAll, pingIntervalMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
        WebSockets.sendText(message.getData(), channel, null);
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
        var data = message.getData();
        ByteBuffer payload = WebSockets.mergeBuffers(data.getResource());
        data.free();
        WebSockets.sendBinary(payload, channel, null);
    }

    private static void accept(WebSocketChannel channel) {
        CHANNELS.add(channel);
        channel.addCloseTask(CHANNELS::remove);
        channel.getReceiveSetter().set(new UndertowServer());
        channel.resumeReceives();
    }

    private static void pingAll() {
        CHANNELS.forEach(channel -> WebSockets.sendPing(ByteBuffer.allocate(0), channel, null));
    }
}
