package dev.mooring.server.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A backend on loopback that keeps what it is told, in the order in which it heard, and answers what the test says. */
final class ToldBackend implements AutoCloseable {
    private static final Pattern MEMBER = Pattern.compile("\"(routeKey|connectionId)\":\"([^\"]*)\"");

    /** As {@code $connect id}. */
    final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

    final LinkedBlockingQueue<String> connecting = new LinkedBlockingQueue<>();
    volatile String answer = "";
    volatile String subprotocol = "";
    volatile CountDownLatch connects = new CountDownLatch(0);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer http;

    ToldBackend() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        http.setExecutor(threads);
        http.createContext("/", this::hear);
        http.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/events");
    }

    /** The next event it hears. */
    String next() throws InterruptedException {
        String event = told.poll(50, TimeUnit.SECONDS);
        assertTrue(event != null, "nothing came");
        return String.valueOf(event);
    }

    List<String> left() {
        return List.copyOf(told);
    }

    @Override
    public void close() {
        connects.countDown();
        http.stop(0);
        threads.shutdownNow();
    }

    private void hear(HttpExchange exchange) {
        try (exchange) {
            String event = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String said = member(event, "routeKey") + " " + member(event, "connectionId");
            if (said.startsWith("$connect ")) {
                connecting.add(said);
                connects.await();
            }
            told.add(said);
            if (!subprotocol.isEmpty()) {
                exchange.getResponseHeaders().add("Sec-WebSocket-Protocol", subprotocol);
            }
            byte[] body = said.startsWith("$disconnect ") ? new byte[0] : answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static String member(String event, String name) {
        Matcher member = MEMBER.matcher(event);
        while (member.find()) {
            if (member.group(1).equals(name)) {
                return member.group(2);
            }
        }
        throw new AssertionError(name + " is missing in " + event);
    }
}
