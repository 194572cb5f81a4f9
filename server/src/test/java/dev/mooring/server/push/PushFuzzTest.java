package dev.mooring.server.push;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.http.Answer;
import dev.mooring.server.json.Json;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is asked of the push port, it answers as its description says, and goes on. */
@Timeout(120)
class PushFuzzTest {
    private static final Set<Integer> CONTRACT = Set.of(200, 204, 400, 403, 404, 405, 410, 413, 429, 503);
    private static final String[] PIECES = {
        "/",
        "//",
        "@connections",
        "%40connections",
        "/@connections/",
        "R0oXAdfD0kwCH6w=",
        "%3D",
        "%",
        "%zz",
        "%C3",
        "..",
        "/topics/",
        "/users/",
        "/broadcast",
        "/batch",
        "topics",
        "?",
        "#",
        "a",
        "é",
        "%00",
        "%20",
        "+",
        "x".repeat(300)
    };
    private static final String[] WORDS = {
        "{\"messages\":[",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"topic\"",
        "\"user\"",
        "\"connection\"",
        "\"all\"",
        "true",
        "false",
        "null",
        "\"text\"",
        "\"base64\"",
        "\"data\"",
        "\"AA==\"",
        "\"*\"",
        "\"\\ud800\"",
        "1e999",
        "-0",
        "\"x\"",
        "{\"topic\":\"t\",\"text\":\"a\"}",
        "{\"all\":true,\"data\":{\"a\":[1]}}",
        "\"R0oXAdfD0kwCH6w=\"",
        "é",
        "\n",
        "\u0000"
    };

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final TestServer server = TestServer.start();
    private final PushSettings open =
            new PushSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty(), false);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersEveryRequestAsItsDescriptionSays() throws Exception {
        PushRoutes routes = new PushRoutes(open, server.server(), () -> Instant.EPOCH, Runnable::run);
        for (int i = 0; i < 20_000; i++) {
            FullHttpRequest request = request();
            String what = "seed " + seed + ", request " + i + ": " + request.method() + " " + request.uri() + " "
                    + request.content().toString(UTF_8);
            Answer answer = routes.answer(request).get(60, TimeUnit.SECONDS);
            assertTrue(CONTRACT.contains(answer.status().code()), () -> answer.status() + " to " + what);
            assertEquals(answer.status().code() >= 400, answer.headers().containsKey("x-amzn-ErrorType"), what);
            assertTrue(answer.body().isEmpty() || isObject(answer.body()), () -> answer.body() + " to " + what);
            assertTrue(answer.body().length() < 4_096 + 256 * request.content().readableBytes(), what);
        }
    }

    @Test
    void survivesEveryBeginningOfARequestAndAllThatIsNone() {
        try (PushPort port = PushPort.start(open, server.server(), InstantSource.system())) {
            for (int i = 0; i < 300; i++) {
                try (RawClient client = RawClient.connect(port.boundAddress().getPort())) {
                    client.send(garbage());
                    client.reset();
                }
            }
            try (RawClient client = RawClient.connect(port.boundAddress().getPort())) {
                client.send("GET /broadcast HTTP/1.1\r\nHost: a\r\n\r\n");
                assertEquals("{\"connections\":0}", client.response().body(), "seed " + seed);
            }
        }
    }

    private byte[] garbage() {
        byte[] bytes = ("POST /batch HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + text(WORDS, 10))
                .getBytes(ISO_8859_1);
        for (int flips = random.nextInt(8); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
    }

    private FullHttpRequest request() {
        String[] methods = {"POST", "POST", "POST", "GET", "DELETE", "PUT", "BREW"};
        String[] usual = {"/batch", "/topics/t", "/users/u", "/broadcast", "/@connections/R0oXAdfD0kwCH6w="};
        String uri = random.nextBoolean() ? usual[random.nextInt(usual.length)] : text(PIECES, 6);
        byte[] body = text(WORDS, 12).getBytes(UTF_8);
        if (body.length > 0 && random.nextInt(4) == 0) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(methods[random.nextInt(methods.length)]),
                uri.isEmpty() ? "/" : uri,
                Unpooled.wrappedBuffer(body));
        if (random.nextInt(3) == 0) {
            request.headers().set("idempotency-key", "k" + random.nextInt(50));
        }
        return request;
    }

    private String text(String[] of, int most) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? of[0] : "");
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append(of[random.nextInt(of.length)]);
        }
        return text.toString();
    }

    private static boolean isObject(String text) {
        try (JsonParser json = Json.parser(text)) {
            assertFalse(json.nextToken() != JsonToken.START_OBJECT, text);
            json.skipChildren();
            return json.nextToken() == null;
        } catch (IOException malformed) {
            return false;
        }
    }
}
