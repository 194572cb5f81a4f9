package dev.mooring.server.runtime;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.GrantedHost;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.functional.Eventually;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.tls.handshake.TestCertificate;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A start that is refused leaves nothing behind. */
@Timeout(60)
final class RefusedStartTest {
    @Test
    void nobodyLooksAtTheCertificatesOfAServerThatDidNotStart(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "localhost");
        Set<Thread> before = lookers();
        GrantedHost poor = new GrantedHost(100, Bytes.gibi(64), Bytes.gibi(4));
        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> RunningServer.start(
                                TestServer.configuration(
                                        "--ports=" + TestServer.freePort(),
                                        "--max-connections=10000",
                                        "--strict",
                                        "--tls-ports=" + TestServer.freePort(),
                                        "--tls-certificate=" + certificate.chainFile(),
                                        "--tls-key=" + certificate.keyFile()),
                                poor)
                        .close());
        assertTrue(String.valueOf(refused.getMessage()).startsWith("max-connections=10000"), refused.getMessage());
        Eventually.until(() -> before.containsAll(lookers()));
    }

    private static Set<Thread> lookers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("mooring-certificates"))
                .collect(Collectors.toSet());
    }
}
