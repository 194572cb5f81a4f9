package dev.mooring.server.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.server.Figure;
import dev.mooring.server.TlsSettings;
import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.tls.handshake.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerTlsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    @Test
    void readsNewFilesWhenAskedAndKeepsTheOldOnesWhenTheyCannotBeUsed(@TempDir Path folder) throws IOException {
        TestCertificate first = TestCertificate.ecdsa(folder, "first.test");
        TestCertificate second = TestCertificate.ecdsa(folder, "second.test");
        try (ServerTls tls = tls(first)) {
            String same = tls.reload();
            assertTrue(same.startsWith("certificates read anew: [CN=first.test for [first.test] until "), same);
            Files.copy(second.chainFile(), first.chainFile(), StandardCopyOption.REPLACE_EXISTING);
            String log = logged(() -> assertEquals("the certificates stay as they were", tls.reload()));
            assertTrue(log.contains("is not the key of tls-certificate="), log);
            Files.copy(second.keyFile(), first.keyFile(), StandardCopyOption.REPLACE_EXISTING);
            String other = tls.reload();
            assertTrue(other.startsWith("certificates read anew: [CN=second.test "), other);
        }
    }

    @Test
    void readsFilesThatHaveChanged(@TempDir Path folder) throws IOException {
        TestCertificate first = TestCertificate.ecdsa(folder, "first.test");
        try (ServerTls tls = tls(first)) {
            assertEquals("", logged(tls::look), "nothing has changed");
            Files.setLastModifiedTime(
                    first.chainFile(), FileTime.from(Instant.now().plusSeconds(5)));
            String log = logged(tls::look);
            assertTrue(log.contains("certificates read anew: [CN=first.test "), log);
            assertEquals("", logged(tls::look), "nothing has changed since");
        }
    }

    @Test
    void givesTheAlarmOnceADayBeforeACertificateExpires(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "first.test");
        try (ServerTls tls = tls(certificate)) {
            now.set(Instant.now().plus(Duration.ofDays(15)));
            assertEquals("", logged(tls::look), "with 15 days left");
            now.set(Instant.now().plus(Duration.ofDays(17)));
            assertTrue(logged(tls::look).contains("a certificate expires at "), "with 13 days left");
            assertEquals("", logged(tls::look), "a moment later");
            now.set(Instant.now().plus(Duration.ofDays(19)));
            assertTrue(logged(tls::look).contains("a certificate expires at "), "with 11 days left");
        }
    }

    @Test
    void metricsShowHandshakesAndTheDaysThatAreLeft(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "first.test");
        ServerCounters counters = new ServerCounters();
        try (ServerTls tls = tls(certificate)) {
            counters.tlsHandshakes.add(3);
            assertEquals(3, value(tls, counters, "mooring.tls.handshakes"));
            assertEquals(29, (double) value(tls, counters, "mooring.tls.certificate.days"), 1);
            now.set(Instant.now().plus(Duration.ofDays(40)));
            assertFalse(value(tls, counters, "mooring.tls.certificate.days") >= 0, "it has expired");
        }
    }

    @Test
    void theDaysThatAreLeftAreBelow0FromTheMomentOfExpiryOn(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "first.test");
        Instant expiry = certificate.credential().expiry();
        ServerCounters counters = new ServerCounters();
        try (ServerTls tls = tls(certificate)) {
            now.set(expiry.minusSeconds(1));
            assertEquals(0, value(tls, counters, "mooring.tls.certificate.days"));
            now.set(expiry.plusSeconds(1));
            assertEquals(-1, value(tls, counters, "mooring.tls.certificate.days"));
        }
    }

    @Test
    void whatIsAskedOfItAfterItsEndIsAnsweredAndTouchesNothing(@TempDir Path folder) throws IOException {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "first.test");
        ServerTls tls = tls(certificate);
        tls.close();
        Files.setLastModifiedTime(
                certificate.chainFile(), FileTime.from(Instant.now().plusSeconds(5)));
        for (int i = 0; i < 3; i++) {
            assertEquals("the server has ended", tls.reload());
            assertEquals("", logged(tls::look));
            tls.close();
        }
    }

    @Test
    void looksAgainWhateverWasThrownWhenItLooked(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "first.test");
        now.set(Instant.now());
        AtomicBoolean broken = new AtomicBoolean();
        InstantSource clock = () -> {
            if (broken.get()) {
                throw new OutOfMemoryError("thrown by the test");
            }
            return now.get();
        };
        try (ServerTls tls = new ServerTls(settings(certificate), clock)) {
            broken.set(true);
            String log = logged(tls::look);
            assertTrue(log.contains("looking at the certificates failed"), log);
        }
    }

    @Test
    void aCertificateThatTheLibraryDoesNotTakeLeavesTheOneBefore(@TempDir Path folder) throws IOException {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "first.test");
        TestCertificate unfit = TestCertificate.forUse(folder, "keyAgreement", "first.test");
        try (ServerTls tls = tls(certificate)) {
            Files.copy(unfit.chainFile(), certificate.chainFile(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(unfit.keyFile(), certificate.keyFile(), StandardCopyOption.REPLACE_EXISTING);
            String log = logged(() -> assertEquals("the certificates stay as they were", tls.reload()));
            assertTrue(log.contains("is not taken by BoringSSL: "), log);
        }
    }

    private static long value(ServerTls tls, ServerCounters counters, String name) {
        return tls.figures(counters).stream()
                .filter(figure -> figure.name().equals(name))
                .map(Figure::value)
                .findFirst()
                .orElseThrow()
                .getAsLong();
    }

    private ServerTls tls(TestCertificate certificate) {
        now.set(Instant.now());
        return new ServerTls(settings(certificate), now::get);
    }

    private static TlsSettings settings(TestCertificate certificate) {
        return TlsSettings.of(new PortRange(8443, 8443), certificate.chainFile(), certificate.keyFile());
    }

    private static String logged(Runnable act) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            act.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }
}
