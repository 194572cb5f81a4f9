package dev.mooring.awsstandin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An HTTP server on loopback, on a free port, behind a gate. One request at a time. */
final class HttpEndpoint implements AutoCloseable {
    static {
        // Without it every answer waits 40 ms for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;

    /**
     * A request.
     *
     * @param token of the metadata service; "null" for none
     * @param target what is asked in the JSON protocol, as {@code secretsmanager.GetSecretValue}; "null" for none
     */
    record Request(String method, String path, String token, String target, String body) {}

    /** An answer. */
    record Answer(int status, String body) {}

    /** What answers. */
    interface Answers {
        Answer answer(Request request);
    }

    private HttpEndpoint(HttpServer server) {
        this.server = server;
    }

    static HttpEndpoint start(Gate gate, Answers answers) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> handle(exchange, gate, answers));
        server.start();
        return new HttpEndpoint(server);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void handle(HttpExchange exchange, Gate gate, Answers answers) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String token = String.valueOf(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"));
            String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            Request request = new Request(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), token, target, body);
            Gate.Passage passage = gate.next();
            if (passage == Gate.Passage.NO_REQUEST) {
                return;
            }
            Answer answer = answers.answer(request);
            if (passage == Gate.Passage.NO_ANSWER) {
                return;
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
