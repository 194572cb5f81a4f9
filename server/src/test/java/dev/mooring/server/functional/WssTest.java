package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.metrics.HandshakeFailure;
import dev.mooring.server.metrics.RefusalReason;
import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.runtime.RunningServer;
import dev.mooring.server.tls.handshake.MemoryClient;
import dev.mooring.server.tls.handshake.TestCertificate;
import dev.mooring.tls.handshake.TlsHandshake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets over TLS, beside others without. */
@Timeout(120)
class WssTest {
    private static SecureServer server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = SecureServer.start(folder);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"})
    void echoesWithEachSuite(String suite) {
        try (RawClient client = server.open(suite)) {
            client.echoes("hello").echoes("again");
            client.send(Frames.ping("still there?"));
            assertEquals("pong still there?", client.frame().describe());
        }
    }

    @Test
    void echoesWithoutTlsOnTheOtherPort() {
        try (RawClient client = server.server().open()) {
            client.echoes("in clear");
        }
    }

    @Test
    void messagesOfEveryLengthAroundThoseOfRecordsComeBackWhole() {
        Random random = new Random(9);
        try (RawClient client = server.open()) {
            for (int length : new int[] {0, 1, 125, 126, 16_379, 16_380, 16_381, 16_384, 32_768, 65_535, 65_536}) {
                byte[] payload = new byte[length];
                random.nextBytes(payload);
                client.send(Frames.binary(payload));
                assertArrayEquals(payload, client.frame().payload(), "of " + length + " bytes");
            }
        }
    }

