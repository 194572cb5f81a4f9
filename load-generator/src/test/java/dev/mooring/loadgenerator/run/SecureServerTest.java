package dev.mooring.loadgenerator.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.loadgenerator.measure.Status;
import dev.mooring.loadgenerator.measure.Totals;
import dev.mooring.loadgenerator.plan.EchoPlan;
import dev.mooring.loadgenerator.plan.Trust;
import dev.mooring.loadgenerator.run.PlainServer.Frame;
import dev.mooring.loadgenerator.run.PlainServer.Peer;
import dev.mooring.loadgenerator.tls.TestAuthority;
import dev.mooring.tls.handshake.TlsHandshake;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections with TLS, against the JDK's; the timeout is only a guard against a hang. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SecureServerTest {
    private static final String NAMES = "dns:localhost,ip:127.0.0.1";
    private static TestAuthority authority;
    private static SSLContext server;

    @BeforeAll
    static void makeAuthority(@TempDir Path folder) {
        authority = new TestAuthority(folder);
        server = authority.server(0, NAMES);
    }

    @AfterEach
    void nothingNativeIsLeft() {
        assertEquals(0, TlsHandshake.live(), "handshakes that were not freed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"})
    void pingsAndEchoesPassWithEachSuite(String suite) throws Exception {
        SSLServerSocket listener = listener(server, "TLSv1.3");
        listener.setEnabledCipherSuites(new String[] {suite});
        Totals end = echoed(listener, "localhost", trusting(authority), Bytes.of(64));
        assertEquals(0, end.frames().wrongEchoes());
        assertEquals(3, end.frames().pongs());
        assertEquals(Map.of(), end.reasons().lost());
        assertEquals(0, end.unansweredCloses());
    }

    @Test
    void messagesLongerThanARecordPass() throws Exception {
        Totals end = echoed(listener(server, "TLSv1.3"), "localhost", trusting(authority), Bytes.of(60_000));
        assertEquals(0, end.frames().wrongEchoes());
    }

    @Test
    void anAddressIsTakenByItsCertificate() throws Exception {
        Totals end = echoed(listener(server, "TLSv1.3"), "127.0.0.1", trusting(authority), Bytes.of(64));
        assertEquals(0, end.frames().wrongEchoes());
    }

    @Test
    void insecureTakesAnyCertificate() throws Exception {
        SSLContext expired = authority.server(-60, "dns:other.test");
        Totals end = echoed(listener(expired, "TLSv1.3"), "localhost", new Trust(true, Optional.empty()), Bytes.of(64));
        assertEquals(0, end.frames().wrongEchoes());
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefused() throws Exception {
        assertEquals(
                "certificate not trusted: issued by CN=test authority",
                failure(listener(server, "TLSv1.3"), Trust.SYSTEM));
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        SSLContext other = authority.server(0, "dns:other.test");
        assertEquals(
                "certificate for another name: the URL says localhost, it is for other.test",
                failure(listener(other, "TLSv1.3"), trusting(authority)));
    }

    @Test
    void aCertificateThatHasExpiredIsRefused() throws Exception {
        String failure = failure(listener(authority.server(-60, NAMES), "TLSv1.3"), trusting(authority));
        assertTrue(failure.startsWith("certificate out of date: expired at "), failure);
    }

    @Test
    void aServerOfAnOlderTlsIsNamedAsSuch() throws Exception {
        assertEquals("server without TLS 1.3", failure(listener(server, "TLSv1.2"), trusting(authority)));
    }

    @Test
    void aServerThatSpeaksClearTextIsNamedAsSuch() throws Exception {
        try (PlainServer clear = new PlainServer(
                peer -> peer.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))) {
            assertEquals("answer is not TLS", failure(clear, trusting(authority)));
        }
    }

    @Test
    void aServerThatEndsInTheHandshakeIsNamedAsSuch() throws Exception {
        try (PlainServer mute = new PlainServer(peer -> peer.write(new byte[] {22, 3, 3}))) {
            assertEquals("ended before the answer", failure(mute, trusting(authority)));
        }
    }

    @Test
    void aServerThatWantsACertificateIsNamedAsSuch() throws Exception {
        SSLServerSocket listener = listener(server, "TLSv1.3");
        listener.setNeedClientAuth(true);
        String failure = failure(listener, trusting(authority));
        assertTrue(failure.startsWith("ended by a TLS alert: "), failure);
    }

    private static Trust trusting(TestAuthority trusted) {
        return new Trust(false, Optional.of(trusted.file()));
    }

    private static SSLServerSocket listener(SSLContext context, String version) throws IOException {
        SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        listener.setEnabledProtocols(new String[] {version});
        return listener;
    }

    /** Three connections get a ping and send a message each, and are closed. */
    private static Totals echoed(SSLServerSocket listener, String host, Trust trust, Bytes size) throws Exception {
        try (PlainServer secure = new PlainServer(listener, peer -> {
                    peer.open();
                    peer.write(Peer.frame(0x89, new byte[2]));
                    Frame frame = peer.readFrame();
                    while (frame.opcode() != 8) {
                        if (frame.opcode() == 2) {
                            peer.write(Peer.longFrame(0x82, frame.payload()));
                        }
                        frame = peer.readFrame();
                    }
                    peer.write(Peer.frame(0x88, frame.payload()));
                });
                LocalLoad load = load(secure, host, trust, 3, size)) {
            load.ramp();
            Loads.await(
                    load,
                    status -> status.totals().open() == 3
                            && status.totals().frames().pongs() == 3);
            load.hold();
            Loads.await(load, status -> status.totals().frames().echoes() >= 3);
            load.finish();
            Totals end = Loads.await(load, Status::finished);
            assertTrue(end.frames().echoes() >= 3, end.toString());
            return end;
        }
    }

    private static String failure(SSLServerSocket listener, Trust trust) throws Exception {
        try (PlainServer secure = new PlainServer(listener, Peer::open)) {
            return failure(secure, trust);
        }
    }

    private static String failure(PlainServer server, Trust trust) throws Exception {
        try (LocalLoad load = load(server, "localhost", trust, 1, Bytes.of(64))) {
            load.ramp();
            Totals end = Loads.await(load, Status::ramped);
            load.finish();
            Loads.await(load, Status::finished);
            return end.reasons().failed().keySet().iterator().next();
        }
    }

    private static LocalLoad load(PlainServer server, String host, Trust trust, int connections, Bytes size) {
        return Loads.secure(server, host, trust, connections, new EchoPlan(connections == 1 ? 0 : connections, size));
    }
}
