import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * The Jetty peer: one acceptor, one selector, one timer for all sessions.
 *
 * <p>Arguments: port, ping interval in milliseconds.
 */
public final class JettyServer {
    private static final int BACKLOG = 4096;

    private JettyServer() {}

    public static void main(String[] arguments) throws Exception {
        long pingIntervalMillis = Long.parseLong(arguments[1]);
        Server server = new Server(new QueuedThreadPool());
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[0]));
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        WebSocketUpgradeHandler handler = WebSocketUpgradeHandler.from(server, container -> {
            container.setIdleTimeout(Duration.ZERO);
            container.addMapping("/*", (_, _, _) -> new Echo());
        });
        server.setHandler(handler);
        server.start();
        var timer = Executors.newSingleThreadScheduledExecutor();
        timer.scheduleAtFixedRate(
                () -> pingAll(handler.getServerWebSocketContainer()),
                pingIntervalMillis,
                pingIntervalMillis,
                TimeUnit.MILLISECONDS);
        server.join();
    }

    private static void pingAll(ServerWebSocketContainer container) {
        container.getOpenSessions().forEach(session -> session.sendPing(ByteBuffer.allocate(0), Callback.NOOP));
    }

    /** Public, because Jetty calls it through a public lookup. */
    public static final class Echo extends Session.Listener.AbstractAutoDemanding {
        @Override
        public void onWebSocketText(String message) {
            getSession().sendText(message, Callback.NOOP);
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
            getSession().sendBinary(payload, callback);
        }
    }
}
