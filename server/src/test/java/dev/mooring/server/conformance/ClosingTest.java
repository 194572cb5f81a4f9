package dev.mooring.server.conformance;

import static dev.mooring.server.functional.Frames.FINAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.ServerFrame;
import dev.mooring.server.functional.TestServer;
import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 sections 5.5.1 and 7: one Close each way, then the orderly end. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClosingTest {
    private final LinkedBlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
    private final TestServer server = TestServer.with("--max-message=1MiB")
            .handler(new WebSocketHandler() {
                @Override
                public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                    connection.send(type, payload);
                }

                @Override
                public void close(WebSocket connection, int code) {
                    ended.add(code);
                }
            })
            .start();

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void answersACloseWithItsCode(int code) throws InterruptedException {
        try (RawClient client = server.open()) {
            client.send(Frames.close(code, "bye"));
            client.expectClose(code);
            assertEquals(code, ended.take());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void failsACodeThatMayNotBeSent(int code) throws InterruptedException {
        try (RawClient client = server.open()) {
            client.send(Frames.close(code, "bye"));
            client.expectClose(1002);
        }
        assertEquals(1002, ended.take());
    }

    @Test
    void answersACloseWithoutCodeWithoutCode() throws InterruptedException {
        try (RawClient client = server.open()) {
            client.send(Frames.frame(FINAL | Frames.CLOSE, ""));
            assertEquals(0, client.frame().payload().length);
            client.expectEnd();
            assertEquals(1005, ended.take());
        }
    }

    @Test
    void takesTheLongestReason() throws InterruptedException {
        try (RawClient client = server.open()) {
            client.send(Frames.close(1000, "r".repeat(123)));
            client.expectClose(1000);
            assertEquals(1000, ended.take());
        }
    }

    @Test
    void failsAReasonOf124Bytes() throws InterruptedException {
        try (RawClient client = server.open()) {
            client.send(Frames.close(1000, "r".repeat(124)));
            client.expectClose(1002);
        }
        assertEquals(1002, ended.take());
    }

    @Test
    void failsHalfACode() throws InterruptedException {
        try (RawClient client = server.open()) {
            client.send(Frames.frame(FINAL | Frames.CLOSE, "a"));
            client.expectClose(1002);
        }
        assertEquals(1002, ended.take());
    }

    @Test
    void failsAReasonThatIsNotUtf8() throws InterruptedException {
        try (RawClient client = server.open()) {
            byte[] notUtf8 = {(byte) 0xCE, (byte) 0xBA, (byte) 0xF4, (byte) 0x90};
            client.send(Frames.frame(FINAL | Frames.CLOSE, Frames.closePayload(1000, notUtf8)));
            client.expectClose(1007);
        }
        assertEquals(1007, ended.take());
    }

    @Test
    void answersACloseThatArrivesByteByByte() throws InterruptedException {
        try (RawClient client = server.open()) {
            client.sendInChops(Frames.close(1000, "bye"), 1);
            client.expectClose(1000);
            assertEquals(1000, ended.take());
        }
    }

    @Test
    void ignoresWhatFollowsAClose() throws InterruptedException {
        byte[] after = Frames.joined(Frames.text("late"), Frames.ping("late"), Frames.close(1001, "again"));
        try (RawClient client = server.open()) {
            client.send(Frames.joined(Frames.close(1000, "bye"), after));
            client.expectClose(1000);
            assertEquals(1000, ended.take());
        }
    }

    @Test
    void closesInsideAnUnfinishedMessage() throws InterruptedException {
        try (RawClient client = server.open()) {
            client.send(Frames.frame(Frames.TEXT, "unfinished")).send(Frames.close(1000, ""));
            client.expectClose(1000);
            assertEquals(1000, ended.take());
        }
    }

    @Test
    void deliversALongEchoBeforeItsClose() throws InterruptedException {
        byte[] payload = new byte[1 << 20];
        try (RawClient client = server.open()) {
            client.send(Frames.binary(payload)).send(Frames.close(1000, ""));
            assertEquals("binary " + payload.length, client.frame().describe());
            client.expectClose(1000);
            assertEquals(1000, ended.take());
        }
    }

    @Test
    void letsThePeerReadOurCloseBeforeTheEnd() throws InterruptedException {
        try (RawClient client = server.open()) {
            // The violation is in the first bytes; a megabyte more is on its way when our Close is sent.
            client.send(Frames.frame(0xF0, ""));
            client.sendUntilRefused(new byte[1 << 20], 1);
            ServerFrame close = client.frame();
            assertEquals("close 1002", close.describe());
            assertTrue(close.closeReason().contains("reserved"), close.closeReason());
            client.expectEnd();
        }
        assertEquals(1002, ended.take());
    }

    @Test
    void endsAtOnceWhenThePeerEndsWithoutClose() throws InterruptedException {
        try (RawClient client = server.open()) {
            client.shutOutput();
            client.expectEnd();
            assertEquals(1006, ended.take());
        }
    }
}
