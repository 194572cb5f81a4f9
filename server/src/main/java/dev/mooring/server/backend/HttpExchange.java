package dev.mooring.server.backend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** HTTP/1.1 with the JDK's client, which keeps connections for a while. An answer has 64 KiB at most. */
final class HttpExchange implements Exchange {
    private static final long MAX_ANSWER = 64 << 10;

    private final Asking asking;
    private final HttpClient http;

    /** Makes a request of what is to be told. */
    private interface Asking {
        HttpRequest request(EventHeaders headers, byte[] event);
    }

    private HttpExchange(Asking asking, Duration connectTimeout) {
        this.asking = asking;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .build();
    }

    /** Posts events. */
    static HttpExchange posting(URI uri, Duration connectTimeout) {
        return new HttpExchange(
                (headers, event) -> HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .header("connectionId", headers.connection())
                        .header("routeKey", headers.printableRoute())
                        .header("eventType", headers.type())
                        .POST(BodyPublishers.ofByteArray(event))
                        .build(),
                connectTimeout);
    }

    /** Asks with GET; an event is the header lines to ask with, each {@code Name: value} and a line feed. */
    static HttpExchange asking(URI uri, Duration connectTimeout) {
        return new HttpExchange(
                (_, event) -> {
                    HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
                    new String(event, UTF_8).lines().forEach(line -> {
                        int colon = line.indexOf(": ");
                        request.header(line.substring(0, colon), line.substring(colon + 2));
                    });
                    return request.build();
                },
                connectTimeout);
    }

    @Override
    public Pending post(EventHeaders headers, byte[] event) {
        HttpRequest request = asking.request(headers, event);
        CompletableFuture<HttpResponse<String>> response =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), MAX_ANSWER));
        return new Pending(
                response.handle((came, failed) -> failed == null ? answer(came) : unreached(failed)),
                () -> response.cancel(true));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static BackendAnswer answer(HttpResponse<String> response) {
        return new BackendAnswer(
                response.statusCode(), response.body(), response.headers().firstValue("Sec-WebSocket-Protocol"));
    }

    /** One exception for all ways of not getting there. */
    private static BackendAnswer unreached(Throwable failed) {
        Throwable cause =
                failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        if (cause instanceof HttpConnectTimeoutException) {
            throw new CompletionException(new ConnectException("no connection within the time for it"));
        }
        throw new CompletionException(cause);
    }
}
