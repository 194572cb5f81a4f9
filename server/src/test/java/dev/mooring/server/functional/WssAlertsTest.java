package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.metrics.LabelledCounts;
import dev.mooring.server.metrics.LabelledCounts.Labels;
import dev.mooring.server.tls.handshake.MemoryClient;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why handshakes failed, as the counters tell it. */
class WssAlertsTest {
    private static SecureServer server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = SecureServer.start(folder, "--tls-oldest=1.3");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void everyHandshakeThatFailsIsCountedByItsAlert() throws Exception {
        LabelledCounts alerts = server.server().counters().tlsAlerts;
        Labels distrusted = new Labels("client", "certificate_unknown");
        Labels old = new Labels("server", "protocol_version");
        Labels unexpected = new Labels("server", "unexpected_message");
        long before = alerts.of(distrusted) + alerts.of(old) + alerts.of(unexpected);
        try (RawClient raw = RawClient.connect(server.securePort())) {
            MemoryClient trustsOthers = new MemoryClient(SSLContext.getDefault(), "localhost");
            raw.send(trustsOthers.begin());
            raw.send(refusal(trustsOthers, raw));
            raw.readToEnd();
        }
        try (RawClient raw = RawClient.connect(server.securePort())) {
            raw.send(new MemoryClient(server.trusting(), "localhost")
                    .protocols("TLSv1.2")
                    .begin());
            raw.readToEnd();
        }
        try (RawClient raw = RawClient.connect(server.securePort())) {
            raw.send(new byte[] {23, 3, 3, 0, 40});
            raw.readToEnd();
        }
        assertEquals(
                before + 3, alerts.of(distrusted) + alerts.of(old) + alerts.of(unexpected), alerts.all()::toString);
    }

    /** What a client says that does not trust the server's certificate. */
    private static byte[] refusal(MemoryClient client, RawClient raw) throws SSLException {
        while (true) {
            try {
                client.receive(raw.some());
            } catch (SSLException distrusted) {
                return client.receive(new byte[0]);
            }
        }
    }
}
