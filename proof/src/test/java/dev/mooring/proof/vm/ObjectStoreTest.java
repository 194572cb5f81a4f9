package dev.mooring.proof.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {
    @TempDir
    private Path folder = Path.of("");

    private final HttpClient client = HttpClient.newHttpClient();
    private ObjectStore store;

    @SuppressWarnings("NullAway.Init") // the store is started before each test
    ObjectStoreTest() {}

    @BeforeEach
    void start() throws IOException {
        Path file = Files.writeString(folder.resolve("bundle"), "0123456789");
        store = ObjectStore.start(
                new SynthesizedHost("", List.of(new SynthesizedHost.StoredObject("assets", "key.gz", file))));
    }

    @AfterEach
    void stop() {
        client.close();
        store.close();
    }

    @Test
    void servesAnObjectWhole() throws IOException, InterruptedException {
        HttpResponse<String> answer = ask("/assets/key.gz", "GET", "");
        assertEquals("200 0123456789", answer.statusCode() + " " + answer.body());
    }

    @Test
    void servesTheRangeThatIsAskedFor() throws IOException, InterruptedException {
        HttpResponse<String> answer = ask("/assets/key.gz", "GET", "bytes=2-4");
        assertEquals("206 234", answer.statusCode() + " " + answer.body());
        assertEquals(
                "bytes 2-4/10", answer.headers().firstValue("Content-Range").orElse(""));
    }

    @Test
    void servesARangeWithoutAnEndToTheLastByte() throws IOException, InterruptedException {
        assertEquals("89", ask("/assets/key.gz", "GET", "bytes=8-").body());
    }

    @Test
    void tellsTheSizeOfAnObject() throws IOException, InterruptedException {
        assertEquals(
                "10",
                ask("/assets/key.gz", "HEAD", "")
                        .headers()
                        .firstValue("Content-Length")
                        .orElse(""));
    }

    @Test
    void hasNoOtherObjects() throws IOException, InterruptedException {
        assertEquals(404, ask("/assets/other.gz", "GET", "").statusCode());
    }

    private HttpResponse<String> ask(String path, String method, String range)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + store.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
