package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeldUpEndTest {
    private final BlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @Test
    void aTaskThatHoldsUpALoopDoesNotHoldUpTheEndOfTheServer() throws InterruptedException {
        WebSocketHandler handler = new WebSocketHandler() {
            @Override
            public void open(WebSocket socket) {
                opened.add(socket);
            }

            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}
        };
        try {
            try (TestServer server = TestServer.with().handler(handler).start();
                    RawClient _ = server.open()) {
                opened.take().execute(this::hold);
                held.await();
            }
            assertEquals(1, release.getCount());
        } finally {
            release.countDown();
        }
    }

    private void hold() {
        held.countDown();
        try {
            release.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
