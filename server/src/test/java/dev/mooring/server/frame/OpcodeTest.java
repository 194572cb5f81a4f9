package dev.mooring.server.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which frames stand by themselves, whatever bits stand beside their opcode. */
class OpcodeTest {
    @ParameterizedTest
    @CsvSource({
        "0x0, false",
        "0x1, false",
        "0x2, false",
        "0x8, true",
        "0x9, true",
        "0xA, true",
        "0x41, false",
        "0x42, false"
    })
    void tellsControlFramesFromMessages(String opcode, boolean control) {
        assertEquals(control, Opcode.isControl(Integer.decode(opcode)));
    }
}
