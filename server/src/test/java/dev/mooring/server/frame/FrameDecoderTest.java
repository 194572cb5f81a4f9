package dev.mooring.server.frame;

import static dev.mooring.server.frame.ClientFrames.FINAL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a good client may send. Every stream is also fed in pieces. */
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
    void joinsFragmentsWithControlFramesBetween() {
        client.frame(1, "Hel")
                .frame(FINAL | 9, "?")
                .frame(0, "")
                .frame(FINAL | 10, "")
                .frame(FINAL, "lo");
        assertEvents(client, "ping 3f", "pong", "text Hello");
    }

    private static void assertEvents(ClientFrames client, String... expected) {
        assertEquals(List.of(expected), Splits.decode(FrameLimits.DEFAULT, client.bytes()));
    }
}
