package dev.mooring.proof.peers.process;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A backend that lets everybody in and remembers the ids of the connections. Thread-safe. */
public final class ConnectEvents implements AutoCloseable {
    private static final int BACKLOG = 256;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> ids = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    public ConnectEvents() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().skip(Long.MAX_VALUE);
                if ("CONNECT".equals(exchange.getRequestHeaders().getFirst("eventType"))) {
                    ids.add(Objects.requireNonNull(exchange.getRequestHeaders().getFirst("connectionId")));
                }
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Of all connections that asked to be let in so far. */
    public List<String> ids() {
        return List.copyOf(ids);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
