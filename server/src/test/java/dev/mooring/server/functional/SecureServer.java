package dev.mooring.server.functional;

import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.tls.handshake.TestCertificate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server with a port for wss beside the other, and a certificate for localhost. It echoes. */
final class SecureServer implements AutoCloseable {
    private final TestCertificate certificate;
    private final SSLContext trusting;
    private final int securePort = TestServer.freePort();
    private final TestServer server;

    private SecureServer(
            TestCertificate certificate, LongSupplier clock, @Nullable WebSocketHandler handler, String... options) {
        this.certificate = certificate;
        this.trusting = TestCertificate.trusting(certificate);
        List<String> all = new ArrayList<>(List.of(
                "--tls-ports=" + securePort,
                "--tls-certificate=" + certificate.chainFile(),
                "--tls-key=" + certificate.keyFile()));
        all.addAll(Arrays.asList(options));
        TestServer.Setup setup = TestServer.with(all.toArray(String[]::new)).clock(clock);
        this.server = (handler == null ? setup : setup.handler(handler)).start();
    }

    static SecureServer start(Path folder, String... options) {
        return start(folder, () -> 0, options);
    }

    /** One whose connections have the time that the clock says. */
    static SecureServer start(Path folder, LongSupplier clock, String... options) {
        return new SecureServer(TestCertificate.ecdsa(folder, "localhost"), clock, null, options);
    }

    /** One that does what the handler says. */
    static SecureServer start(Path folder, WebSocketHandler handler, String... options) {
        return new SecureServer(TestCertificate.ecdsa(folder, "localhost"), () -> 0, handler, options);
    }

    TestServer server() {
        return server;
    }

    TestCertificate certificate() {
        return certificate;
    }

    /** What trusts it. */
    SSLContext trusting() {
        return trusting;
    }

    int securePort() {
        return securePort;
    }

    /** A client whose handshake of TLS is done. */
    RawClient connect(String... suites) {
        return RawClient.secured(trusting, securePort, suites);
    }

    /** A client whose WebSocket is open. */
    RawClient open(String... suites) {
        return connect(suites).upgrade();
    }

    @Override
    public void close() {
        server.close();
    }
}
