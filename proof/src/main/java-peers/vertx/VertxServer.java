import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.HashSet;
import java.util.Set;

/**
 * The Vert.x peer: one event loop on the native epoll transport, one periodic timer for all sockets, no compression.
 *
 * <p>Arguments: port, ping interval in milliseconds.
 */
public final class VertxServer {
    private static final int BACKLOG = 4096;

    /** Used on the event loop only. */
    private final Set<ServerWebSocket> sockets = new HashSet<>();

    private VertxServer() {}

    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        long pingIntervalMillis = Long.parseLong(arguments[1]);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        if (!vertx.isNativeTransportEnabled()) {
            System.err.println("the native transport is not there, measuring NIO");
        }
        VertxServer server = new VertxServer();
        vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setAcceptBacklog(BACKLOG)
                        .setTcpNoDelay(true)
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(false))
                .webSocketHandler(server::accept)
                .requestHandler(server::publish)
                .listen()
                .onFailure(VertxServer::fail);
        vertx.setPeriodic(pingIntervalMillis, _ -> server.pingAll());
    }

    private void accept(ServerWebSocket socket) {
        sockets.add(socket);
        socket.textMessageHandler(socket::writeTextMessage);
        socket.binaryMessageHandler(socket::writeBinaryMessage);
        socket.closeHandler(_ -> sockets.remove(socket));
    }

    /** Sends the body to everybody. */
    private void publish(HttpServerRequest request) {
        request.bodyHandler(body -> {
            String text = body.toString();
            sockets.forEach(socket -> socket.writeTextMessage(text));
            request.response().end();
        });
    }

    private void pingAll() {
        sockets.forEach(socket -> socket.writePing(Buffer.buffer()));
    }

    private static void fail(Throwable failure) {
        System.err.println(failure);
        System.exit(1);
    }
}
