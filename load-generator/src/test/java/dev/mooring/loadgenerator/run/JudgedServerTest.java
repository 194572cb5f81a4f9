package dev.mooring.loadgenerator.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.loadgenerator.measure.Status;
import dev.mooring.loadgenerator.measure.Totals;
import dev.mooring.loadgenerator.plan.DeliveryPlan;
import dev.mooring.loadgenerator.plan.EchoPlan;
import dev.mooring.loadgenerator.plan.Expectations;
import dev.mooring.loadgenerator.plan.HoldPlan;
import dev.mooring.loadgenerator.plan.ProcessPlan;
import dev.mooring.loadgenerator.plan.RampPlan;
import dev.mooring.loadgenerator.plan.Rate;
import dev.mooring.loadgenerator.plan.Share;
import dev.mooring.loadgenerator.plan.Sources;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.plan.Target;
import dev.mooring.loadgenerator.plan.TrafficPlan;
import dev.mooring.loadgenerator.run.PlainServer.Frame;
import dev.mooring.loadgenerator.run.PlainServer.Peer;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Buffer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only a server can produce, against servers that do not; the timeout is only a guard against a hang. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JudgedServerTest {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    @Test
    void countsTheClosesThatAFrozenServerDoesNotAnswer() throws Exception {
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    await(NEVER);
                });
                LocalLoad load = load(plan(server.port(), 3, 0), JudgedServerTest::fastNanos)) {
            Totals end = hold(load, 3);
            assertEquals(3, end.unansweredCloses());
            assertEquals(3, end.closed());
            assertEquals(Map.of(), end.reasons().lost());
        }
    }

    @Test
    void countsTheClosesThatAKernelAnswersWithTheEndOfTcp() throws Exception {
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    peer.readFrame();
                });
                LocalLoad load = load(plan(server.port(), 3, 0), System::nanoTime)) {
            assertEquals(3, hold(load, 3).unansweredCloses());
        }
    }

    @Test
    void waitsForAServerThatAnswersOneCloseAfterTheOther() throws Exception {
        AtomicLong now = new AtomicLong();
        AtomicLong looks = new AtomicLong();
        Semaphore answers = new Semaphore(0);
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    Frame close = peer.readFrame();
                    answers.acquireUninterruptibly();
                    peer.write(Peer.frame(0x88, close.payload()));
                });
                LocalLoad load = load(plan(server.port(), 5, 0), () -> looks.incrementAndGet() > 0 ? now.get() : 0)) {
            load.ramp();
            Loads.await(load, status -> status.totals().open() == 5);
            load.hold();
            load.finish();
            for (int answered = 0; answered < 5; answered++) {
                // Several turns of the loop see it; five seconds without an answer pass only if two are late.
                now.addAndGet(TimeUnit.SECONDS.toNanos(2));
                long seen = looks.get() + 10;
                Loads.await(load, _ -> looks.get() > seen);
                answers.release();
            }
            assertEquals(0, Loads.await(load, Status::finished).unansweredCloses());
        }
    }

    @Test
    void takesACloseThatCrossesItsOwnForAnAnswer() throws Exception {
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    peer.readFrame();
                    peer.write(Peer.close(1001));
                });
                LocalLoad load = load(plan(server.port(), 3, 0), () -> 0)) {
            assertEquals(0, hold(load, 3).unansweredCloses());
        }
    }

    @Test
    void countsTheEchoesThatStopped() throws Exception {
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    peer.write(Peer.frame(0x82, peer.readFrame().payload()));
                    peer.closeWhenAsked();
                });
                LocalLoad load = load(plan(server.port(), 3, 2), JudgedServerTest::fastNanos)) {
            load.ramp();
            Loads.await(load, status -> status.totals().open() == 3);
            load.hold();
            Loads.await(load, status -> status.totals().frames().echoes() == 2);
            load.finish();
            Totals end = Loads.await(load, Status::finished);
            assertEquals(2, end.frames().unansweredEchoes());
        }
    }

    @Test
    void waitsForTheEchoThatIsUnderWayWhenTheHoldEnds() throws Exception {
        CountDownLatch sent = new CountDownLatch(2);
        CountDownLatch finishing = new CountDownLatch(1);
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    Frame frame = peer.readFrame();
                    sent.countDown();
                    await(finishing);
                    // More than one each, where it took a while until the hold ended.
                    while (frame.opcode() != 8) {
                        peer.write(Peer.frame(0x82, frame.payload()));
                        frame = peer.readFrame();
                    }
                    peer.write(Peer.frame(0x88, frame.payload()));
                });
                LocalLoad load = load(plan(server.port(), 2, 2), () -> 0)) {
            load.ramp();
            Loads.await(load, status -> status.totals().open() == 2);
            load.hold();
            sent.await();
            load.finish();
            finishing.countDown();
            Totals end = Loads.await(load, Status::finished);
            assertTrue(end.frames().echoes() >= 2, end.frames().echoes() + " echoes");
            assertEquals(0, end.frames().unansweredEchoes());
        }
    }

    @Test
    void failsAServerThatTakesAnExtensionNobodyOffered() throws Exception {
        try (PlainServer server = new PlainServer(peer -> {
                    String answer = new String(Peer.answer(peer.readRequest()), StandardCharsets.ISO_8859_1);
                    String extension = "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
                    peer.write((answer.strip() + extension).getBytes(StandardCharsets.ISO_8859_1));
                    peer.readFrame();
                });
                LocalLoad load = load(plan(server.port(), 1, 0), System::nanoTime)) {
            load.ramp();
            assertEquals(
                    Map.of("protocol violation: extension that nobody offered", 1L),
                    Loads.await(load, Status::ramped).reasons().failed());
            load.finish();
        }
    }

    @Test
    void losesAServerThatSendsACodeThatMayNotBeSent() throws Exception {
        assertEquals(new Lost(Map.of("protocol violation: Close with code 1005", 1L), 1002), lostTo(Peer.close(1005)));
    }

    @Test
    void losesAServerThatSendsTextThatIsNotUtf8() throws Exception {
        assertEquals(
                new Lost(Map.of("protocol violation: text that is not UTF-8", 1L), 1007),
                lostTo(Peer.frame(0x81, new byte[] {(byte) 0xff})));
    }

    @Test
    void countsAnEchoThatCameAsTextAsWrong() throws Exception {
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    byte[] sent = peer.readFrame().payload();
                    while (sent[0] < 0) {
                        peer.write(Peer.frame(0x82, sent));
                        sent = peer.readFrame().payload();
                    }
                    // The same bytes, and valid UTF-8.
                    peer.write(Peer.frame(0x81, sent));
                    peer.closeWhenAsked();
                });
                LocalLoad load = load(plan(server.port(), 1, 1, Bytes.of(1), Duration.ofHours(1)), System::nanoTime)) {
            load.ramp();
            Loads.await(load, status -> status.totals().open() == 1);
            load.hold();
            Totals seen = Loads.await(
                    load,
                    status -> status.totals().frames().wrongEchoes()
                                    + status.totals().lostCount()
                            > 0);
            assertEquals(1, seen.frames().wrongEchoes());
            assertEquals(Map.of(), seen.reasons().lost());
            load.finish();
            Loads.await(load, Status::finished);
        }
    }

    @Test
    void doesNotCallALegalMessageAViolation() throws Exception {
        byte[] head = ByteBuffer.allocate(10)
                .put((byte) 0x82)
                .put((byte) 127)
                .putLong(2 << 20)
                .array();
        assertEquals(new Lost(Map.of("message larger than the client's limit", 1L), 1009), lostTo(head));
    }

    @Test
    void doesNotCallALongAnswerSomethingElseThanAWebSocketAnswer() throws Exception {
        try (PlainServer server = new PlainServer(peer -> {
                    String answer = new String(Peer.answer(peer.readRequest()), StandardCharsets.ISO_8859_1);
                    String cookie = "Set-Cookie: " + "a".repeat(20_000);
                    peer.write((answer.strip() + "\r\n" + cookie).getBytes(StandardCharsets.ISO_8859_1));
                    peer.readFrame();
                });
                LocalLoad load = load(plan(server.port(), 1, 0), System::nanoTime)) {
            load.ramp();
            assertEquals(
                    Map.of("answer longer than the client's limit", 1L),
                    Loads.await(load, Status::ramped).reasons().failed());
            load.finish();
        }
    }

    /** The listener's kernel drops all but SYN, as behind SYN cookies when the accept queue is full. */
    @Test
    void tellsAConnectionThatTheServersKernelNeverTookFromAServerThatIsSilent() throws Exception {
        LinuxSocket listener = LinuxSocket.newSocketStream(false);
        try {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            takeOnly(0x02, listener);
            listener.listen(16);
            // Longer than the kernel waits before it sends again, at the most.
            SwarmPlan plan = plan(listener.localAddress().getPort(), 2, 0, Duration.ofSeconds(2));
            try (LocalLoad load = load(plan, System::nanoTime)) {
                load.ramp();
                assertEquals(
                        Map.of("request never acknowledged", 2L),
                        Loads.await(load, Status::ramped).reasons().failed());
                load.finish();
            }
        } finally {
            listener.close();
        }
    }

    @Test
    void takesOddAndEvenLocalPortsAlike() throws Exception {
        assumeTrue(mixesPorts(), "needs Linux 6.8");
        Queue<Integer> ports = new ConcurrentLinkedQueue<>();
        try (PlainServer server = new PlainServer(peer -> {
                    ports.add(peer.port());
                    peer.open();
                    peer.closeWhenAsked();
                });
                LocalLoad load = load(plan(server.port(), 64, 0), System::nanoTime)) {
            hold(load, 64);
        }
        long odd = ports.stream().filter(port -> port % 2 == 1).count();
        assertTrue(
                odd > 0 && odd < 64,
                odd + " odd ports of 64: " + ports.stream().sorted().collect(Collectors.toList()));
    }

    /** Seconds pass in hundredths. */
    private static long fastNanos() {
        return 100 * System.nanoTime();
    }

    private static boolean mixesPorts() {
        String[] version = System.getProperty("os.version").split("[^0-9]", -1);
        return Integer.parseInt(version[0]) * 1000 + Integer.parseInt(version[1]) >= 6008;
    }

    /** Attaches a filter (socket(7), SO_ATTACH_FILTER) that passes segments with one of some flags of TCP. */
    private static void takeOnly(int flags, LinuxSocket socket) throws Exception {
        ByteBuffer program = ByteBuffer.allocateDirect(4 * Long.BYTES).order(ByteOrder.nativeOrder());
        instruction(program, 0x30, 0, 0, 13);
        instruction(program, 0x45, 0, 1, flags);
        instruction(program, 0x06, 0, 0, 0xffff);
        instruction(program, 0x06, 0, 0, 0);
        ByteBuffer filter = ByteBuffer.allocateDirect(2 * Long.BYTES).order(ByteOrder.nativeOrder());
        filter.putShort(0, (short) 4).putLong(Long.BYTES, Buffer.memoryAddress(program));
        socket.setRawOpt(1, 26, filter);
    }

    private static void instruction(ByteBuffer program, int code, int then, int otherwise, int operand) {
        program.putShort((short) code).put((byte) then).put((byte) otherwise).putInt(operand);
    }

    /** Why a connection was lost, and the code of the Close that the server then got. */
    private record Lost(Map<String, Long> reasons, int code) {}

    /** How the connection to a server that sends these bytes is lost. */
    private static Lost lostTo(byte[] bytes) throws Exception {
        BlockingQueue<Integer> codes = new LinkedBlockingQueue<>();
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    peer.write(bytes);
                    codes.add(peer.readFrame().closeCode());
                });
                LocalLoad load = load(plan(server.port(), 1, 0), System::nanoTime)) {
            load.ramp();
            Map<String, Long> lost = Loads.await(load, status -> status.totals().lostCount() == 1)
                    .reasons()
                    .lost();
            // The client has ended, with or without the server having read what it said.
            int code = codes.take();
            load.finish();
            Loads.await(load, Status::finished);
            return new Lost(lost, code);
        }
    }

    private static Totals hold(LocalLoad load, int connections) throws InterruptedException {
        load.ramp();
        Loads.await(load, status -> status.totals().open() == connections);
        load.hold();
        load.finish();
        return Loads.await(load, Status::finished);
    }

    private static LocalLoad load(SwarmPlan plan, LongSupplier nanoTime) {
        return new LocalLoad(plan, Share.WHOLE, new SplittableRandom(1), nanoTime);
    }

    private static SwarmPlan plan(int port, int connections, int senders) {
        return plan(port, connections, senders, Duration.ofHours(1));
    }

    private static SwarmPlan plan(int port, int connections, int senders, Duration handshakeTimeout) {
        return plan(port, connections, senders, Bytes.of(64), handshakeTimeout);
    }

    private static SwarmPlan plan(int port, int connections, int senders, Bytes size, Duration handshakeTimeout) {
        return new SwarmPlan(
                Target.parse("ws://127.0.0.1:" + port),
                new RampPlan(connections, new Rate.Maximum(), handshakeTimeout, Sources.none()),
                new HoldPlan(Duration.ZERO, Duration.ZERO, Optional.empty(), false),
                new TrafficPlan(true, new EchoPlan(senders, size), DeliveryPlan.NONE),
                Expectations.NONE,
                new ProcessPlan(1, 1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
