package dev.mooring.loadgenerator.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.loadgenerator.SwarmCommand;
import dev.mooring.loadgenerator.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a connection with TLS is while it is idle, by the class histogram of a load generator of its own: an object, and the
 * array that the record layer keeps. {@code SwarmOverTlsTest} has the sum.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SecureMemoryTest {
    private static final int CONNECTIONS = 300;

    @Test
    void anIdleConnectionIsOneObjectAndNothingOfAHandshake(@TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        SSLServerSocket listener = (SSLServerSocket) authority
                .server(0, "dns:localhost")
                .getServerSocketFactory()
                .createServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        CountDownLatch open = new CountDownLatch(CONNECTIONS);
        Process swarm = null;
        try (PlainServer server = new PlainServer(listener, peer -> {
            peer.open();
            open.countDown();
            peer.closeWhenAsked();
        })) {
            swarm = swarm("wss://localhost:" + server.port(), authority.file());
            open.await();
            // The last answers may still be on their way.
            while (count(swarm, "BusyState") > 0) {
                Thread.onSpinWait();
            }
            String histogram = histogram(swarm);
            assertEquals(CONNECTIONS, value(histogram, 1, "dev.mooring.loadgenerator.connection.TlsConnection"));
            assertEquals(48L * CONNECTIONS, value(histogram, 2, "dev.mooring.loadgenerator.connection.TlsConnection"));
            assertEquals(0, value(histogram, 1, "dev.mooring.tls.handshake.TlsHandshake"), "handshakes");
        } finally {
            if (swarm != null) {
                swarm.destroyForcibly().waitFor();
            }
        }
    }

    private static Process swarm(String url, Path ca) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SwarmCommand.class.getName(),
                        url,
                        "--connections=" + CONNECTIONS,
                        "--rate=max",
                        "--hold=1h",
                        "--handshake-timeout=300s",
                        "--ca=" + ca)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static long count(Process process, String simpleName) throws IOException, InterruptedException {
        return value(histogram(process), 1, "dev.mooring.loadgenerator.connection." + simpleName);
    }

    private static String histogram(Process process) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, jcmd.waitFor(), histogram);
        return histogram;
    }

    /** How many there are of a class (1), or their bytes (2). */
    private static long value(String histogram, int column, String name) {
        Matcher row = Pattern.compile("(?m)^ *\\d+: +(\\d+) +(\\d+) +" + Pattern.quote(name) + "(?: .*)?$")
                .matcher(histogram);
        return row.find() ? Long.parseLong(row.group(column)) : 0;
    }
}
