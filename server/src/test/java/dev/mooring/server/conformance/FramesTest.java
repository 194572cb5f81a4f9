package dev.mooring.server.conformance;

import static dev.mooring.server.functional.Frames.BINARY;
import static dev.mooring.server.functional.Frames.CONTINUATION;
import static dev.mooring.server.functional.Frames.FINAL;
import static dev.mooring.server.functional.Frames.PING;
import static dev.mooring.server.functional.Frames.PONG;
import static dev.mooring.server.functional.Frames.TEXT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.functional.Eventually;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.ServerFrame;
import dev.mooring.server.functional.TestServer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 5: framing, pings, fragments, reserved bits, opcodes. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FramesTest {
    private final TestServer server = TestServer.start("--max-message=128KiB");
    private RawClient client = server.connect();

    @BeforeEach
    void open() {
        client.close();
        client = server.open();
    }

    @AfterEach
    void end() {
        client.close();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 128, 65_535, 65_536, 131_072})
    void echoesTextOfEveryLengthEncoding(int size) {
        client.echoes("*".repeat(size));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 128, 65_535, 65_536, 131_072})
    void echoesBinaryOfEveryLengthEncoding(int size) {
        byte[] payload = noise(size);
        client.send(Frames.binary(payload));
        ServerFrame echo = client.frame();
        assertEquals(FINAL | BINARY, echo.first());
        assertArrayEquals(payload, echo.payload());
    }

    @ParameterizedTest
    @CsvSource({"65536,997", "65535,16000", "4096,1", "200,1"})
    void echoesWhatArrivesInPieces(int size, int chop) {
        byte[] payload = noise(size);
        client.sendInChops(Frames.binary(payload), chop);
        assertArrayEquals(payload, client.frame().payload());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 124, 125})
    void answersAPingWithItsPayload(int size) {
        String payload = "p".repeat(size);
        client.send(Frames.ping(payload));
        assertEquals("pong " + payload, client.frame().describe());
    }

    @Test
    void failsAPingOf126Bytes() {
        client.send(Frames.ping("p".repeat(126)));
        client.expectClose(1002);
    }

    @Test
    void saysNothingToAPongNobodyAskedFor() {
        client.send(Frames.frame(FINAL | PONG, "unasked")).echoes("next");
    }

    @Test
    void takesThePartOfAMessageThatLooksLikeAPongForWhatItIs() {
        client.send(Frames.header(FINAL | BINARY, 7)).send(new byte[1]);
        Eventually.until(() -> server.counters().queuedBytes.sum() > 0);
        client.send(Frames.frame(FINAL | PONG, ""));
        assertEquals("binary 7", client.frame().describe());
    }

    @Test
    void answersTenPingsInOrder() {
        for (int i = 0; i < 10; i++) {
            client.send(Frames.ping("ping " + i));
        }
        for (int i = 0; i < 10; i++) {
            assertEquals("pong ping " + i, client.frame().describe());
        }
    }

    @Test
    void answersTenPingsThatArriveByteByByte() {
        for (int i = 0; i < 10; i++) {
            client.sendInChops(Frames.ping("ping " + i), 1);
        }
        for (int i = 0; i < 10; i++) {
            assertEquals("pong ping " + i, client.frame().describe());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x20, 0x10, 0x70})
    void failsReservedBitsOfEveryFrame(int bits) {
        for (int opcode : new int[] {TEXT, BINARY, Frames.CLOSE, PING, PONG}) {
            open();
            client.send(Frames.text("before"));
            client.send(Frames.frame(FINAL | bits | opcode, ""));
            assertEquals("text before", client.frame().describe());
            client.expectClose(1002);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    void failsReservedOpcodes(int opcode) {
        client.sendUntilRefused(Frames.joined(Frames.frame(FINAL | opcode, "x"), Frames.ping("after")), 1);
        client.expectClose(1002);
    }

    @Test
    void failsAFrameWithoutMask() {
        client.send(new byte[] {(byte) (FINAL | TEXT), 1, 'a'});
        client.expectClose(1002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"81FE000537FA213D", "82FF000000000000000537FA213D", "82FFFFFFFFFFFFFFFFFF37FA213D"})
    void failsALengthThatIsNotTheShortestOrNegative(String header) {
        client.send(HexFormat.of().parseHex(header));
        client.expectClose(1002);
    }

    @Test
    void joinsFragments() {
        client.send(Frames.frame(TEXT, "one ")).send(Frames.frame(CONTINUATION, "two "));
        client.send(Frames.frame(FINAL | CONTINUATION, "three"));
        assertEquals("text one two three", client.frame().describe());
    }

    @Test
    void joinsEmptyFragments() {
        client.send(Frames.frame(TEXT, "")).send(Frames.frame(CONTINUATION, ""));
        client.send(Frames.frame(FINAL | CONTINUATION, ""));
        assertEquals("text ", client.frame().describe());
    }

    @Test
    void answersPingsBetweenFragmentsAtOnce() {
        client.send(Frames.frame(TEXT, "one ")).send(Frames.ping("now"));
        assertEquals("pong now", client.frame().describe());
        client.sendInChops(Frames.frame(FINAL | CONTINUATION, "two"), 1);
        assertEquals("text one two", client.frame().describe());
    }

    @ParameterizedTest
    @CsvSource({"64,1", "256,7", "65536,64", "131072,4096", "131072,1"})
    void joinsFragmentsOfEverySize(int size, int fragment) {
        byte[] payload = noise(size);
        try (TestServer patient = TestServer.start("--max-message=128KiB", "--max-fragments=131072");
                RawClient sender = patient.open()) {
            sender.send(Frames.fragmented(BINARY, payload, fragment));
            assertArrayEquals(payload, sender.frame().payload());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, Frames.CLOSE})
    void failsAControlFrameInFragments(int opcode) {
        client.send(Frames.frame(opcode, "a"));
        client.expectClose(1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {CONTINUATION, FINAL | CONTINUATION})
    void failsAContinuationOfNothing(int first) {
        client.send(Frames.frame(first, "stray"));
        client.expectClose(1002);
    }

    @Test
    void failsAMessageInsideAMessage() {
        client.send(Frames.frame(TEXT, "one")).send(Frames.text("two"));
        client.expectClose(1002);
    }

    private static byte[] noise(int size) {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        return payload;
    }
}
