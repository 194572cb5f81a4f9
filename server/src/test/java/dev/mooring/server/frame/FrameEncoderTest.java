package dev.mooring.server.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameEncoderTest {
    private final ByteBuffer out = ByteBuffer.allocate(70_000);

    @Test
    void writesAnEmptyPing() {
        out.put(FrameEncoder.emptyPing());
        assertWritten("8900");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8200",
        "125, 827d",
        "126, 827e007e",
        "256, 827e0100",
        "65535, 827effff",
        "65536, 827f0000000000010000",
        "2147483647, 827f000000007fffffff",
    })
    void writesTheShortestHeader(int payload, String hex) {
        FrameEncoder.header(out, Opcode.BINARY, payload);
        assertWritten(hex);
    }

    @ParameterizedTest
    @CsvSource({"1000, bye, 880503e8627965", "1012, '', 880203f4", "1005, ignored, 8800", "3000, \u03ba, 88040bb8ceba"})
    void writesACloseWithItsReason(int code, String reason, String hex) {
        FrameEncoder.close(out, code, reason);
        assertWritten(hex);
    }

    @Test
    void cutsAReasonThatDoesNotFitBetweenTwoCharacters() {
        FrameEncoder.close(out, 1000, "r".repeat(122) + "\u03ba");
        assertWritten("887c03e8" + "72".repeat(122));
    }

    @Test
    void keepsAReasonThatJustFits() {
        FrameEncoder.close(out, 1000, "r".repeat(121) + "\u03ba");
        assertWritten("887d03e8" + "72".repeat(121) + "ceba");
        assertEquals(FrameEncoder.MAX_CONTROL_FRAME, out.position());
    }

    private void assertWritten(String hex) {
        assertEquals(hex, HexFormat.of().formatHex(out.array(), 0, out.position()));
    }
}
