package dev.mooring.loadgenerator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.output.StopRequest;
import dev.mooring.loadgenerator.run.PlainServer;
import dev.mooring.loadgenerator.tls.TestAuthority;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What whoever types {@code swarm wss://} reads, and with which code it ends. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SecureSwarmTest {
    private static final String NAMES = "dns:localhost,ip:127.0.0.1";
    private static TestAuthority authority;

    private final StringWriter errors = new StringWriter();
    private final StringWriter output = new StringWriter();

    @BeforeAll
    static void makeAuthority(@TempDir Path folder) {
        authority = new TestAuthority(folder);
    }

    @Test
    void aServerThatIsWhoTheUrlSaysIsTakenInOneProcessAndInTwo() throws IOException {
        for (String processes : List.of("1", "2")) {
            assertEquals(0, runAgainst(0, NAMES, ca(), "--processes=" + processes), output + errors.toString());
        }
    }

    @Test
    void anAuthorityThatNobodyTrustsIsNamedWithTheOptionThatTrustsIt() throws IOException {
        assertEquals(1, runAgainst(0, NAMES));
        assertSays("3 attempts failed: certificate not trusted: issued by CN=test authority. Remedy: give --ca the"
                + " certificate of the authority that issued it, or check nothing with --insecure");
    }

    @Test
    void anotherNameIsSaidBesideTheOneOfTheUrl() throws IOException {
        assertEquals(1, runAgainst(0, "dns:other.test", ca()));
        assertSays("3 attempts failed: certificate for another name: the URL says localhost, it is for other.test."
                + " Remedy: write the URL with a name that the certificate is for");
    }

    @Test
    void whenItExpiredIsSaid() throws IOException {
        assertEquals(1, runAgainst(-60, NAMES, ca()));
        assertSays("3 attempts failed: certificate out of date: expired at ");
        assertSays("Remedy: renew the server's certificate");
    }

    @Test
    void insecureAsksForNothing() throws IOException {
        assertEquals(0, runAgainst(-60, "dns:other.test", "--insecure"), output + errors.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void anAuthorityThatIsNotThereIsRefusedOnce(String processes) throws IOException {
        assertEquals(64, runAgainst(0, NAMES, "--ca=/no-such.pem", "--processes=" + processes));
        assertEquals("""
                swarm: ca=/no-such.pem does not exist; name the PEM file of the authority's certificate
                See: swarm --help
                """, errors.toString());
    }

    private static String ca() {
        return "--ca=" + authority.file();
    }

    private void assertSays(String text) {
        assertTrue(output.toString().contains(text), output.toString());
    }

    private int runAgainst(int startDays, String names, String... options) throws IOException {
        ServerSocket listener = authority
                .server(startDays, names)
                .getServerSocketFactory()
                .createServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        try (PlainServer server = new PlainServer(listener, peer -> {
            peer.open();
            peer.closeWhenAsked();
        })) {
            List<String> all = new ArrayList<>(List.of(
                    "wss://localhost:" + server.port(),
                    "--connections=3",
                    "--rate=max",
                    "--hold=0s",
                    "--handshake-timeout=200s"));
            all.addAll(List.of(options));
            CommandLine command = SwarmCommand.commandLine(new StopRequest());
            command.setOut(new PrintWriter(output, true));
            command.setErr(new PrintWriter(errors, true));
            return command.execute(all.toArray(String[]::new));
        }
    }
}
