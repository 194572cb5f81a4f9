package dev.mooring.server.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.server.MessageType;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.handler.BuiltInHandler;
import dev.mooring.server.metrics.MemoryKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A message that waits for a peer is charged once, and taken by nobody until it is. */
@Timeout(60)
class BroadcastAnswerTest {
    private static final int PAYLOAD = 60 << 10;
    private static final int FRAME = PAYLOAD + 4;

    private final SteppedLoop loop = new SteppedLoop(
            BuiltInHandler.ECHO, (_, _) -> {}, Duration.ofHours(2), Duration.ofHours(1), Duration.ofHours(1));

    @Test
    void chargesAMessageThatTwoQueuesWaitWithOnce() throws IOException {
        try (loop;
                Socket one = narrow();
                Socket other = narrow()) {
            CompletableFuture<Integer> answer = send();
            long queue = MeasuredCosts.HELD_QUEUE.count() + MeasuredCosts.HELD_REFERENCE.count();
            assertEquals(
                    FRAME + 2 * queue, loop.counters().memory(MemoryKind.QUEUES).used());
            reset(one);
            assertEquals(
                    FRAME + queue, loop.counters().memory(MemoryKind.QUEUES).used());
            reset(other);
            assertEquals(0, loop.counters().memory(MemoryKind.QUEUES).used());
            assertEquals(0, answer.join());
        }
    }

    @Test
    void writesNoMoreThanAMebibyteInOneTurnOfTheLoop() throws IOException {
        List<Socket> peers = new ArrayList<>();
        try (loop) {
            for (int i = 0; i < 40; i++) {
                peers.add(open(loop.wide(), 1 << 18));
            }
            CompletableFuture<Integer> answer = loop.broadcast().send(MessageType.BINARY, new byte[PAYLOAD]);
            List<Long> sent = new ArrayList<>();
            while (!answer.isDone()) {
                loop.turn();
                sent.add(loop.counters().messagesSent.sum());
            }
            assertEquals(List.of(17L, 34L, 40L), sent);
            assertEquals(40, answer.join());
        } finally {
            for (Socket peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    void countsNobodyWhoseKernelHasNotTakenItWhenItsTimeIsUp() throws IOException {
        try (loop;
                Socket sleeper = narrow()) {
            CompletableFuture<Integer> answer = send();
            assertFalse(answer.isDone());
            loop.pass(Duration.ofHours(2));
            loop.turn();
            assertEquals(0, answer.join());
            assertEquals(1, loop.counters().open(), sleeper::toString);
        }
    }

    @Test
    void countsOneWhoReadsItAfterItWaited() throws IOException {
        try (loop;
                Socket late = narrow()) {
            CompletableFuture<Integer> answer = send();
            assertFalse(answer.isDone());
            CompletableFuture<byte[]> reading = CompletableFuture.supplyAsync(() -> read(late, FRAME));
            while (!reading.isDone()) {
                loop.turn();
            }
            assertEquals(FRAME, reading.join().length);
            loop.turn();
            assertEquals(1, answer.join());
        }
    }

    private CompletableFuture<Integer> send() {
        CompletableFuture<Integer> answer = loop.broadcast().send(MessageType.BINARY, new byte[PAYLOAD]);
        loop.turn();
        loop.turn();
        return answer;
    }

    private static byte[] read(Socket client, int count) {
        try {
            return client.getInputStream().readNBytes(count);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A client for which both kernels keep little, and whose answer to the request is read. */
    private Socket narrow() throws IOException {
        return open(loop.narrow(), 2_304);
    }

    private Socket open(InetSocketAddress place, int receiveBuffer) throws IOException {
        Socket client = new Socket();
        client.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        client.connect(place);
        client.getOutputStream().write(RawClient.REQUEST.getBytes(StandardCharsets.US_ASCII));
        long before = loop.counters().upgraded.sum();
        while (loop.counters().upgraded.sum() == before) {
            loop.turn();
        }
        String answer = "";
        while (!answer.endsWith("\r\n\r\n")) {
            answer += (char) client.getInputStream().read();
        }
        return client;
    }

    private void reset(Socket client) throws IOException {
        client.setSoLinger(true, 0);
        client.close();
        loop.turnUntilHeard();
    }
}
