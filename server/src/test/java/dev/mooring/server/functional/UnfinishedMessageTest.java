package dev.mooring.server.functional;

import static dev.mooring.server.functional.Frames.BINARY;
import static dev.mooring.server.functional.Frames.CONTINUATION;
import static dev.mooring.server.functional.Frames.FINAL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a message may take from its first byte to its last, and a pong behind messages; on a turned clock. */
@Timeout(120)
class UnfinishedMessageTest {
    private static final Duration SLOW = Duration.ofSeconds(10);
    private static final byte[] PONG = Frames.frame(FINAL | Frames.PONG, "");

    @Test
    void closesAPeerThatLeavesAMessageUnfinishedForTheSlowTimeoutWhateverElseItSays() {
        try (TurnedLoop loop = new TurnedLoop(Duration.ofHours(1), Duration.ofMillis(40), SLOW);
                RawClient client = loop.open()) {
            client.send(Frames.frame(BINARY, "begun"));
            for (int second = 0; second < 12; second++) {
                long pongs = loop.counters().pongsReceived.sum();
                if (loop.counters().slowCloses.sum() == 0) {
                    client.send(PONG);
                    Eventually.until(() -> loop.counters().pongsReceived.sum() > pongs);
                }
                loop.turn(TurnedLoop.STEP);
            }
            ServerFrame close = client.frame();
            assertEquals("close 1008", close.describe());
            assertEquals("slow", close.closeReason());
            assertEquals(0, loop.counters().queuedBytes.sum());
        }
    }

    @Test
    void keepsAPeerThatSends16KilobytesASecond() {
        try (TurnedLoop loop = new TurnedLoop(Duration.ofHours(1), Duration.ofMillis(40), Duration.ofSeconds(2));
                RawClient client = loop.open()) {
            for (int i = 0; i < 3; i++) {
                client.send(Frames.frame(BINARY, new byte[100]));
                for (int second = 0; second < 3; second++) {
                    client.send(Frames.frame(CONTINUATION, new byte[16_000])).send(Frames.ping("read"));
                    assertEquals("pong read", client.frame().describe());
                    loop.turn(TurnedLoop.STEP);
                }
                client.send(Frames.frame(FINAL | CONTINUATION, new byte[0]));
                assertEquals("binary 48100", client.frame().describe());
            }
            assertEquals(Map.of(), loop.counters().closedByCode());
        }
    }

    @Test
    void keepsAPeerThatReadsOnThoughItsPongIsMissingAndGivesUpOneThatDoesNot() throws InterruptedException {
        int messages = 12;
        try (TurnedLoop loop = new TurnedLoop(Duration.ofSeconds(16), Duration.ofSeconds(4), SLOW.multipliedBy(60));
                RawClient client = loop.openNarrow()) {
            // By another thread, for the kernels may take less than all.
            Thread sending = Thread.ofVirtual()
                    .start(() -> client.sendUntilRefused(Frames.binary(new byte[60 << 10]), messages));
            Eventually.until(() -> loop.counters().messagesReceived.sum() == messages
                    || loop.counters().queuedBytes.sum() > 0);
            turnUntilPinged(loop);
            // Some thirty seconds of missing pong, while the peer reads on slowly.
            int read = 0;
            for (; read < messages - 4; read++) {
                assertEquals("binary " + (60 << 10), client.frame().describe());
                loop.turn(TurnedLoop.STEP);
                loop.turn(TurnedLoop.STEP);
            }
            assertEquals(0, loop.counters().pingTimeouts.sum());
            for (int second = 0; second < 60 && loop.counters().pingTimeouts.sum() == 0; second++) {
                loop.turn(TurnedLoop.STEP);
            }
            assertEquals(1, loop.counters().pingTimeouts.sum());
            sending.join();
        }
    }

    private static void turnUntilPinged(TurnedLoop loop) {
        long before = loop.counters().pingsSent.sum();
        while (loop.counters().pingsSent.sum() == before) {
            loop.turn(TurnedLoop.STEP);
        }
    }
}
