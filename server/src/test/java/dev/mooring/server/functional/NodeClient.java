package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** npm's ws, which sends messages of many sizes and pings; a test is skipped where there is none. */
final class NodeClient {
    private static final String SCRIPT = """
            const WebSocket = require("ws");
            const [, , ca, port, version, ciphers] = process.argv;
            const socket = new WebSocket("wss://localhost:" + port + "/", {
              ca: require("fs").readFileSync(ca), family: 4, minVersion: version, maxVersion: version, ciphers: ciphers || undefined,
            });
            const waiting = [];
            let pongs = 0;
            let suite;
            socket.on("upgrade", answer => { suite = answer.socket.getCipher().name; });
            socket.on("open", () => {
              for (const size of [0, 1, 125, 126, 16383, 16384, 16385, 60000]) {
                const data = require("crypto").randomBytes(size);
                waiting.push(data);
                socket.ping();
                socket.send(data);
              }
            });
            socket.on("pong", () => pongs++);
            socket.on("message", data => {
              if (!waiting.shift().equals(data)) {
                console.log("differs, of " + data.length + " bytes");
                process.exit(1);
              }
              if (waiting.length === 0) {
                socket.close(1000);
              }
            });
            socket.on("error", error => console.log(error.message));
            socket.on("close", code => console.log(suite + ", " + pongs + " pongs, " + code));
            """;

    private NodeClient() {}

    /**
     * What it says of them.
     *
     * @param version as {@code TLSv1.3}
     * @param suite the only one that it offers, as OpenSSL calls it; empty for those that it offers unasked
     */
    static String said(Path folder, SecureServer server, String version, String suite) throws Exception {
        PeerProgram node = PeerProgram.orSkip("node", folder);
        assumeTrue(node.output("-e", "require('ws')").isEmpty(), "no ws here");
        return node.output(
                Files.writeString(folder.resolve("peer.cjs"), SCRIPT).toString(),
                server.certificate().chainFile().toString(),
                Integer.toString(server.securePort()),
                version,
                suite);
    }
}
