package dev.mooring.loadgenerator.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.loadgenerator.SwarmCommand;
import dev.mooring.loadgenerator.run.PlainServer.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run against ws:// does not pay for TLS: no class of it is loaded, in a Java of its own. */
@Timeout(120)
class TlsClassesTest {
    private static final List<String> OF_TLS = List.of(
            "dev.mooring.tls.",
            "dev.mooring.loadgenerator.tls.",
            "dev.mooring.loadgenerator.connection.Tls",
            "dev.mooring.loadgenerator.connection.LoopTls",
            "io.netty.internal.tcnative.");

    @Test
    void aRunWithoutTlsLoadsNoClassOfIt() throws Exception {
        try (PlainServer server = new PlainServer(peer -> {
            peer.open();
            peer.closeWhenAsked();
        })) {
            String log = log("ws://127.0.0.1:" + server.port());
            assertTrue(log.contains("] dev.mooring.loadgenerator.connection.Connection "), log);
            assertEquals(List.of(), loaded(log));
        }
    }

    @Test
    void aRunWithTlsLoadsThem() throws Exception {
        try (PlainServer server = new PlainServer(Peer::open)) {
            String log = log("wss://127.0.0.1:" + server.port(), "--insecure");
            assertEquals(OF_TLS, loaded(log), log);
        }
    }

    private static List<String> loaded(String log) {
        return OF_TLS.stream()
                .filter(prefix -> log.lines().anyMatch(line -> line.contains("] " + prefix)))
                .toList();
    }

    private static String log(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                SwarmCommand.class.getName(),
                "--connections=1",
                "--handshake-timeout=1s",
                "--hold=0s"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String log = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return log;
    }
}
