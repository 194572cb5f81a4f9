package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import java.nio.ByteBuffer;
import java.util.Set;
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

    @Test
    void anEndThatBeginsWhileATaskRunsIsToldOfEveryConnection() throws InterruptedException {
        BlockingQueue<String> ended = new LinkedBlockingQueue<>();
        WebSocketHandler handler = new WebSocketHandler() {
            @Override
            public void open(WebSocket socket) {
                opened.add(socket);
            }

            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}

            @Override
            public void close(WebSocket socket, int code) {
                ended.add(socket.id() + " " + code);
            }
        };
        TestServer server = TestServer.with().handler(handler).start();
        try (RawClient one = server.open();
                RawClient other = server.open()) {
            WebSocket first = opened.take();
            WebSocket second = opened.take();
            first.execute(this::hold);
            held.await();
            Thread closing = Thread.ofPlatform().start(server::close);
            Eventually.until(() -> closing.getState() == Thread.State.TIMED_WAITING);
            release.countDown();
            closing.join();
            assertEquals(Set.of(first.id() + " 1001", second.id() + " 1001"), Set.copyOf(ended));
            assertEquals(2, ended.size());
            one.expectEnd();
            other.expectEnd();
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
