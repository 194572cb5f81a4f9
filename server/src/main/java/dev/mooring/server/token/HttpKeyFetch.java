package dev.mooring.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * With the JDK's client. An answer has {@value #MAX_BYTES} bytes at most, and all of it takes at most the time that is given:
 * one that never ends is given up like one that never begins. No redirect is followed.
 */
final class HttpKeyFetch implements KeyFetch {
    static final long MAX_BYTES = 256 << 10;

    private final HttpRequest request;
    private final Duration timeout;
    private final HttpClient http;

    HttpKeyFetch(URI uri, Duration timeout) {
        this(uri, timeout, timeout);
    }

    HttpKeyFetch(URI uri, Duration connectTimeout, Duration timeout) {
        this.timeout = timeout;
        this.request =
                HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .build();
    }

    @Override
    public CompletableFuture<String> text() {
        CompletableFuture<HttpResponse<String>> response =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), MAX_BYTES));
        CompletableFuture<HttpResponse<String>> inTime =
                response.copy().orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        var _ = inTime.whenComplete((_, _) -> response.cancel(true));
        return inTime.thenCompose(came -> came.statusCode() == 200
                ? CompletableFuture.completedFuture(came.body())
                : CompletableFuture.failedFuture(new IOException("status " + came.statusCode())));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
