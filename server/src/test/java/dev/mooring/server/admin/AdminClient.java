package dev.mooring.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** An ordinary HTTP client of the admin port. */
final class AdminClient implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    AdminClient(InetSocketAddress address) {
        this.base = "http://127.0.0.1:" + address.getPort();
    }

    record Reply(HttpResponse<String> response) {
        void is(int status, String body) {
            assertEquals(status + " " + body, response.statusCode() + " " + response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String body() {
            return response.body();
        }
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    Reply send(String method, String path, String body) throws IOException, InterruptedException {
        return new Reply(http.send(request(method, path, body), BodyHandlers.ofString()));
    }

    CompletableFuture<HttpResponse<String>> sendLater(String method, String path, String body) {
        return http.sendAsync(request(method, path, body), BodyHandlers.ofString());
    }

    Reply post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).POST(BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return new Reply(http.send(request.build(), BodyHandlers.ofString()));
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }
}
