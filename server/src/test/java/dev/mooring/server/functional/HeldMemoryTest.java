package dev.mooring.server.functional;

import static dev.mooring.server.functional.Frames.BINARY;
import static dev.mooring.server.functional.Frames.CONTINUATION;
import static dev.mooring.server.functional.Frames.FINAL;
import static dev.mooring.server.functional.Frames.PING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.MeasuredCosts;
import java.io.IOException;
import java.net.InetAddress;
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

/** What connections are charged for what they make the server keep, against the class histogram of its process. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldMemoryTest {
    private static final int FEW = 300;
    private static final int MORE = 1_200;
    /** Connections that hold much each. */
    private static final int LONG = 60;

    /** So many that the tables of deadlines and registrations have just doubled. */
    private static final int STRANGERS_HERE = 2_100;

    private static final int QUEUES = 60;
    /** A message to everybody, with its header. */
    private static final long FRAME = KeepingServer.BROADCAST + 4L;

    private static final int CHUNKS = 300;
    /** A queue that holds one message for all. */
    private static final long SHARED = MeasuredCosts.HELD_QUEUE.count() + MeasuredCosts.HELD_REFERENCE.count();
    /** The array of a chunk behind a long message, beside its header: the most that it has room for. */
    private static final int CHUNK = 1 << 14;

    private static final int SHARERS = 1_200;
    private static final int BROADCASTS = 4;
    /** What is charged may be this much more than what is held: array sizes are rounded up. */
    private static final long ROUNDING = 16;
    /** What the histogram shows of the loop's own tables and of the virtual machine, a connection. */
    private static final long NOISE = 24;

    /**
     * Objects of the classes that only busy connections have. Ended connections are held by a deadline's queue until it
     * is full, so the connections themselves are left out.
     */
    private static final Pattern BUSY = rows("dev\\.mooring\\.server\\.frame\\..*"
            + "|dev\\.mooring\\.server\\.connection\\.(?:BusyState|PartialMessage|Held)"
            + "|dev\\.mooring\\.server\\.connection\\.(?:OutboundQueue|OwnChunk|SharedChunk)"
            + "|\\[B|java\\.nio\\.HeapByteBuffer");
    /** What a stranger is: itself, its registration, its place in the loop's tables and deadlines, its request. */
    private static final Pattern STRANGERS =
            rows("dev\\.mooring\\.server\\.connection\\.(?:Connection|BusyState)|.*IoRegistration|\\[[BIJ]"
                    + "|\\[Ljava\\.lang\\.Object;|.*collection.*");

    private static final byte[] NOTHING = {};

    private final int port = TestServer.freePort();
    private final ChildServer server;
    private long idle;

    HeldMemoryTest() throws InterruptedException {
        server = ChildServer.start(
                20_000,
                KeepingServer.class,
                "--ports=" + port,
                "--event-loops=1",
                "--handshake-timeout=300s",
                "--slow-timeout=300s");
    }

    @BeforeAll
    void measureAnIdleWebSocket() throws IOException, InterruptedException {
        // What is loaded and made once is there before anything is measured.
        long _ = charged();
        broadcast();
        leave(open(FEW, RawClient.REQUEST, new byte[] {(byte) (FINAL | BINARY)}));
        idle = held(RawClient.REQUEST, NOTHING);
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
    void chargesAMessageThatIsOneByteLongerThanItsArray() throws IOException, InterruptedException {
        byte[] first = Frames.frame(BINARY, new byte[32_768]);
        List<RawClient> clients = open(LONG, RawClient.REQUEST, NOTHING);
        long idleBytes = bytes(BUSY);
        clients.forEach(client -> client.send(first));
        settle();
        clients.forEach(client -> client.send(Frames.frame(CONTINUATION, new byte[1])));
        settle();
        long held = (bytes(BUSY) - idleBytes) / LONG;
        assertEquals(MeasuredCosts.HELD_MESSAGE.count() + 65_536 + 16, charged() / LONG);
        assertCharged(charged() / LONG, held);
        leave(clients);
    }

    @Test
    void chargesOneByteOfARequest() throws IOException, InterruptedException {
        assertCharged(MeasuredCosts.HELD_REQUEST.count() + 8, held("G", NOTHING));
    }

    /** On a server of its own: the deadlines of those who were there before still stand in its tables. */
    @Test
    void chargesAStrangerWithItsRegistrationAndDeadline() throws IOException, InterruptedException {
        HeldMemoryTest fresh = new HeldMemoryTest();
        try {
            fresh.compareStrangers();
        } finally {
            fresh.stop();
        }
    }

    @Test
    void chargesAQueueOfMessagesOfOneByte() throws IOException, InterruptedException {
        List<RawClient> clients = openNarrow(QUEUES);
        long idleBytes = bytes(BUSY);
        clients.forEach(client -> client.send(Frames.text("flood")));
        Eventually.until(() -> charged() > QUEUES * (32L << 10));
        long charged;
        long held;
        do {
            charged = charged();
            held = bytes(BUSY) - idleBytes;
            // The kernels may have taken a little more meanwhile.
        } while (charged != charged());
        compareQueues(charged / QUEUES, held / QUEUES);
        leave(clients);
    }

    @Test
    void chargesTheChunkOfAMessageBehindOneForAll() throws IOException, InterruptedException {
        // What the first such messages load is nobody's.
        List<RawClient> first = openNarrow(2);
        sendOneEachBehindOneForAll(first.size());
        leave(first);
        List<RawClient> clients = openNarrow(CHUNKS);
        long idleBytes = bytes(BUSY);
        sendOneEachBehindOneForAll(CHUNKS);
        long held = (bytes(BUSY) - idleBytes) / CHUNKS;
        long own = SHARED + MeasuredCosts.HELD_CHUNK.count() + CHUNK;
        long charged = charged();
        leave(clients);
        assertEquals(CHUNKS * own + FRAME, charged);
        assertCharged(own, held);
    }

    private void sendOneEachBehindOneForAll(int clients) {
        broadcast();
        Eventually.until(() -> charged() == clients * SHARED + FRAME);
        try (RawClient asking = RawClient.connect(port).upgrade()) {
            assertEquals(
                    "binary 1", asking.send(Frames.text("one each")).frame().describe());
        }
        settle();
    }

    @Test
    void chargesAQueueThatHoldsMessagesForAll() throws IOException, InterruptedException {
        List<RawClient> clients = openNarrow(SHARERS);
        long idleBytes = bytes(BUSY);
        for (int i = 0; i < BROADCASTS; i++) {
            broadcast();
        }
        long own = MeasuredCosts.HELD_QUEUE.count() + BROADCASTS * MeasuredCosts.HELD_REFERENCE.count();
        // The asking client hears of a broadcast before everybody has it.
        Eventually.until(() -> charged() == SHARERS * own + BROADCASTS * FRAME);
        long held = (bytes(BUSY) - idleBytes) / SHARERS;
        leave(clients);
        assertCharged(own, held);
    }

    /** Within a hundredth: the sizes of some ten arrays are rounded up. */
    private static void compareQueues(long charged, long held) {
        assertTrue(Math.abs(held - charged) <= held / 100, () -> "holds " + held + " bytes, is charged " + charged);
    }

    private void compareStrangers() throws IOException, InterruptedException {
        settle();
        long none = bytes(STRANGERS);
        List<RawClient> clients = open(STRANGERS_HERE, "G", NOTHING);
        long held = (bytes(STRANGERS) - none) / STRANGERS_HERE;
        long charged = MeasuredCosts.HELD_STRANGER.count() + MeasuredCosts.HELD_REQUEST.count() + 8;
        assertEquals(STRANGERS_HERE * charged, charged());
        leave(clients);
        assertTrue(
                held <= charged + NOISE && charged <= held + 2 * ROUNDING,
                () -> "holds " + held + " bytes, is charged " + charged);
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
        List<RawClient> clients = open(FEW, request, rest);
        long few = bytes(BUSY);
        clients.addAll(open(MORE, request, rest));
        long held = (bytes(BUSY) - few) / MORE;
        leave(clients);
        return held;
    }

    private List<RawClient> open(int number, String request, byte[] rest) {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            clients.add(
                    RawClient.connect(port).send(Frames.joined(request.getBytes(StandardCharsets.ISO_8859_1), rest)));
        }
        if (request.equals(RawClient.REQUEST)) {
            clients.forEach(RawClient::response);
        }
        settle();
        return clients;
    }

    /** Clients that read nothing, and for which the kernels keep next to nothing. */
    private List<RawClient> openNarrow(int number) {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            clients.add(RawClient.connect(InetAddress.getLoopbackAddress(), port, 2_304)
                    .upgrade());
        }
        return clients;
    }

    private void leave(List<RawClient> clients) {
        clients.forEach(RawClient::reset);
        Eventually.until(() -> charged() == 0);
    }

    private void broadcast() {
        try (RawClient asking = RawClient.connect(port).upgrade()) {
            ServerFrame heard = asking.send(Frames.text("broadcast")).frame();
            assertEquals("binary " + KeepingServer.BROADCAST, heard.describe());
        }
    }

    /** The bytes that the pools of the server are charged at this moment. */
    private long charged() {
        try (RawClient asking = RawClient.connect(port).upgrade()) {
            return Long.parseLong(asking.send(Frames.text("charged")).frame().text());
        }
    }

    /** What was sent before has been read: somebody who came after is answered. */
    private void settle() {
        RawClient last = RawClient.connect(port).upgrade();
        last.send(Frames.ping("read")).frame();
        last.reset();
    }

    private long bytes(Pattern classes) throws IOException, InterruptedException {
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
        return classes.matcher(histogram)
                .results()
                .mapToLong(row -> Long.parseLong(row.group(1)))
                .sum();
    }

    private static Pattern rows(String classes) {
        return Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +(?:" + classes + ")(?: .*)?$");
    }
}
