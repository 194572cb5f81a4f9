package dev.mooring.server.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.Audience;
import dev.mooring.server.MessageType;
import dev.mooring.server.SendResult;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.metrics.MemoryKind;
import dev.mooring.server.metrics.MemoryUse;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One has to pay for the memory that another needs, and the application, on hearing of its end, sends to the other or closes
 * it: in the middle of what that one is sent.
 */
@Timeout(60)
class PaidMemoryTest {
    private static final Duration SLOW = Duration.ofSeconds(1);
    /** The clock takes no longer step, and who has waited for half of the slow timeout may have to pay. */
    private static final Duration LONG_ENOUGH = Duration.ofMillis(600);

    private static final int HOARD = 4 << 20;
    private static final int MORE_THAN_A_WRITE = 100_000;
    private static final int MORE_THAN_THE_KERNEL = 1 << 20;
    private static final int RECEIVE_BUFFER = 1 << 16;
    private static final int ONE_WRITE = 60_000;
    private static final int CLOSED = 4000;

    private final List<WebSocket> opened = new ArrayList<>();
    private final List<RawClient> clients = new ArrayList<>();
    private Runnable onPaid = () -> {};
    private final SteppedLoop loop = new SteppedLoop(
            new WebSocketHandler() {
                @Override
                public void open(WebSocket socket) {
                    opened.add(socket);
                }

                @Override
                public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}

                @Override
                public void close(WebSocket socket, int code) {
                    if (socket.equals(opened.getFirst())) {
                        onPaid.run();
                    }
                }
            },
            (_, _) -> {},
            Duration.ofSeconds(100),
            Duration.ofSeconds(20),
            SLOW);
    private final MemoryUse queues = loop.counters().memory(MemoryKind.QUEUES);

    @BeforeEach
    void hoard() {
        open(loop.narrow());
        here(() -> send(opened.getFirst(), HOARD));
        open(loop.narrow());
    }

    @AfterEach
    void end() {
        clients.forEach(RawClient::reset);
        loop.close();
    }

    @Test
    void nothingComesIntoTheMiddleOfAMessage() {
        onPaid = () -> served().send("cut");
        loop.pass(LONG_ENOUGH);
        List<String> expected = new ArrayList<>();
        here(() -> {
            press(0);
            SendResult last = SendResult.SENT;
            while (last == SendResult.SENT) {
                expected.add("binary " + ONE_WRITE);
                last = send(served(), ONE_WRITE);
            }
        });
        expected.add("text cut");
        assertEquals(expected, heard("text cut"));
    }

    @Test
    void nothingComesIntoTheMiddleOfAPublishedMessage() {
        onPaid = () -> served().send("cut");
        loop.pass(LONG_ENOUGH);
        publishLong();
        press(0);
        turn();
        assertEquals(List.of("binary " + MORE_THAN_THE_KERNEL, "text cut"), heard("text cut"));
    }

    @Test
    void noMessageFollowsAClose() {
        closeWhenPaid(1, () -> served().send("late"));
        assertEquals(List.of("close " + CLOSED), heardToTheEnd());
    }

    @Test
    void noLongMessageFollowsAClose() {
        closeWhenPaid(-MORE_THAN_A_WRITE / 2, () -> send(served(), MORE_THAN_A_WRITE));
        assertEquals(List.of("close " + CLOSED), heardToTheEnd());
    }

    @Test
    void noQueuedMessageFollowsAClose() {
        here(() -> send(served(), MORE_THAN_THE_KERNEL));
        closeWhenPaid(1, () -> send(served(), MORE_THAN_A_WRITE));
        assertEquals(List.of("binary " + MORE_THAN_THE_KERNEL, "close " + CLOSED), heardToTheEnd());
    }

    @Test
    void noPublishedMessageFollowsAClose() {
        publishLong();
        closeWhenPaid(1, () -> {});
        assertEquals(List.of("close " + CLOSED), heardToTheEnd());
    }

    @Test
    void noQueuedPublishedMessageFollowsAClose() {
        here(() -> send(served(), MORE_THAN_THE_KERNEL));
        publishLong();
        closeWhenPaid(1, () -> {});
        assertEquals(List.of("binary " + MORE_THAN_THE_KERNEL, "close " + CLOSED), heardToTheEnd());
    }

    private WebSocket served() {
        return opened.get(1);
    }

    private void closeWhenPaid(int pressure, Runnable needing) {
        boolean[] paid = {false};
        onPaid = () -> {
            paid[0] = true;
            served().close(CLOSED, "closed by who heard of the payment");
        };
        loop.pass(LONG_ENOUGH);
        press(pressure);
        here(needing);
        assertTrue(paid[0], "nobody paid");
    }

    /** To the one that is served; it is delivered in the next turn. */
    private void publishLong() {
        here(() -> served().topics().subscribe("news"));
        CompletableFuture<Integer> _ = loop.fanout()
                .publish(Audience.topic("news"), MessageType.BINARY, ByteBuffer.allocate(MORE_THAN_THE_KERNEL));
    }

    /** So many bytes more than there may be before somebody pays. */
    private void press(int more) {
        queues.add(queues.pressedFrom() - queues.used() + more);
    }

    private static SendResult send(WebSocket socket, int bytes) {
        return socket.send(MessageType.BINARY, ByteBuffer.allocate(bytes));
    }

    private void here(Runnable task) {
        loop.execute(task);
        turn();
    }

    private void turn() {
        for (int turns = 0; turns < 5; turns++) {
            loop.turn();
        }
    }

    private List<String> heardToTheEnd() {
        List<String> heard = heard("close " + CLOSED);
        RawClient client = clients.get(1);
        client.send(Frames.close(CLOSED, "")).delivered();
        turn();
        client.expectEnd();
        return heard;
    }

    /** What the one that is served hears, up to this. */
    private List<String> heard(String last) {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
            String next = "";
            while (!next.equals(last)) {
                next = clients.get(1).frame().describe();
                heard.add(next);
            }
        });
        while (!reading.isDone()) {
            loop.turn();
        }
        reading.join();
        return heard;
    }

    private void open(InetSocketAddress place) {
        RawClient client = RawClient.connect(place.getAddress(), place.getPort(), RECEIVE_BUFFER)
                .send(RawClient.REQUEST);
        clients.add(client);
        while (opened.size() < clients.size()) {
            loop.turn();
        }
        assertEquals(101, client.response().status());
    }
}
