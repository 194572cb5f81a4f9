package dev.mooring.loadgenerator.run;

import static dev.mooring.loadgenerator.run.PlanVariants.echoing;
import static dev.mooring.loadgenerator.run.PlanVariants.expecting;
import static dev.mooring.loadgenerator.run.PlanVariants.plan;
import static dev.mooring.loadgenerator.run.PlanVariants.reconnecting;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.loadgenerator.measure.Status;
import dev.mooring.loadgenerator.measure.Totals;
import dev.mooring.loadgenerator.plan.Share;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.run.PlainServer.Frame;
import dev.mooring.loadgenerator.run.PlainServer.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets on loopback; the timeout is only a guard against a hang. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LocalLoadTest {
    private static final Duration PATIENT = Duration.ofMinutes(10);

    @Test
    void opensEveryConnectionAndClosesItWithANormalClose() throws Exception {
        BlockingQueue<Integer> codes = new LinkedBlockingQueue<>();
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    Frame close = peer.readFrame();
                    codes.add(close.closeCode());
                    peer.write(Peer.close(close.closeCode()));
                });
                LocalLoad load = load(plan(server.port(), 20, PATIENT), () -> 0)) {
            load.ramp();
            assertEquals(
                    20, await(load, totals -> totals.open() == 20).connections().opened());
            load.finish();
            Totals end = awaitFinished(load);
            assertEquals(0, end.open());
            assertEquals(Map.of(), end.reasons().lost());
            assertEquals(0, end.unansweredCloses());
            assertEquals(20, load.measurement().connectMicros().getTotalCount());
        }
        assertEquals(20, codes.size());
        assertEquals(Set.of(1000), Set.copyOf(codes));
    }

    @Test
    void endsARunInWhichATaskThrowsAnError() throws Exception {
        AtomicInteger readings = new AtomicInteger();
        LongSupplier failing = () -> {
            if (readings.incrementAndGet() > 50) {
                throw new NoClassDefFoundError("thrown by the test");
            }
            return System.nanoTime();
        };
        try (PlainServer server = new PlainServer(Peer::open);
                LocalLoad load =
                        new LocalLoad(plan(server.port(), 1, PATIENT), Share.WHOLE, new SplittableRandom(1), failing)) {
            load.ramp();
            Totals end = awaitFinished(load);
            assertTrue(
                    end.reasons().failed().containsKey("other error: NoClassDefFoundError"),
                    end.reasons().failed().toString());
        }
    }

    @Test
    void answersPingsWithMaskedPongsOfTheSamePayload() throws Exception {
        BlockingQueue<Frame> pongs = new LinkedBlockingQueue<>();
        byte[] payload = "keepalive".getBytes(StandardCharsets.US_ASCII);
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    peer.write(Peer.frame(0x89, payload));
                    pongs.add(peer.readFrame());
                    peer.write(Peer.frame(0x89, payload));
                    pongs.add(peer.readFrame());
                    peer.closeWhenAsked();
                });
                LocalLoad load = load(plan(server.port(), 1, PATIENT))) {
            load.ramp();
            await(load, totals -> totals.frames().pongs() == 2);
            for (int i = 0; i < 2; i++) {
                Frame pong = pongs.take();
                assertEquals(0xA, pong.opcode());
                assertTrue(pong.masked(), "a client masks");
                assertArrayEquals(payload, pong.payload());
            }
            finish(load);
            assertEquals(1, load.measurement().pingMillis().getTotalCount());
        }
    }

    @Test
    void understandsAnAnswerAndFramesThatComeByteByByte() throws Exception {
        try (PlainServer server = new PlainServer(peer -> {
                    peer.writeSlowly(Peer.answer(peer.readRequest()));
                    peer.writeSlowly(Peer.frame(0x02, new byte[] {1, 2}));
                    peer.writeSlowly(Peer.frame(0x89, new byte[] {3}));
                    peer.writeSlowly(Peer.frame(0x80, new byte[] {4}));
                    peer.closeWhenAsked();
                });
                LocalLoad load = load(plan(server.port(), 3, PATIENT))) {
            load.ramp();
            Totals totals = await(load, seen -> seen.frames().messages() == 6);
            assertEquals(3, totals.frames().pings());
            assertEquals(3, finish(load).connections().opened());
        }
    }

    @Test
    void countsAServersCloseByItsCodeAndEchoesIt() throws Exception {
        BlockingQueue<Frame> answers = new LinkedBlockingQueue<>();
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    peer.write(Peer.close(1012));
                    answers.add(peer.readFrame());
                });
                LocalLoad load = load(plan(server.port(), 2, PATIENT))) {
            load.ramp();
            Totals totals = await(load, seen -> seen.lostCount() == 2);
            assertEquals(Map.of("close 1012", 2L), totals.reasons().lost());
            assertEquals(Map.of("1012", 2L), totals.reasons().closeCodes());
            assertEquals(1012, answers.take().closeCode());
            finish(load);
        }
    }

    @Test
    void countsAnExpectedCloseAsMovedAndOpensAgain() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    if (opened.incrementAndGet() <= 2) {
                        peer.write(Peer.close(1012));
                        peer.readFrame();
                        return;
                    }
                    peer.closeWhenAsked();
                });
                LocalLoad load = load(expecting(1012, reconnecting(plan(server.port(), 2, PATIENT))))) {
            load.ramp();
            Totals totals = await(load, seen -> seen.connections().moved() == 2 && seen.open() == 2);
            assertEquals(Map.of(), totals.reasons().lost());
            assertEquals(Map.of("1012", 2L), totals.reasons().closeCodes());
            assertEquals(2, totals.connections().reconnects());
            finish(load);
        }
    }

    @Test
    void countsAnEndWithoutCloseAsLost() throws Exception {
        try (PlainServer server = new PlainServer(Peer::open);
                LocalLoad load = load(plan(server.port(), 2, PATIENT))) {
            load.ramp();
            assertEquals(
                    Map.of("ended without Close", 2L),
                    await(load, seen -> seen.lostCount() == 2).reasons().lost());
            finish(load);
        }
    }

    @Test
    void countsRefusalsByStatus() throws Exception {
        try (PlainServer server = new PlainServer(peer -> {
                    peer.readRequest();
                    peer.write("HTTP/1.1 503 Service Unavailable\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                });
                LocalLoad load = load(plan(server.port(), 4, PATIENT))) {
            load.ramp();
            assertEquals(Map.of("HTTP 503", 4L), awaitRamped(load).reasons().refused());
            finish(load);
        }
    }

    @Test
    void triesAgainAfterARefusal() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        try (PlainServer server = new PlainServer(peer -> {
                    String key = peer.readRequest();
                    if (attempts.incrementAndGet() <= 3) {
                        peer.write("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        return;
                    }
                    peer.write(Peer.answer(key));
                    peer.closeWhenAsked();
                });
                LocalLoad load = load(reconnecting(plan(server.port(), 3, PATIENT)))) {
            load.ramp();
            Totals totals = await(load, seen -> seen.open() == 3);
            assertEquals(3, totals.connections().reconnects());
            assertEquals(3, totals.connections().started());
            finish(load);
        }
    }

    @Test
    void givesUpOnAServerThatNeverAnswers() throws Exception {
        AtomicLong now = new AtomicLong();
        CountDownLatch asked = new CountDownLatch(2);
        try (PlainServer server = new PlainServer(peer -> {
                    peer.readRequest();
                    asked.countDown();
                    peer.readFrame();
                });
                LocalLoad load = load(plan(server.port(), 2, PATIENT), now::get)) {
            load.ramp();
            asked.await();
            now.set(PATIENT.toNanos() + 1);
            assertEquals(
                    Map.of("handshake timeout", 2L), awaitRamped(load).reasons().failed());
            finish(load);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong Sec-WebSocket-Accept", "not a WebSocket answer", "ended before the answer"})
    void namesWhatIsWrongWithAnAnswer(String reason) throws Exception {
        try (PlainServer server = new PlainServer(peer -> {
                    peer.readRequest();
                    if (reason.startsWith("wrong")) {
                        peer.write(Peer.answer("another key"));
                        peer.readFrame();
                    } else if (reason.startsWith("not")) {
                        peer.write("220 mail ready\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        peer.readFrame();
                    }
                });
                LocalLoad load = load(plan(server.port(), 1, PATIENT))) {
            load.ramp();
            assertEquals(Map.of(reason, 1L), awaitRamped(load).reasons().failed());
            finish(load);
        }
    }

    @Test
    void namesAPortWithoutServer() throws Exception {
        // Bound, so that it is nobody else's either.
        try (SocketChannel deaf =
                        SocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                LocalLoad load = load(plan(deaf.socket().getLocalPort(), 2, PATIENT))) {
            load.ramp();
            assertEquals(
                    Map.of("connect refused", 2L), awaitRamped(load).reasons().failed());
            finish(load);
        }
    }

    @Test
    void namesASourceThatIsNotOnThisHost() throws Exception {
        try (PlainServer server = new PlainServer(Peer::open);
                LocalLoad load = load(PlanVariants.from("192.0.2.1", plan(server.port(), 2, PATIENT)))) {
            load.ramp();
            assertEquals(
                    Map.of("source address not on this host", 2L),
                    awaitRamped(load).reasons().failed());
            finish(load);
        }
    }

    @Test
    void startsFromEverySource() throws Exception {
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    peer.closeWhenAsked();
                });
                LocalLoad load = load(PlanVariants.from("127.0.0.2-127.0.0.5", plan(server.port(), 8, PATIENT)))) {
            load.ramp();
            await(load, totals -> totals.open() == 8);
            finish(load);
        }
    }

    @Test
    void sendsTheNextMessageWhenTheWholeEchoIsBack() throws Exception {
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    for (Frame frame = peer.readFrame(); frame.opcode() == 2; frame = peer.readFrame()) {
                        byte[] payload = frame.payload();
                        peer.write(Peer.frame(0x02, Arrays.copyOf(payload, 10)));
                        peer.write(Peer.frame(0x80, Arrays.copyOfRange(payload, 10, payload.length)));
                    }
                });
                LocalLoad load = load(echoing(plan(server.port(), 2, PATIENT)))) {
            load.ramp();
            await(load, totals -> totals.open() == 2);
            load.hold();
            Totals totals = await(load, seen -> seen.frames().echoes() >= 10);
            assertEquals(0, totals.frames().wrongEchoes());
            finish(load);
            assertTrue(load.measurement().echoMicros().getTotalCount() >= 10);
        }
    }

    @Test
    void noticesAnEchoThatDiffers() throws Exception {
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    byte[] payload = peer.readFrame().payload();
                    payload[payload.length - 1] ^= 1;
                    peer.write(Peer.frame(0x82, payload));
                    peer.closeWhenAsked();
                });
                LocalLoad load = load(echoing(plan(server.port(), 2, PATIENT)))) {
            load.ramp();
            await(load, totals -> totals.open() == 2);
            load.hold();
            assertEquals(
                    0,
                    await(load, totals -> totals.frames().wrongEchoes() == 2)
                            .frames()
                            .echoes());
            finish(load);
        }
    }

    @Test
    void closesAConnectionWhoseServerBreaksTheProtocol() throws Exception {
        BlockingQueue<Integer> codes = new LinkedBlockingQueue<>();
        try (PlainServer server = new PlainServer(peer -> {
                    peer.open();
                    peer.write(Peer.frame(0x83, new byte[0]));
                    codes.add(peer.readFrame().closeCode());
                });
                LocalLoad load = load(plan(server.port(), 1, PATIENT))) {
            load.ramp();
            assertEquals(
                    Map.of("protocol violation: unknown opcode 3", 1L),
                    await(load, seen -> seen.lostCount() == 1).reasons().lost());
            assertEquals(1002, codes.take());
            finish(load);
        }
    }

    private static LocalLoad load(SwarmPlan plan) {
        return load(plan, System::nanoTime);
    }

    private static LocalLoad load(SwarmPlan plan, LongSupplier nanoTime) {
        return new LocalLoad(plan, Share.WHOLE, new SplittableRandom(1), nanoTime);
    }

    private static Totals finish(LocalLoad load) throws InterruptedException {
        load.finish();
        return awaitFinished(load);
    }

    private static Totals awaitRamped(LocalLoad load) throws InterruptedException {
        return Loads.await(load, Status::ramped);
    }

    private static Totals awaitFinished(LocalLoad load) throws InterruptedException {
        return Loads.await(load, Status::finished);
    }

    private static Totals await(LocalLoad load, Predicate<Totals> reached) throws InterruptedException {
        return Loads.await(load, status -> reached.test(status.totals()));
    }
}
