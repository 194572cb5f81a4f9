package dev.mooring.server.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.functional.Eventually;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.ServerFrame;
import dev.mooring.server.functional.TestServer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as long as raised limits allow: whole, in fragments and in pieces, each echoed unharmed. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeMessagesTest {
    private final TestServer server = TestServer.with("--max-message=16MiB", "--max-fragments=1000000")
            .buffers(Bytes.mebi(65))
            .start();

    @AfterAll
    void stop() {
        Eventually.until(() -> server.counters().queuedBytes.sum() == 0);
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {65_536, 262_144, 1 << 20, 4 << 20, 8 << 20, 16 << 20})
    void echoesText(int size) {
        byte[] payload = new byte[size];
        Arrays.fill(payload, (byte) '*');
        assertEchoed(Frames.TEXT, Frames.frame(Frames.FINAL | Frames.TEXT, payload), payload);
    }

    @ParameterizedTest
    @ValueSource(ints = {65_536, 262_144, 1 << 20, 4 << 20, 8 << 20, 16 << 20})
    void echoesBinary(int size) {
        byte[] payload = counting(size);
        assertEchoed(Frames.BINARY, Frames.binary(payload), payload);
    }

    @ParameterizedTest
    @CsvSource({"65536,64", "1048576,256", "4194304,64", "4194304,4096", "4194304,1048576", "4194304,4194304"})
    void echoesFragments(int size, int fragment) {
        byte[] payload = counting(size);
        assertEchoed(Frames.BINARY, Frames.fragmented(Frames.BINARY, payload, fragment), payload);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 256, 512, 1_024, 2_048})
    void echoesChoppedMessages(int chop) {
        byte[] payload = counting(1 << 20);
        try (RawClient client = server.open()) {
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> client.sendInChops(Frames.binary(payload), chop));
            assertArrayEquals(payload, client.frame().payload());
            sending.join();
        }
    }

    private void assertEchoed(int opcode, byte[] frames, byte[] payload) {
        try (RawClient client = server.open()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> client.send(frames));
            ServerFrame echo = client.frame();
            assertEquals(Frames.FINAL | opcode, echo.first());
            assertArrayEquals(payload, echo.payload());
            sending.join();
        }
    }

    private static byte[] counting(int size) {
        byte[] payload = new byte[size];
        for (int i = 0; i < size; i++) {
            payload[i] = (byte) (i * 31 + (i >> 8));
        }
        return payload;
    }
}
