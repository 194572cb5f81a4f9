package dev.mooring.server.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.functional.RawClient;
import dev.mooring.server.handler.BuiltInHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who sends a message at the promised pace keeps its connection, whatever tick, timeout, pace and packets; who does not, not. */
@Timeout(120)
class SenderPaceTest {
    private static final int PROMISED = 8 << 10;
    private static final int MAX_SENT = 64 << 10;
    private static final long MAX_TICK = TimeUnit.MILLISECONDS.toNanos(500);
    /** From the Close to the reset of a peer that goes on. */
    private static final long CLOSE = TimeUnit.SECONDS.toNanos(3);

    private static final int CASES = 80;

    @Test
    void keepsWhoSendsAtThePromisedPaceInPacketsNoRarerThanTheSlowTimeout() throws IOException {
        for (long seed = 1; seed <= CASES; seed++) {
            Random random = new Random(seed);
            int pace = PROMISED + (random.nextBoolean() ? random.nextInt(200) : random.nextInt(PROMISED));
            Sending sending = sending(random, pace);
            sending.run();
            assertEquals(Map.of(), sending.closed, "seed " + seed + ": " + sending);
        }
    }

    @Test
    void closesWhoSendsAtAFifthOfItWithinTwoSlowTimeouts() throws IOException {
        for (long seed = 1; seed <= CASES / 5; seed++) {
            Sending sending = sending(new Random(seed), PROMISED / 5);
            sending.run();
            assertEquals(Map.of("1008", 1L), sending.closed, "seed " + seed + ": " + sending);
            long most = 2 * (sending.timeout + MAX_TICK) + CLOSE;
            assertTrue(sending.passed <= most, "seed " + seed + ", after " + sending.passed + " ns: " + sending);
        }
    }

    private static Sending sending(Random random, int pace) {
        long pongTimeout = TimeUnit.MILLISECONDS.toNanos(40 + random.nextInt(2_500));
        long timeout = TimeUnit.MILLISECONDS.toNanos(100 + random.nextInt(random.nextBoolean() ? 1_000 : 6_000));
        long most = Math.min(MAX_SENT / 4, pace * timeout / TimeUnit.SECONDS.toNanos(1));
        int packet = 1 + random.nextInt((int) Math.max(1, random.nextBoolean() ? most : most / 8));
        return new Sending(pongTimeout, timeout, pace, packet, random.nextLong(MAX_TICK));
    }

    /** One message of the longest size, begun somewhere between two ticks. */
    private static final class Sending {
        final long pongTimeout;
        final long timeout;
        final int pace;
        final int packet;
        final long offset;
        long passed;
        Map<String, Long> closed = Map.of();

        Sending(long pongTimeout, long timeout, int pace, int packet, long offset) {
            this.pongTimeout = pongTimeout;
            this.timeout = timeout;
            this.pace = pace;
            this.packet = packet;
            this.offset = offset;
        }

        void run() throws IOException {
            try (SteppedLoop loop = new SteppedLoop(
                            BuiltInHandler.ECHO,
                            (_, _) -> {},
                            Duration.ofHours(1),
                            Duration.ofNanos(pongTimeout),
                            Duration.ofNanos(timeout));
                    Socket peer =
                            new Socket(loop.wide().getAddress(), loop.wide().getPort())) {
                peer.setTcpNoDelay(true);
                OutputStream out = peer.getOutputStream();
                out.write(RawClient.REQUEST.getBytes(StandardCharsets.US_ASCII));
                while (loop.counters().upgraded.sum() == 0) {
                    loop.turn();
                }
                turn(loop, offset);
                // Final, binary, masked with zeros, 64 KiB.
                out.write(new byte[] {(byte) 0x82, (byte) 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
                loop.turnUntilHeard();
                send(loop, out);
                closed = loop.counters().closedByCode();
                assertEquals(
                        closed.isEmpty() ? 1 : 0,
                        loop.counters().messagesReceived.sum(),
                        this::toString);
            }
        }

        private void send(SteppedLoop loop, OutputStream out) throws IOException {
            int sent = 0;
            while (sent < MAX_SENT && loop.counters().closedByCode().isEmpty()) {
                int now = Math.min(packet, MAX_SENT - sent);
                try {
                    out.write(new byte[now]);
                } catch (IOException reset) {
                    assertEquals(1, loop.counters().slowCloses.sum(), this::toString);
                }
                sent += now;
                while (loop.turn() == 0 && loop.counters().slowCloses.sum() == 0) {
                    // Until the packet has been delivered.
                }
                long due = TimeUnit.SECONDS.toNanos(sent) / pace;
                turn(loop, due - passed);
                passed = due;
            }
        }

        /** As often as epoll would report something: at each packet, and at each tick. */
        private static void turn(SteppedLoop loop, long time) {
            loop.turn();
            long step = TimeUnit.MILLISECONDS.toNanos(20);
            for (long left = time; left > 0; left -= step) {
                loop.pass(Duration.ofNanos(Math.min(step, left)));
                loop.turn();
            }
        }

        @Override
        public String toString() {
            return "pong timeout " + pongTimeout + " ns, timeout " + timeout + " ns, " + pace + " B/s in packets of "
                    + packet + ", begun after " + offset + " ns";
        }
    }
}
