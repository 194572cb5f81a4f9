package dev.mooring.server.frame;

import static dev.mooring.server.frame.ClientFrames.FINAL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.unit.Bytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a good client may send. Short streams are also fed in pieces, cut at every byte. */
class FrameDecoderTest {
    private final ClientFrames client = new ClientFrames();

    @Test
    void readsTheMaskedHelloOfTheSpecification() {
        assertEvents(client.hex("818537fa213d7f9f4d5158"), "text Hello");
    }

    @Test
    void readsTheMaskedPongOfTheSpecification() {
        assertEvents(client.hex("8a8537fa213d7f9f4d5158"), "pong 48656c6c6f");
    }

    @Test
    void readsTheFragmentedHelloOfTheSpecification() {
        assertEvents(client.frame(1, "Hel").frame(FINAL, "lo"), "text Hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 256, 65_535, 65_536})
    void readsABinaryMessageWithEachKindOfLength(int length) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 7);
        List<String> expected = List.of("binary " + HexFormat.of().formatHex(payload));
        byte[] stream = client.frame(FINAL | 2, payload).bytes();
        assertEquals(expected, Splits.decodeCutAt(FrameLimits.DEFAULT, stream));
        assertEquals(expected, Splits.decodeCutAt(FrameLimits.DEFAULT, stream, 1, 2, 5, stream.length - 1));
    }

    @Test
    void joinsFragmentsWithControlFramesBetween() {
        client.frame(1, "Hel")
                .frame(FINAL | 9, "?")
                .frame(0, "")
                .frame(FINAL | 10, "")
                .frame(FINAL, "lo");
        assertEvents(client, "ping 3f", "pong", "text Hello");
    }

    @Test
    void readsMessagesBackToBack() {
        client.text("a").frame(FINAL | 2, "b").frame(2, "c").frame(FINAL, "d").text("");
        assertEvents(client, "text a", "binary 62", "binary 6364", "text ");
    }

    @Test
    void joinsFragmentsThatAreAllEmpty() {
        assertEvents(client.frame(1, "").frame(0, "").frame(FINAL, ""), "text ");
    }

    @Test
    void joinsACharacterThatIsSplitAcrossFragments() {
        client.frame(1, ClientFrames.bytesOf("ceba e1bd")).frame(FINAL, ClientFrames.bytesOf("b9 f09d849e"));
        assertEvents(client, "text \u03ba\u1f79\ud834\udd1e");
    }

    @Test
    void readsAPingOfTheGreatestLength() {
        assertEvents(client.frame(FINAL | 9, new byte[125]), "ping " + "00".repeat(125));
    }

    @Test
    void takesAMessageOfExactlyTheLimit() {
        FrameLimits limits = new FrameLimits(Bytes.of(5), 3);
        client.text("Hello").frame(1, "He").frame(0, "ll").frame(FINAL, "o");
        assertEquals(List.of("text Hello", "text Hello"), Splits.decode(limits, client.bytes()));
    }

    @Test
    void reportsTheCloseAndNothingAfterIt() {
        assertEvents(client.close(1000, "bye").text("late").frame(FINAL | 9, ""), "close 1000");
    }

    @Test
    void reportsACloseInsideAMessage() {
        assertEvents(client.frame(1, "Hel").close(1001, ""), "close 1001");
    }

    private static void assertEvents(ClientFrames client, String... expected) {
        assertEquals(List.of(expected), Splits.decode(FrameLimits.DEFAULT, client.bytes()));
    }
}
