package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the log says of a handler that throws. */
@Timeout(60)
class BrokenHandlerTest {
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream before = System.err;

    @BeforeEach
    void keepTheLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveTheLogBack() {
        System.setErr(before);
    }

    @Test
    void saysThatTheConnectionIsClosedWith1011WhenAMessageMadeItThrow() {
        WebSocketHandler throwing = new WebSocketHandler() {
            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                throw new IllegalStateException("thrown by the test");
            }
        };
        try (TestServer server = TestServer.with().handler(throwing).start();
                RawClient client = server.open()) {
            client.send(Frames.text("x")).expectClose(1011);
            Eventually.until(() -> log().contains("the message handler threw; its connection is closed with 1011"));
            Eventually.until(() -> log().contains("IllegalStateException: thrown by the test"));
        }
    }

    @Test
    void doesNotSpeakOf1011WhenTheEndOfAConnectionMadeItThrow() {
        WebSocketHandler throwing = new QuietHandler() {
            @Override
            public void close(WebSocket connection, int code) {
                throw new IllegalStateException("thrown by the test");
            }
        };
        try (TestServer server = TestServer.with().handler(throwing).start();
                RawClient client = server.open()) {
            client.send(Frames.close(1000, "")).expectClose(1000);
            Eventually.until(() -> log().contains("the message handler threw when it was told"));
            assertFalse(log().contains("1011"), log());
        }
    }

    private String log() {
        return log.toString(StandardCharsets.UTF_8);
    }
}
