package dev.mooring.server.functional;

import static dev.mooring.server.functional.Frames.BINARY;
import static dev.mooring.server.functional.Frames.FINAL;
import static dev.mooring.server.functional.Frames.PING;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.MeasuredCosts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What a connection is charged for what it makes the server keep, against the class histogram of a server's process. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldMemoryTest {
    private static final int FEW = 300;
    private static final int MORE = 1_200;
    /** What is charged may be this much more than what is held: array sizes are rounded up. */
    private static final long ROUNDING = 16;
    /** What the histogram shows of the loop's own tables and of the virtual machine, a connection. */
    private static final long NOISE = 8;

    /**
     * Objects of the classes that only busy connections have. Ended connections are held by a deadline's queue until it is
     * full, so the connections themselves are left out.
     */
    private static final Pattern ROW = Pattern.compile(
            "(?m)^ *\\d+: +\\d+ +(\\d+) +(?:dev\\.mooring\\.server\\.frame\\..*"
                    + "|dev\\.mooring\\.server\\.connection\\.(?:Activity|PartialMessage|Held).*|\\[B.*|java\\.nio\\.HeapByteBuffer.*)$");

    private final int port = TestServer.freePort();
    private final ChildServer server;
    private long idle;

    HeldMemoryTest() throws InterruptedException {
        server = ChildServer.start(
                20_000,
                ChildServer.class,
                "--ports=" + port,
                "--event-loops=1",
                "--handshake-timeout=300s",
                "--slow-timeout=300s");
    }

    @BeforeAll
    void measureAnIdleWebSocket() throws IOException, InterruptedException {
        idle = held(RawClient.REQUEST, new byte[0]);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void chargesOneByteOfAFramesHeader() throws IOException, InterruptedException {
        compare(MeasuredCosts.HELD_MESSAGE.count(), new byte[] {(byte) (FINAL | BINARY)});
    }

    @Test
    void chargesAnEmptyFirstFragment() throws IOException, InterruptedException {
        compare(MeasuredCosts.HELD_MESSAGE.count(), Frames.frame(BINARY, new byte[0]));
    }

    @Test
    void chargesAFirstFragmentOfOneByte() throws IOException, InterruptedException {
        compare(MeasuredCosts.HELD_MESSAGE.count() + 144, Frames.frame(BINARY, new byte[1]));
    }

    @Test
    void chargesAPingCutShort() throws IOException, InterruptedException {
        byte[] ping = Frames.frame(FINAL | PING, new byte[125]);
        compare(MeasuredCosts.HELD_MESSAGE.count() + 144, Arrays.copyOf(ping, 100));
    }

    @Test
    void chargesAFragmentOf1000Bytes() throws IOException, InterruptedException {
        compare(MeasuredCosts.HELD_MESSAGE.count() + 1_016, Frames.frame(BINARY, new byte[1_000]));
    }

    @Test
    void chargesOneByteOfARequest() throws IOException, InterruptedException {
        assertCharged(MeasuredCosts.HELD_REQUEST.count() + 8, held("G", new byte[0]));
    }

    private void compare(long charged, byte[] sent) throws IOException, InterruptedException {
        assertCharged(charged, held(RawClient.REQUEST, sent) - idle);
    }

    private static void assertCharged(long charged, long held) {
        assertTrue(
                held - NOISE <= charged && charged <= held + ROUNDING + NOISE,
                () -> "holds " + held + " bytes, is charged " + charged);
    }

    /** Heap that one connection which has sent this holds: the slope from few to more. */
    private long held(String request, byte[] rest) throws IOException, InterruptedException {
        List<RawClient> clients = new ArrayList<>();
        try {
            open(clients, FEW, request, rest);
            long few = bytes();
            open(clients, MORE, request, rest);
            return (bytes() - few) / MORE;
        } finally {
            clients.forEach(RawClient::reset);
            settle();
            settle();
        }
    }

    private void open(List<RawClient> clients, int number, String request, byte[] rest) {
        for (int i = 0; i < number; i++) {
            RawClient client = RawClient.connect(port);
            clients.add(client);
            client.send(Frames.joined(request.getBytes(StandardCharsets.ISO_8859_1), rest));
        }
        if (request.equals(RawClient.REQUEST)) {
            clients.subList(clients.size() - number, clients.size()).forEach(RawClient::response);
        }
        settle();
    }

    /** What was sent before has been read: somebody who came after is answered. */
    private void settle() {
        RawClient last = RawClient.connect(port).upgrade();
        last.send(Frames.ping("read")).frame();
        last.reset();
    }

    private long bytes() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "GC.class_histogram")
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = jcmd.waitFor();
        if (status != 0) {
            throw new IllegalStateException("jcmd ended with " + status + ": " + histogram);
        }
        return ROW.matcher(histogram)
                .results()
                .mapToLong(row -> Long.parseLong(row.group(1)))
                .sum();
    }
}
