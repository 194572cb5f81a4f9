package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.server.process.ServerMain;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The renewal of docs/operations.md, rehearsed: a certificate authority of openssl's issues certificates one after the other, the
 * deploy hook of the document puts each in the place of the last and has the server's process read it by SIGHUP. Meanwhile
 * clients who hold their connections send and receive without a pause.
 */
@Timeout(300)
class RenewalTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");
    private static final int SIGHUP = 1;
    private static final int DESCRIPTORS = 2_000;
    private static final int HELD = 40;
    private static final int RENEWALS = 3;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aRenewedCertificateIsShownToWhoComesAndCutsNobody() throws Exception {
        assumeTrue(ChildServer.hears(SIGHUP), "SIGHUP is ignored here, as below nohup, and so in children");
        PeerProgram.orSkip("openssl", folder);
        issueAuthority();
        renew(1);
        int port = TestServer.freePort();
        SSLContext trust = trusting(folder.resolve("authority.pem"));
        Path installed = folder.resolve("host.pem");
        try (ChildServer server = ChildServer.start(
                        DESCRIPTORS,
                        ServerMain.class,
                        "--bind=127.0.0.1",
                        "--ports=" + port,
                        "--tls-ports=" + port,
                        "--tls-certificate=" + installed,
                        "--tls-key=" + installed,
                        "--admin=127.0.0.1:" + TestServer.freePort(),
                        "--max-connections=100",
                        "--handler=echo");
                ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
            Files.writeString(folder.resolve("pid"), Long.toString(server.pid()));
            assertEquals(1, serialShown(trust, port));
            List<RawClient> held = new ArrayList<>();
            for (int i = 0; i < HELD; i++) {
                held.add(RawClient.secured(trust, port).upgrade());
            }
            AtomicBoolean over = new AtomicBoolean();
            AtomicLong echoed = new AtomicLong();
            List<Future<?>> talks = new ArrayList<>();
            held.forEach(client -> talks.add(load.submit(() -> {
                while (!over.get()) {
                    client.echoes("message " + echoed.incrementAndGet());
                }
            })));

            for (int serial = 2; serial <= RENEWALS + 1; serial++) {
                renew(serial);
                server.awaitLine("certificates read anew: [CN=localhost");
                assertEquals(serial, serialShown(trust, port), "who comes is shown the new one");
            }

            over.set(true);
            for (Future<?> talk : talks) {
                talk.get();
            }
            held.forEach(client -> client.echoes("still there"));
            assertTrue(echoed.get() >= HELD, echoed + " messages");
            held.forEach(RawClient::close);
        }
    }

    /** The authority's certificate, by which clients know it. */
    private void issueAuthority() throws IOException, InterruptedException {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=rehearsal",
                "-keyout",
                "authority.key",
                "-out",
                "authority.pem");
    }

    /** As an ACME client: a new key and certificate in its own folder, then the hook. */
    private void renew(int serial) throws IOException, InterruptedException {
        openssl(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout",
                "privkey.pem",
                "-out",
                "request.pem");
        openssl(
                "x509",
                "-req",
                "-in",
                "request.pem",
                "-CA",
                "authority.pem",
                "-CAkey",
                "authority.key",
                "-days",
                "2",
                "-set_serial",
                Integer.toString(serial),
                "-copy_extensions",
                "copyall",
                "-out",
                "leaf.pem");
        Files.writeString(
                folder.resolve("fullchain.pem"),
                Files.readString(folder.resolve("leaf.pem")) + Files.readString(folder.resolve("authority.pem")));
        Path tools = Files.createDirectories(folder.resolve("tools"));
        // There is no systemd here, and no user mooring: the signal goes to the process, the file to whoever runs this.
        program(tools.resolve("systemctl"), """
                [ "$*" = "kill --kill-whom=main --signal=HUP mooring-server" ] || exit 64
                [ ! -e "%1$s/pid" ] || kill -HUP "$(cat "%1$s/pid")"
                """.formatted(folder));
        program(tools.resolve("chown"), "[ \"$1\" = mooring: ]\n");
        Process hook = new ProcessBuilder(
                        program(folder.resolve("hook"), hook()).toString())
                .redirectErrorStream(true)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertEquals(0, hook.waitFor(), () -> said());
    }

    /** The script of the document, which differs here in where it puts the file. */
    private String hook() throws IOException {
        Matcher block = Pattern.compile("(?s)```\\n#!/bin/sh\\n([^`]*--signal=HUP mooring-server\\n)```")
                .matcher(Files.readString(DOCUMENT));
        assertTrue(block.find(), "no such hook in " + DOCUMENT);
        String script = block.group(1);
        assertTrue(script.contains("/etc/mooring/tls/host.pem"), script);
        return "export PATH=" + folder.resolve("tools") + ":$PATH RENEWED_LINEAGE=" + folder + "\n"
                + script.replace("/etc/mooring/tls/", folder + "/");
    }

    private void openssl(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> command + ": " + said());
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("said"));
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    private static Path program(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text);
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }

    private static long serialShown(SSLContext trust, int port) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSerialNumber()
                    .longValueExact();
        }
    }

    private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
