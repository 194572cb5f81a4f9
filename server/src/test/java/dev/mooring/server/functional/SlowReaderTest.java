package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is slow: a peer that leaves for the slow timeout what it was sent, and nobody else. */
@Timeout(60)
class SlowReaderTest {
    private static final byte[] MESSAGE = Frames.binary(new byte[60 << 10]);
    private static final int ANSWER = 8 << 20;
    private static final Duration NEARLY = Duration.ofSeconds(9);

    @Test
    void closesAPeerThatTakesNothingForTheSlowTimeout() {
        try (TurnedLoop loop = loop();
                RawClient client = loop.openNarrow()) {
            backUp(loop, client);
            turn(loop, NEARLY);
            assertEquals(0, loop.counters().slowCloses.sum());
            turn(loop, Duration.ofSeconds(2));
            assertEquals(1, loop.counters().slowCloses.sum());
        }
    }

    @Test
    void keepsAPeerThatCaughtUpAndIsBehindAgainWhenTheFirstTimeIsUp() {
        try (TurnedLoop loop = loop();
                RawClient client = loop.openNarrow()) {
            catchUp(loop, client, backUp(loop, client));
            turn(loop, NEARLY);
            int sent = backUp(loop, client);
            turn(loop, Duration.ofSeconds(2));
            assertEquals(0, loop.counters().slowCloses.sum());
            catchUp(loop, client, sent);
        }
    }

    @Test
    void closesAPeerWhoseSecondTimeIsUp() {
        try (TurnedLoop loop = loop();
                RawClient client = loop.openNarrow()) {
            catchUp(loop, client, backUp(loop, client));
            turn(loop, NEARLY);
            backUp(loop, client);
            turn(loop, NEARLY.plus(Duration.ofSeconds(2)));
            assertEquals(1, loop.counters().slowCloses.sum());
        }
    }

    @Test
    void keepsAReaderWhoseWireLosesWhatItIsSent() throws IOException {
        try (TurnedLoop loop = answering();
                CutOffClient client = CutOffClient.open(loop.port())) {
            client.cutOff();
            client.send(Frames.text("more than the kernel takes"));
            Eventually.until(() -> loop.counters().queuedBytes.sum() > 0);
            turn(loop, Duration.ofSeconds(55));
            assertEquals(0, loop.counters().slowCloses.sum(), "closed as slow");
            client.restore();
            client.receive(ANSWER);
        }
    }

    @Test
    void givesAWireThatLosesEverythingSixSlowTimeouts() throws IOException {
        try (TurnedLoop loop = answering();
                CutOffClient client = CutOffClient.open(loop.port())) {
            client.cutOff();
            client.send(Frames.text("more than the kernel takes"));
            Eventually.until(() -> loop.counters().queuedBytes.sum() > 0);
            turn(loop, Duration.ofSeconds(66));
            assertEquals(1, loop.counters().slowCloses.sum(), "closed as slow");
        }
    }

    private static TurnedLoop answering() {
        return new TurnedLoop(
                Duration.ofHours(1),
                Duration.ofMillis(40),
                TurnedLoop.STEP,
                Duration.ofSeconds(10),
                new WebSocketHandler() {
                    @Override
                    public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                        connection.send(MessageType.BINARY, ByteBuffer.allocate(ANSWER));
                    }
                });
    }

    private static TurnedLoop loop() {
        return new TurnedLoop(Duration.ofHours(1), Duration.ofMillis(40), Duration.ofSeconds(10));
    }

    private static void turn(TurnedLoop loop, Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            loop.turn(TurnedLoop.STEP);
        }
    }

    /** Sends until an echo waits in the server, which then reads no more; returns how many messages were sent. */
    private static int backUp(TurnedLoop loop, RawClient client) {
        int sent = 0;
        while (loop.counters().queuedBytes.sum() == 0) {
            long received = loop.counters().messagesReceived.sum() + 1;
            client.send(MESSAGE);
            sent++;
            Eventually.until(() -> loop.counters().messagesReceived.sum() == received);
            loop.settle();
        }
        return sent;
    }

    private static void catchUp(TurnedLoop loop, RawClient client, int messages) {
        for (int i = 0; i < messages; i++) {
            assertEquals("binary " + (60 << 10), client.frame().describe());
        }
        Eventually.until(() -> loop.counters().queuedBytes.sum() == 0);
    }
}
