package dev.mooring.server.functional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets and early data with OpenSSL's client; without it these are skipped. */
@Timeout(120)
class WssTicketsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void opensslResumesWithATicket(String version) throws Exception {
        try (SecureServer server = SecureServer.start(folder, "--tls-tickets=on")) {
            Path session = folder.resolve("session.pem");
            String first = said(server, version, "-sess_out", session.toString());
            assertTrue(first.contains("New, TLSv1."), first);
            String second = said(server, version, "-sess_in", session.toString());
            assertTrue(second.contains("Reused, TLSv1."), second);
            assertTrue(second.contains("HTTP/1.1 426 Upgrade Required"), second);
            assertEquals(1, server.server().counters().tlsResumed.sum(), "handshakes with a ticket");
        }
    }

    @Test
    void opensslGetsNoTicketUnlessTheSettingSaysSo() throws Exception {
        try (SecureServer server = SecureServer.start(folder)) {
            Path session = folder.resolve("session.pem");
            said(server, "-tls1_3", "-sess_out", session.toString());
            assertFalse(Files.exists(session), "a session to go on from");
        }
    }

    /** By TLS 1.2 it keeps the session, which the server has forgotten. */
    @Test
    void opensslResumesNothingUnlessTheSettingSaysSo() throws Exception {
        try (SecureServer server = SecureServer.start(folder)) {
            Path session = folder.resolve("session.pem");
            String first = said(server, "-tls1_2", "-sess_out", session.toString());
            assertFalse(first.contains("TLS session ticket:"), first);
            if (Files.exists(session)) {
                String second = said(server, "-tls1_2", "-sess_in", session.toString());
                assertTrue(second.contains("New, TLSv1.2"), second);
            }
            assertEquals(0, server.server().counters().tlsResumed.sum(), "handshakes with a ticket");
        }
    }

    /** The session is one of a server that takes early data; this one passes the data over, and shakes hands anew. */
    @ParameterizedTest
    @ValueSource(strings = {"off", "on"})
    void earlyDataIsNeverTaken(String tickets) throws Exception {
        try (SecureServer server = SecureServer.start(folder, "--tls-tickets=" + tickets)) {
            Path session = sessionOfAServerThatTakesEarlyData(server);
            Path early = Files.writeString(folder.resolve("early"), "GET /early HTTP/1.1\r\nHost: localhost\r\n\r\n");
            String said = said(server, "-sess_in", session.toString(), "-early_data", early.toString());
            assertTrue(said.contains("Early data was rejected"), said);
            assertTrue(said.contains("New, TLSv1.3"), said);
            assertTrue(said.contains("HTTP/1.1 426 Upgrade Required"), said);
            assertEquals(1, said.split("HTTP/1.1 426", -1).length - 1, "answers to one request");
            assertEquals(1, server.server().counters().accepted.sum(), "connections");
        }
    }

    private Path sessionOfAServerThatTakesEarlyData(SecureServer server) throws Exception {
        Path session = folder.resolve("early.pem");
        Path errors = Files.createDirectory(folder.resolve("another"));
        Process another = PeerProgram.orSkip("openssl", errors)
                .start(List.of(
                        "s_server",
                        "-accept",
                        "127.0.0.1:0",
                        "-cert",
                        server.certificate().chainFile().toString(),
                        "-key",
                        server.certificate().keyFile().toString(),
                        "-early_data"));
        try (BufferedReader lines = another.inputReader(UTF_8)) {
            String line = lineWith(lines, "ACCEPT ");
            Process client = PeerProgram.orSkip("openssl", errors)
                    .start(List.of(
                            "s_client",
                            "-connect",
                            line.substring("ACCEPT ".length()),
                            "-servername",
                            "localhost",
                            "-sess_out",
                            session.toString()));
            // What it says of a ticket waits in its buffer; the session is in the file by then.
            Eventually.until(() -> contains(session, "END SSL SESSION"));
            client.getOutputStream().close();
            client.getInputStream().readAllBytes();
            client.waitFor();
            return session;
        } finally {
            another.destroy();
            another.waitFor();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.exists(file) && Files.readString(file).contains(text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String lineWith(BufferedReader lines, String text) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.contains(text)) {
            line = lines.readLine();
        }
        return requireNonNull(line, "it ended without " + text);
    }

    private String said(SecureServer server, String... options) throws Exception {
        return OpensslClient.start(server, folder, options)
                .send(OpensslClient.REQUEST)
                .said();
    }
}
