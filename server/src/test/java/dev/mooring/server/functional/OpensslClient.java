package dev.mooring.server.functional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A running {@code openssl s_client}; a test is skipped where there is no openssl. */
final class OpensslClient {
    static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static final String END = "the end";

    private final PeerProgram openssl;
    private final Path folder;
    private final Process client;

    private OpensslClient(PeerProgram openssl, Path folder, Process client) {
        this.openssl = openssl;
        this.folder = folder;
        this.client = client;
    }

    /**
     * One that trusts the server, and ends the handshake otherwise.
     *
     * @param folder gets its standard error, in the file {@code errors}
     * @param options of s_client besides
     */
    static OpensslClient start(SecureServer server, Path folder, String... options) throws IOException {
        PeerProgram openssl = PeerProgram.orSkip("openssl", folder);
        List<String> arguments = new ArrayList<>(List.of(
                "s_client",
                "-connect",
                "127.0.0.1:" + server.securePort(),
                "-servername",
                "localhost",
                "-CAfile",
                server.certificate().chainFile().toString(),
                "-verify_return_error"));
        arguments.addAll(List.of(options));
        return new OpensslClient(openssl, folder, openssl.start(arguments));
    }

    OpensslClient send(String text) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(text.getBytes(UTF_8));
        out.flush();
        return this;
    }

    /** Everything it says until it ends, and its errors if it fails. */
    String said() throws Exception {
        return openssl.output(client);
    }

    /** Its errors, when it has ended by itself. */
    String errors() throws Exception {
        client.waitFor();
        return Files.readString(folder.resolve("errors"));
    }

    /** Has nothing more to send, and ends. */
    void end() throws Exception {
        client.getOutputStream().close();
        client.waitFor();
    }

    BlockingQueue<String> lines() {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> {
            client.inputReader().lines().forEach(lines::add);
            lines.add(END);
        });
        return lines;
    }

    static void awaitLine(BlockingQueue<String> lines, String text) throws Exception {
        String line = lines.take();
        while (!line.contains(text)) {
            assertTrue(!line.equals(END), "s_client ended without " + text);
            line = lines.take();
        }
    }
}
