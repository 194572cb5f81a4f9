package dev.mooring.tls.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndingAlertTest {
    /** A ServerHello that is cut short, as a record. */
    private static final String RECORD = "1603030004020000ff";

    @ParameterizedTest
    @CsvSource({"0x10000418, unknown_ca", "0x10000416, certificate_unknown", "0x1000042E, protocol_version"})
    void anErrorOfBoringSslTellsWhichAlertThePeerSent(int error, String label) {
        assertEquals(
                Optional.of("client " + label),
                EndingAlert.received(error, Side.CLIENT).map(EndingAlertTest::text));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x100000F0, 0x100003E7, 0x100004E8})
    void otherErrorsAreNoAlertOfThePeer(int error) {
        assertEquals(Optional.empty(), EndingAlert.received(error, Side.CLIENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", RECORD, RECORD + RECORD})
    void theLastRecordInClearIsTheAlertThatWasSent(String before) {
        assertEquals("server protocol_version", text(sent(before + "15030300020246")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", RECORD, "1703030002ffff", "1503030003024600", "15030300", "150303000202", "15030300ff0246"})
    void whatIsSealedOrNoAlertIsAnother(String records) {
        assertEquals("server other", text(sent(records)));
    }

    @Test
    void whatStoodThereBeforeIsNotLookedAt() {
        ByteBuffer flight = ByteBuffer.allocate(64).put(HexFormat.of().parseHex("15030300020228" + RECORD));
        assertEquals("server other", text(EndingAlert.sent(flight, 7, Side.SERVER, 0)));
    }

    @ParameterizedTest
    @EnumSource(AlertDescription.class)
    void everyDescriptionIsFoundByItsNumber(AlertDescription description) {
        long found = 0;
        for (int code = -1; code <= 255; code++) {
            found += AlertDescription.of(code) == description ? 1 : 0;
        }
        assertEquals(description == AlertDescription.OTHER ? 257 - 27 : 1, found);
    }

    @Test
    void anErrorOfBoringSslTellsThatASealedAlertAsksForACertificate() {
        ByteBuffer flight = ByteBuffer.allocate(64).put(HexFormat.of().parseHex("1703030002ffff"));
        assertEquals("server certificate_required", text(EndingAlert.sent(flight, 0, Side.SERVER, 0x100000C0)));
    }

    private static EndingAlert sent(String records) {
        return EndingAlert.sent(ByteBuffer.allocate(64).put(HexFormat.of().parseHex(records)), 0, Side.SERVER, 0);
    }

    private static String text(EndingAlert alert) {
        return alert.from().label() + " " + alert.description().label();
    }
}
