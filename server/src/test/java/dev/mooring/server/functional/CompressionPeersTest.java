package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Other people's clients: each offers compression in its own way, and gets back to the byte what it sends, in every class of size.
 * npm's ws and Python's websockets are found by NODE_PATH and PYTHONPATH.
 */
@Timeout(120)
class CompressionPeersTest {
    private static final String SIZES =
            "0, 1, 124, 125, 126, 127, 199, 200, 201, 1000, 4095, 4096, 4097, 16384, 65535, 65536";

    @TempDir
    static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("--compression=on");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                             | permessage-deflate",
                "{serverMaxWindowBits: 15}                                      | permessage-deflate",
                "{serverMaxWindowBits: 12}                                      | permessage-deflate",
                "{serverMaxWindowBits: 11}                                      | ''",
                "{clientMaxWindowBits: 9}                                       | permessage-deflate",
                "{clientMaxWindowBits: 12, serverMaxWindowBits: 14}             | permessage-deflate",
                "{clientNoContextTakeover: true, serverNoContextTakeover: true} | permessage-deflate",
                "false                                                          | ''",
            })
    void ws(String options, String agreed) throws Exception {
        PeerProgram node = PeerProgram.orSkip("node", folder);
        assumeTrue(node.output("-e", "require('ws')").isEmpty(), "no ws here");
        Path script = Files.writeString(folder.resolve("peer.cjs"), """
                const WebSocket = require("ws");
                const options = eval("(" + process.argv[3] + ")");
                const deflate = options && { ...options, threshold: 0 };
                const socket = new WebSocket("ws://127.0.0.1:" + process.argv[2] + "/", { perMessageDeflate: deflate });
                const waiting = [];
                let compared = 0;
                socket.on("open", () => {
                  for (const size of [%s]) {
                    const noise = require("crypto").randomBytes(size);
                    const words = Buffer.from("alpha b\\u00e9ta gamma ".repeat(4000)).subarray(0, size);
                    const text = Buffer.from(words.toString("utf8").replace("\\ufffd", ""));
                    for (const [data, binary] of [[noise, true], [words, true], [text, false]]) {
                      waiting.push([data, binary]);
                      socket.send(data, { binary });
                    }
                  }
                });
                socket.on("message", (data, binary) => {
                  const [sent, wasBinary] = waiting.shift();
                  if (binary !== wasBinary || !sent.equals(data)) {
                    console.log("differs after " + compared + ", of " + sent.length + " bytes");
                    process.exit(1);
                  }
                  compared++;
                  if (waiting.length === 0) {
                    socket.close(1000);
                  }
                });
                socket.on("error", error => console.log(error.message));
                socket.on("close", code => console.log(compared + " alike, '" + socket.extensions + "', " + code));
                """.formatted(SIZES));
        assertEquals(
                "48 alike, '" + agreed + "', 1000\n",
                node.output(script.toString(), Integer.toString(server.port()), options));
    }

    /** It offers a window of 4 KiB unless told otherwise. */
    @Test
    void pythonsWebsockets() throws Exception {
        PeerProgram python = PeerProgram.orSkip("python3", folder);
        assumeTrue(python.output("-c", "import websockets").isEmpty(), "no websockets here");
        Path script = Files.writeString(folder.resolve("peer.py"), """
                import asyncio, os, sys, websockets
                async def talk():
                    async with websockets.connect("ws://127.0.0.1:" + sys.argv[1] + "/", max_size=None) as socket:
                        extensions = getattr(socket, "extensions", None) or socket.protocol.extensions
                        for size in (%s):
                            words = ("alpha b\\u00e9ta gamma " * 4000).encode()[:size]
                            for sent in (os.urandom(size), words, words.decode(errors="ignore")):
                                await socket.send(sent)
                                assert await socket.recv() == sent, size
                        print(extensions[0].name)
                asyncio.run(talk())
                """.formatted(SIZES));
        assertEquals("permessage-deflate\n", python.output(script.toString(), Integer.toString(server.port())));
    }

    /** zlib itself, which fails on a reference further back than the window it was told. */
    @ParameterizedTest
    @CsvSource({"12", "13", "14", "15"})
    void zlibWithTheWindowThatWasAgreedOn(int bits) throws Exception {
        PeerProgram python = PeerProgram.orSkip("python3", folder);
        Path script = Files.writeString(folder.resolve("zlib_peer.py"), """
                import random, socket, sys, zlib
                bits = int(sys.argv[2])
                peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
                stream = peer.makefile("rb")
                peer.sendall(b"GET / HTTP/1.1\\r\\nHost: a\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n"
                             b"Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n"
                             b"Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=%%d\\r\\n\\r\\n" %% bits)
                answer = b""
                while not answer.endswith(b"\\r\\n\\r\\n"):
                    answer += stream.read(1)
                assert b"server_max_window_bits=%%d\\r\\n" %% bits in answer, answer
                chance = random.Random(bits)
                compressed = 0
                for size in (%s):
                    # The same lines come again, near and far.
                    lines = [chance.randbytes(50) for line in range(max(1, size // 100))]
                    payload = b"".join(chance.choice(lines) for line in range(size // 50 + 1))[:size]
                    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
                    packed = (packer.compress(payload) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]
                    peer.sendall(b"\\xc2\\xff" + len(packed).to_bytes(8, "big") + bytes(4) + packed
                                 if len(packed) > 65535 else
                                 b"\\xc2\\xfe" + len(packed).to_bytes(2, "big") + bytes(4) + packed
                                 if len(packed) > 125 else
                                 b"\\xc2" + bytes([0x80 | len(packed)]) + bytes(4) + packed)
                    first, length = stream.read(2)
                    if length >= 126:
                        length = int.from_bytes(stream.read(2 if length == 126 else 8), "big")
                    echo = stream.read(length)
                    if first == 0xc2:
                        compressed += 1
                        echo = zlib.decompressobj(-bits).decompress(echo + b"\\0\\0\\xff\\xff")
                    assert echo == payload, size
                print("compressed" if compressed > 5 else compressed)
                """.formatted(SIZES));
        assertEquals(
                "compressed\n",
                python.output(script.toString(), Integer.toString(server.port()), Integer.toString(bits)));
    }

    @Test
    void chromium() throws Exception {
        String page = """
                <script>
                const socket = new WebSocket("ws://127.0.0.1:%d/");
                const waiting = [];
                let compared = 0;
                let differs = 0;
                socket.binaryType = "arraybuffer";
                const alike = (a, b) => a.length === b.length && a.every((octet, i) => octet === b[i]);
                socket.onopen = () => {
                  for (const size of [%s]) {
                    const noise = new Uint8Array(size);
                    crypto.getRandomValues(noise);
                    const words = "alpha beta gamma ".repeat(4000).substring(0, size);
                    for (const data of [noise, new TextEncoder().encode(words), words]) {
                      waiting.push(data);
                      socket.send(data);
                    }
                  }
                };
                socket.onmessage = message => {
                  const sent = waiting.shift();
                  const text = typeof sent === "string";
                  const same = text ? message.data === sent : alike(new Uint8Array(message.data), sent);
                  differs += same ? 0 : 1;
                  compared++;
                  if (waiting.length === 0) {
                    socket.close(1000);
                  }
                };
                socket.onclose = event => fetch(
                  "/said?" + compared + "-" + differs + "-" + socket.extensions.split(";")[0] + "-" + event.code);
                </script>
                """.formatted(server.port(), SIZES);
        assertEquals("48-0-permessage-deflate-1000", PeerProgram.saidInChromium(folder, page));
    }
}
