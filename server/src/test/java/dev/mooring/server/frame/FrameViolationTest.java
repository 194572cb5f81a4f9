package dev.mooring.server.frame;

import static dev.mooring.server.frame.ClientFrames.FINAL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.unit.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ends a connection, and with which code. Every stream is also fed in pieces and goes on with a good message. */
class FrameViolationTest {
    private static final FrameLimits SMALL = new FrameLimits(Bytes.of(8), 3);

    private final ClientFrames client = new ClientFrames();

    @ParameterizedTest
    @CsvSource({
        "c180 00000000, 1002 reserved bit set",
        "a180 00000000, 1002 reserved bit set",
        "9180 00000000, 1002 reserved bit set",
        "ca80 00000000, 1002 reserved bit set",
        "8380 00000000, 1002 unknown opcode",
        "8780 00000000, 1002 unknown opcode",
        "8b80 00000000, 1002 unknown opcode",
        "8f80 00000000, 1002 unknown opcode",
        "8105 48656c6c6f, 1002 frame not masked",
        "8900, 1002 frame not masked",
        "0980 00000000, 1002 control frame fragmented",
        "0880 00000000, 1002 control frame fragmented",
        "89fe 007e 00000000, 1002 control frame longer than 125 bytes",
        "88fe 0002 00000000 03e8, 1002 control frame longer than 125 bytes",
        "8aff 0000000000000001 00000000 00, 1002 control frame longer than 125 bytes",
        "8080 00000000, 1002 continuation without a message",
        "0080 00000000, 1002 continuation without a message",
        "0181 00000000 61 8181 00000000 62, 1002 message inside a message",
        "0281 00000000 61 0281 00000000 62, 1002 message inside a message",
        "81fe 0005 00000000 4848484848, 1002 length encoding",
        "81fe 007d 00000000, 1002 length encoding",
        "81ff 000000000000007e 00000000, 1002 length encoding",
        "81ff 000000000000ffff 00000000, 1002 length encoding",
        "81ff 8000000000000000 00000000, 1002 length encoding",
        "81ff ffffffffffffffff 00000000, 1002 length encoding",
        "8881 00000000 03, 1002 close code cut short",
        "8883 00000000 03e8ff, 1007 close reason is not UTF-8",
        "8884 00000000 03e8ceba, close 1000",
        "8883 00000000 03e8ce, 1007 close reason is not UTF-8",
        "8181 00000000 ff, 1007 text is not UTF-8",
        "8181 00000000 ce, 1007 text is not UTF-8",
        "8183 00000000 eda080, 1007 text is not UTF-8",
        "0181 00000000 ce 8081 00000000 41, 1007 text is not UTF-8",
        "0181 00000000 ce 8080 00000000, 1007 text is not UTF-8",
    })
    void endsTheConnection(String hex, String expected) {
        assertEnds(
                FrameLimits.DEFAULT,
                client.hex(hex),
                expected.startsWith("close") ? expected : "violation " + expected);
    }

    @Test
    void refusesAMessageOverTheLimitByItsHeaderAlone() {
        assertEnds(SMALL, client.hex("8289 00000000"), "violation 1009 message too big");
    }

    @Test
    void refusesAFragmentThatTakesTheMessageOverTheLimit() {
        assertEnds(SMALL, client.frame(2, "12345").hex("0084 00000000"), "violation 1009 message too big");
    }

    @Test
    void refusesTheGreatestLengthThereIs() {
        assertEnds(SMALL, client.hex("82ff 7fffffffffffffff 00000000"), "violation 1009 message too big");
    }

    @Test
    void refusesMoreFragmentsThanTheLimitEvenWhenTheyAreEmpty() {
        client.frame(1, "").frame(0, "").frame(0, "").frame(0, "");
        assertEnds(SMALL, client, "violation 1008 too many fragments");
    }

    @Test
    void countsFragmentsForEachMessageAnew() {
        client.frame(1, "")
                .frame(0, "")
                .frame(FINAL, "")
                .frame(1, "")
                .frame(0, "")
                .frame(FINAL, "");
        assertEquals(List.of("text ", "text "), Splits.decode(SMALL, client.bytes()));
    }

    @Test
    void endsAnEndlessRowOfEmptyFragmentsAtTheDefaultLimit() {
        client.frame(1, "");
        for (int i = 0; i < FrameLimits.DEFAULT.maxFragments(); i++) {
            client.frame(0, "");
        }
        assertEquals(
                List.of("violation 1008 too many fragments"), Splits.decodeCutAt(FrameLimits.DEFAULT, client.bytes()));
    }

    @Test
    void refusesInvalidTextBeforeItsFrameIsComplete() {
        assertEnds(FrameLimits.DEFAULT, client.hex("8190 00000000 ceba f490"), "violation 1007 text is not UTF-8");
    }

    private static void assertEnds(FrameLimits limits, ClientFrames client, String expected) {
        assertEquals(
                List.of(expected), Splits.decode(limits, client.text("late").bytes()));
    }
}
