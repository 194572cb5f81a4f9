package dev.mooring.server.functional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.tls.handshake.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an idle connection with TLS is, by the class histogram of a server of its own. Its array is counted where it is made: 80
 * bytes, or 112.
 */
@Timeout(180)
class WssMemoryTest {
    private static final int CONNECTIONS = 100;
    private static final List<String> SUITES =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private final List<RawClient> clients = new ArrayList<>();

    @Test
    void anIdleConnectionIsOneObjectAndNothingOfAHandshake(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "localhost");
        SSLContext trusting = TestCertificate.trusting(certificate);
        int plain = TestServer.freePort();
        int secured = TestServer.freePort();
        try (ChildServer server = ChildServer.start(
                20_000,
                ChildServer.class,
                "--ports=" + plain,
                "--event-loops=1",
                "--handler=echo",
                "--tls-ports=" + secured,
                "--tls-certificate=" + certificate.chainFile(),
                "--tls-key=" + certificate.keyFile())) {
            for (String suite : SUITES) {
                open(trusting, secured, suite);
            }
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(RawClient.connect(plain).upgrade());
            }
            Row withTls = row(server, "dev.mooring.server.connection.TlsConnection");
            assertEquals(
                    40, row(server, "dev.mooring.server.connection.Connection").each());
            assertEquals(48, withTls.each());
            assertEquals((long) SUITES.size() * CONNECTIONS, withTls.count);
            assertEquals(0, row(server, "dev.mooring.server.connection.BusyState").count, "busy connections");
            assertEquals(0, row(server, "dev.mooring.tls.handshake.TlsHandshake").count, "handshakes");
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    private void open(SSLContext trusting, int port, String suite) {
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(RawClient.secured(trusting, port, suite).upgrade());
        }
    }

    private static Row row(ChildServer server, String name) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "GC.class_histogram")
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, jcmd.waitFor(), histogram);
        Matcher row = Pattern.compile("(?m)^ *\\d+: +(\\d+) +(\\d+) +" + Pattern.quote(name) + "(?: .*)?$")
                .matcher(histogram);
        return row.find() ? new Row(Long.parseLong(row.group(1)), Long.parseLong(row.group(2))) : new Row(0, 0);
    }

    private record Row(long count, long bytes) {
        long each() {
            return bytes / count;
        }
    }
}
