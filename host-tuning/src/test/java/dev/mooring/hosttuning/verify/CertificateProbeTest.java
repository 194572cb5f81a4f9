package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.hosttuning.RecordedReports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the probe reads of the certificates that a process with a server's command line was told to show. */
class CertificateProbeTest {
    private static MadeCertificates made;

    @BeforeAll
    static void make(@TempDir Path folder) throws IOException, InterruptedException {
        made = MadeCertificates.in(folder);
        Files.setPosixFilePermissions(made.path("bundle.pem"), PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void readsChainAndPublicHalfOfOneFileWithBoth() throws IOException, InterruptedException {
        ShownCertificate.Reading reading = reading(List.of(
                "--tls-ports=8443",
                "--tls-certificate=" + made.path("bundle.pem"),
                "--tls-key=" + made.path("bundle.pem")));

        assertEquals(1, reading.certificates().size());
        ShownCertificate shown = reading.certificates().getFirst();
        assertEquals(2, shown.chain().orElseThrow().certificates().size());
        assertTrue(shown.chain().orElseThrow().isFor("ws.example.com"));
        assertTrue(
                shown.publicHalf().orElseThrow().is(shown.chain().orElseThrow().publicKey()), "its own key");
        assertEquals("600", shown.key().mode());
        assertEquals(made.path("bundle.pem").toString(), shown.key().name());
    }

    @Test
    void readsEachOfSeveralWithItsKey() throws IOException, InterruptedException {
        ShownCertificate.Reading reading = reading(List.of(
                "--tls-ports=8443",
                "--tls-certificate=" + made.path("host.pem") + "," + made.path("other.pem"),
                "--tls-key=" + made.path("host.key") + "," + made.path("host.key")));

        assertEquals(
                List.of(true, false),
                reading.certificates().stream()
                        .map(each -> each.publicHalf()
                                .orElseThrow()
                                .is(each.chain().orElseThrow().publicKey()))
                        .toList());
    }

    @Test
    void neverShowsAPrivateKey() throws IOException, InterruptedException {
        String said = certificates(
                        List.of("--tls-certificate=" + made.path("bundle.pem"), "--tls-key=" + made.path("bundle.pem")))
                .text();

        assertFalse(said.contains("PRIVATE"), said);
        for (String line : made.text("host.key")
                .lines()
                .filter(each -> each.length() == 64)
                .toList()) {
            assertFalse(said.contains(line), "a line of the key");
        }
    }

    @Test
    void saysWhatCannotBeReadAndGoesOn() throws IOException, InterruptedException {
        ShownCertificate.Reading reading = reading(List.of(
                "--tls-certificate=" + made.path("none.pem") + "," + made.path("host.pem"),
                "--tls-key=" + made.path("none.key") + "," + made.path("host.key")));

        assertTrue(reading.certificates().getFirst().chain().isEmpty());
        assertEquals("?", reading.certificates().getFirst().key().mode());
        assertTrue(reading.certificates().getLast().publicHalf().isPresent());
    }

    @Test
    void findsNoneWhereTheServerWasToldOfNone() throws IOException, InterruptedException {
        assertTrue(certificates(List.of("--ports=8080")).isAbsent());
    }

    private static ShownCertificate.Reading reading(List<String> arguments) throws IOException, InterruptedException {
        ProbeSection told = certificates(arguments);
        assertEquals(0, told.exitCode(), told.text());
        return ShownCertificate.of(told.text()).orElseThrow(() -> new AssertionError(told.text()));
    }

    /** The certificates of a process with these arguments, which ends with its input. */
    private static ProbeSection certificates(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "read -r _; exit 0", "mooring-server"));
        command.addAll(arguments);
        Process server = new ProcessBuilder(command).start();
        try {
            String script = RecordedReports.CHECK.script();
            String functions = script.split("\n\\{?\n?show boot ", 2)[0];
            Process shell = new ProcessBuilder(
                            "sh",
                            "-c",
                            functions + "\nas_root() { \"$@\"; }\ncertificates " + server.pid() + " \"$(tls_settings "
                                    + server.pid() + ")\"")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ProbeSection(said.strip(), shell.waitFor());
        } finally {
            server.getOutputStream().close();
            server.waitFor();
        }
    }
}
