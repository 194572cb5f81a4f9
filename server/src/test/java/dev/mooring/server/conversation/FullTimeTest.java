package dev.mooring.server.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.functional.RawClient;
import dev.mooring.server.handler.BuiltInHandler;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A deadline begins at the moment at which it is given, not at the tick before: ticks are half a second apart here. */
@Timeout(60)
class FullTimeTest {
    private static final Duration STEP = Duration.ofMillis(10);
    private static final Duration PONG_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    @Test
    void leavesAPeerAllOfTheCloseTimeoutWheneverItIsGiven() throws IOException {
        for (int millis = 0; millis < 1_000; millis += 90) {
            try (SteppedLoop loop = new SteppedLoop(
                            BuiltInHandler.ECHO, (_, _) -> {}, Duration.ofHours(1), PONG_TIMEOUT, Duration.ofHours(1));
                    Socket peer =
                            new Socket(loop.wide().getAddress(), loop.wide().getPort())) {
                upgrade(loop, peer);
                pass(loop, Duration.ofMillis(millis));
                peer.getOutputStream().write(new byte[] {(byte) 0x81, 0});
                loop.turnUntilHeard();
                String when = millis + " ms after the first tick";
                pass(loop, CLOSE_TIMEOUT.minus(STEP));
                assertEquals(1, loop.counters().open(), when);
                pass(loop, Duration.ofMillis(510));
                assertEquals(0, loop.counters().open(), when);
            }
        }
    }

    @Test
    void leavesAPeerAllOfTheSlowTimeoutThoughItIsShorterThanATick() throws IOException {
        Duration slow = Duration.ofMillis(300);
        for (int millis = 0; millis < 1_000; millis += 90) {
            try (SteppedLoop loop = new SteppedLoop(
                            BuiltInHandler.ECHO, (_, _) -> {}, Duration.ofHours(1), PONG_TIMEOUT, slow);
                    Socket peer =
                            new Socket(loop.wide().getAddress(), loop.wide().getPort())) {
                upgrade(loop, peer);
                pass(loop, Duration.ofMillis(millis));
                peer.getOutputStream().write(new byte[] {(byte) 0x82, (byte) 0x81, 0, 0});
                loop.turnUntilHeard();
                String when = millis + " ms after the first tick";
                pass(loop, slow.minus(STEP));
                assertEquals(0, loop.counters().slowCloses.sum(), when);
                pass(loop, Duration.ofMillis(510));
                assertEquals(1, loop.counters().slowCloses.sum(), when);
            }
        }
    }

    private static void upgrade(SteppedLoop loop, Socket peer) throws IOException {
        peer.getOutputStream().write(RawClient.REQUEST.getBytes(StandardCharsets.US_ASCII));
        while (loop.counters().upgraded.sum() == 0) {
            loop.turn();
        }
    }

    private static void pass(SteppedLoop loop, Duration time) {
        loop.turn();
        for (long left = time.toNanos(); left > 0; left -= STEP.toNanos()) {
            loop.pass(Duration.ofNanos(Math.min(STEP.toNanos(), left)));
            loop.turn();
        }
    }
}
