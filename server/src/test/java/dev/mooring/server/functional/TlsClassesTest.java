package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.runtime.RunningServer;
import dev.mooring.server.tls.handshake.TestCertificate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who does not ask for TLS does not pay for it: no class of it is loaded, in a Java of its own. */
@Timeout(120)
class TlsClassesTest {
    private static final List<String> OF_TLS = List.of(
            "dev.mooring.server.tls.",
            "dev.mooring.tls.",
            "dev.mooring.server.connection.Tls",
            "dev.mooring.server.connection.LoopTls",
            "io.netty.internal.tcnative.");

    @Test
    void withoutItsSettingsNoClassOfTlsIsLoaded() throws Exception {
        assertEquals(List.of(), loaded());
    }

    @Test
    void withItsSettingsTheyAre(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "localhost");
        List<String> loaded = loaded(
                "--tls-ports=" + TestServer.freePort(),
                "--tls-certificate=" + certificate.chainFile(),
                "--tls-key=" + certificate.keyFile());
        assertTrue(loaded.contains("dev.mooring.server.tls."), loaded.toString());
    }

    private static List<String> loaded(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--ports=" + TestServer.freePort(), "--handler=echo"));
        arguments.addAll(List.of(options));
        return ClassLog.loaded(ClassLog.of(OneClient.class, arguments), OF_TLS);
    }

    /** Starts a server, and is its client without TLS. */
    static final class OneClient {
        private OneClient() {}

        static void main(String[] options) {
            try (RunningServer server = RunningServer.start(TestServer.configuration(options), TestServer.HOST);
                    RawClient client = RawClient.connect(server.ports().first()).upgrade()) {
                client.echoes("hello");
                client.send(Frames.close(1000, ""));
                client.expectClose(1000);
            }
        }
    }
}