    @Test
    void aClientThatReadsNothingForAWhileGetsEverythingInOrder() throws InterruptedException {
        int messages = 300;
        byte[] payload = new byte[40_000];
        new Random(3).nextBytes(payload);
        try (RawClient client = server.open()) {
            Thread sender = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < messages; i++) {
                    payload[0] = (byte) i;
                    client.send(Frames.binary(payload));
                }
            });
            Eventually.until(() -> server.server().counters().queuedBytes.sum() > 0);
            for (int i = 0; i < messages; i++) {
                byte[] received = client.frame().payload();
                assertEquals((byte) i, received[0], "the first byte of message " + i);
                assertArrayEquals(
                        Arrays.copyOfRange(payload, 1, payload.length),
                        Arrays.copyOfRange(received, 1, received.length),
                        "message " + i);
            }
            sender.join();
            client.echoes("and on");
        }
    }

    @Test
    void theHandshakeMayComeByteByByteAndDataRightBehindIt() throws Exception {
        MemoryClient client = new MemoryClient(server.trusting(), "localhost");
        try (RawClient raw = RawClient.connect(server.securePort())) {
            raw.sendInChops(client.begin(), 1);
            byte[] finished = client.receive(raw.some());
            while (finished.length == 0) {
                finished = client.receive(raw.some());
            }
            byte[] request = client.send(RawClient.REQUEST.getBytes(StandardCharsets.US_ASCII));
            byte[] message = client.send(Frames.text("hello"));
            raw.send(Frames.joined(finished, request, message));
            while (!new String(client.data(), StandardCharsets.ISO_8859_1).endsWith("\u0081\u0005hello")) {
                client.receive(raw.some());
            }
            raw.sendInChops(client.send(Frames.text("again")), 1);
            while (!new String(client.data(), StandardCharsets.ISO_8859_1).endsWith("\u0081\u0005again")) {
                client.receive(raw.some());
            }
            raw.send(client.send(Frames.close(1000, "")));
            byte[] rest = raw.readToEnd();
            client.receive(rest);
            assertTrue(client.heardTheEnd(), "close_notify comes before the end");
        }
    }

    @Test
    void aPeerThatClosesInOrderHearsCloseNotifyToo() throws Exception {
        MemoryClient client = new MemoryClient(server.trusting(), "localhost");
        try (RawClient raw = handshaken(client)) {
            raw.send(client.close());
            client.receive(raw.readToEnd());
            assertTrue(client.heardTheEnd(), "close_notify comes before the end");
        }
    }

    @Test
    void aRecordThatWasChangedOnTheWayEndsTheConnectionWithAnAlert() throws Exception {
        MemoryClient client = new MemoryClient(server.trusting(), "localhost");
        long before = server.server().counters().failedFor(HandshakeFailure.TLS);
        try (RawClient raw = handshaken(client)) {
            byte[] record = client.send(new byte[20]);
            record[record.length - 1] ^= 1;
            raw.send(record);
            byte[] rest = raw.readToEnd();
            Exception alert = assertThrows(SSLException.class, () -> client.receive(rest));
            assertTrue(String.valueOf(alert.getMessage()).contains("bad_record_mac"), alert.getMessage());
        }
        Eventually.until(() -> server.server().counters().failedFor(HandshakeFailure.TLS) == before + 1);
    }

    @Test
    void httpOnTheTlsPortIsAnsweredInClear() {
        try (RawClient client = RawClient.connect(server.securePort())) {
            client.send(RawClient.REQUEST);
            Response response = client.response();
            assertEquals(400, response.status());
            assertTrue(response.text().endsWith("this port speaks TLS; use wss:// or https://\n"), response.text());
            client.expectEnd();
        }
    }

    @Test
    void tlsOnThePlainPortIsAnsweredInClear() throws Exception {
        try (RawClient client = server.server().connect()) {
            client.send(new MemoryClient(server.trusting(), "localhost").begin());
            Response response = client.response();
            assertEquals(400, response.status());
            assertTrue(
                    response.text().endsWith("this port speaks no TLS; use ws://, or a port of tls-ports\n"),
                    response.text());
        }
    }

    @Test
    void whatIsNeitherTlsNorHttpGetsAnAlert() {
        try (RawClient client = RawClient.connect(server.securePort())) {
            client.send(new byte[] {23, 3, 3, 0, 40});
            assertArrayEquals(new byte[] {21, 3, 3, 0, 2, 2, 10}, client.readToEnd());
        }
        try (RawClient client = RawClient.connect(server.securePort())) {
            client.send(new byte[] {22, 3, 1, 0x7F, 0});
            assertArrayEquals(new byte[] {21, 3, 3, 0, 2, 2, 22}, client.readToEnd());
        }
    }

    @Test
    void anHttpErrorIsReadOverTls() {
        try (RawClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertEquals(426, client.response().status());
        }
    }

    @Test
    void nothingNativeIsLeftOfHandshakesThatWereGivenUp() throws Exception {
        for (int i = 0; i < 50; i++) {
            try (RawClient raw = RawClient.connect(server.securePort())) {
                byte[] hello = new MemoryClient(server.trusting(), "localhost").begin();
                raw.send(i % 2 == 0 ? hello : Arrays.copyOf(hello, 100));
                if (i % 2 == 0) {
                    assertTrue(raw.some().length > 0, "the server has answered");
                }
            }
        }
        Eventually.until(() -> TlsHandshake.live() == 0);
    }

    @Test
    void aHandshakeThatTakesTooLongIsEnded(@TempDir Path folder) throws Exception {
        AtomicLong now = new AtomicLong();
        try (SecureServer hasty = SecureServer.start(folder, now::get, "--handshake-timeout=100ms");
                RawClient raw = RawClient.connect(hasty.securePort())) {
            raw.send(new MemoryClient(hasty.trusting(), "localhost").begin());
            assertTrue(raw.some().length > 0, "the server's flight comes");
            now.set(Duration.ofMillis(101).toNanos());
            raw.readToEnd();
            assertEquals(1, hasty.server().counters().refusedFor(RefusalReason.TIMEOUT));
        }
    }

    @Test
    void silentPeersArePinged(@TempDir Path folder) {
        AtomicLong now = new AtomicLong();
        String[] options = {"--keepalive=400ms", "--pong-timeout=400ms"};
        try (SecureServer pinging = SecureServer.start(folder, now::get, options);
                RawClient client = pinging.open()) {
            ServerCounters counters = pinging.server().counters();
            for (int i = 1; i <= 3; i++) {
                int pings = i;
                Eventually.until(now, Duration.ofMillis(1), () -> counters.pingsSent.sum() == pings);
                assertEquals("ping ", client.frame().describe());
                client.send(Frames.frame(Frames.FINAL | Frames.PONG, ""));
                Eventually.until(() -> counters.pongsReceived.sum() == pings);
            }
        }
    }

    @Test
    void handshakesThatComeTogetherAreAllServed() throws Exception {
        int count = 150;
        long before = server.server().counters().tlsHandshakes.sum();
        List<RawClient> clients = new ArrayList<>();
        List<MemoryClient> ends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ends.add(new MemoryClient(server.trusting(), "localhost"));
            clients.add(RawClient.connect(server.securePort()));
        }
        List<byte[]> hellos = new ArrayList<>();
        for (MemoryClient end : ends) {
            hellos.add(end.begin());
        }
        for (int i = 0; i < count; i++) {
            clients.get(i).send(hellos.get(i));
        }
        for (int i = 0; i < count; i++) {
            byte[] finished = ends.get(i).receive(clients.get(i).some());
            while (finished.length == 0) {
                finished = ends.get(i).receive(clients.get(i).some());
            }
            clients.get(i).send(finished);
        }
        Eventually.until(() -> server.server().counters().tlsHandshakes.sum() == before + count);
        clients.forEach(RawClient::close);
    }

    @Test
    void aFullServerTurnsAwayBeforeTheHandshake(@TempDir Path folder) throws Exception {
        try (SecureServer full = SecureServer.start(folder, "--max-connections=1");
                RawClient first = full.open();
                RawClient second = RawClient.connect(full.securePort())) {
            second.send(new MemoryClient(full.trusting(), "localhost").begin());
            second.ends();
            assertEquals(1, full.server().counters().refusedFor(RefusalReason.CAPACITY));
            first.echoes("still there");
        }
    }

    @Test
    void aProxyHeaderComesBeforeTheHandshake(@TempDir Path folder) throws Exception {
        byte[] header = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000");
        try (SecureServer behind = SecureServer.start(folder, "--proxy-protocol=required")) {
            for (boolean together : new boolean[] {true, false}) {
                MemoryClient client = new MemoryClient(behind.trusting(), "localhost");
                byte[] hello = client.begin();
                try (RawClient raw = RawClient.connect(behind.securePort())) {
                    if (together) {
                        raw.send(Frames.joined(header, hello));
                    } else {
                        raw.sendInChops(header, 3).sendInChops(hello, 100);
                    }
                    byte[] finished = client.receive(raw.some());
                    while (finished.length == 0) {
                        finished = client.receive(raw.some());
                    }
                    byte[] request = client.send(RawClient.REQUEST.getBytes(StandardCharsets.US_ASCII));
                    raw.send(Frames.joined(finished, request));
                    while (!new String(client.data(), StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                        client.receive(raw.some());
                    }
                }
            }
            Eventually.until(() -> behind.server().counters().upgraded.sum() == 2);
        }
    }

    @Test
    void aDrainClosesOverTlsToo(@TempDir Path folder) {
        try (SecureServer draining = SecureServer.start(folder, "--drain-window=0s");
                RawClient client = draining.open()) {
            draining.server().server().drain();
            assertEquals("close 1012", client.frame().describe());
            client.send(Frames.close(1012, ""));
            client.expectEnd();
        }
    }

    @Test
    void aServerWhosePortsAreAllThoseOfTlsAnswersNothingElse(@TempDir Path folder) {
        int port = TestServer.freePort();
        try (SecureServer alone = SecureServer.start(folder, "--ports=" + port, "--tls-ports=" + port);
                RawClient secured = RawClient.secured(alone.trusting(), port).upgrade();
                RawClient plain = RawClient.connect(port)) {
            secured.echoes("over TLS");
            plain.send(RawClient.REQUEST);
            assertTrue(
                    plain.response().text().endsWith("this port speaks TLS; use wss:// or https://\n"),
                    "no WebSocket without TLS");
        }
    }

    @Test
    void aServerWhoseCertificateCannotBeUsedDoesNotStart(@TempDir Path folder) {
        TestCertificate one = TestCertificate.ecdsa(folder, "localhost");
        TestCertificate other = TestCertificate.ecdsa(folder, "localhost");
        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> RunningServer.start(
                                TestServer.configuration(
                                        "--ports=" + TestServer.freePort(),
                                        "--tls-ports=" + TestServer.freePort(),
                                        "--tls-certificate=" + one.chainFile(),
                                        "--tls-key=" + other.keyFile()),
                                TestServer.HOST)
                        .close());
        assertEquals(
                "tls-key=" + other.keyFile() + " is not the key of tls-certificate=" + one.chainFile()
                        + " (CN=localhost); name the key that the certificate was issued for",
                refused.getMessage());
    }

    /** A connection whose handshake of TLS is done. */
    private static RawClient handshaken(MemoryClient client) throws Exception {
        RawClient raw = RawClient.connect(server.securePort());
        raw.send(client.begin());
        byte[] finished = client.receive(raw.some());
        while (finished.length == 0) {
            finished = client.receive(raw.some());
        }
        return raw.send(finished);
    }
}
