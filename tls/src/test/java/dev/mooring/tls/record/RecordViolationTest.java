package dev.mooring.tls.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no peer may send after the handshake, and the alert it gets. */
final class RecordViolationTest {
    private static final CipherSuite SUITE = CipherSuite.AES_128_GCM_SHA256;

    private final Forger forger = new Forger(SUITE);

    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, names = "ECDHE_.*", mode = EnumSource.Mode.MATCH_NONE)
    void eachFlippedBitBehindTheHeaderIsABadRecordMac(CipherSuite suite) {
        byte[] record = Peer.client(suite).seal(Peer.bytes(6));
        for (int bit = RecordHeader.LENGTH * 8; bit < record.length * 8; bit++) {
            byte[] flipped = record.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertViolation(Alert.BAD_RECORD_MAC, "a record has a wrong tag", Peer.server(suite), flipped);
        }
    }

    @Test
    void theVersionInTheHeaderIsAuthenticatedToo() {
        byte[] record = Peer.client(SUITE).seal(Peer.bytes(6));
        record[2] = 1;
        assertViolation(Alert.BAD_RECORD_MAC, "a record has a wrong tag", Peer.server(SUITE), record);
    }

    @Test
    void aRecordOfAnotherSequenceNumberIsABadRecordMac() throws Exception {
        Peer client = Peer.client(SUITE);
        Peer server = Peer.server(SUITE);
        byte[] first = client.seal(Peer.bytes(6));
        server.openOne(first);
        assertViolation(Alert.BAD_RECORD_MAC, "a record has a wrong tag", server, first);
        client.seal(Peer.bytes(1));
        assertViolation(
                Alert.BAD_RECORD_MAC, "a record has a wrong tag", Peer.server(SUITE), client.seal(Peer.bytes(6)));
    }

    @Test
    void aRecordThatOpenedWithTheOldKeyDoesNotOpenWithTheNew() throws Exception {
        Peer client = Peer.client(SUITE);
        byte[] old = client.seal(Peer.bytes(6));
        Peer server = Peer.server(SUITE);
        Peer other = Peer.client(SUITE);
        server.openOne(other.updateKeys(false));
        assertViolation(Alert.BAD_RECORD_MAC, "a record has a wrong tag", server, old);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 21, 22, 24, 71, 255})
    void anyOtherTypeInTheHeaderIsUnexpected(int type) {
        assertViolation(Alert.UNEXPECTED_MESSAGE, "a record of type " + type, Peer.server(SUITE), new byte[] {
            (byte) type, 3, 3, 0, 32
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {16_641, 65_535})
    void aLengthOfMoreThanARecordMayHaveOverflows(int length) {
        assertViolation(Alert.RECORD_OVERFLOW, "a record of " + length + " bytes", Peer.server(SUITE), new byte[] {
            23, 3, 3, (byte) (length >> 8), (byte) length
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16})
    void aLengthTooShortForATagAndATypeIsABadRecordMac(int length) {
        assertViolation(
                Alert.BAD_RECORD_MAC,
                "a record of " + length + " bytes, too few for a tag and a type",
                Peer.server(SUITE),
                new byte[] {23, 3, 3, 0, (byte) length});
    }

    @ParameterizedTest
    @ValueSource(ints = {RecordLayer.MAX_PLAIN + 2, RecordLayer.MAX_PLAIN + 240})
    void morePlaintextThanARecordMayHaveOverflowsEvenIfItIsPadding(int inner) {
        byte[] padded = new byte[inner];
        padded[0] = ContentType.APPLICATION_DATA;
        assertViolation(
                Alert.RECORD_OVERFLOW,
                "a record of " + inner + " bytes of plaintext",
                Peer.server(SUITE),
                forger.record(padded));
    }

    @Test
    void paddingOfEveryLengthIsTakenOff() throws Exception {
        Peer server = Peer.server(SUITE);
        for (int length : new int[] {1, 2, 255, RecordLayer.MAX_PLAIN - 2}) {
            byte[] inner = new byte[3 + length];
            inner[0] = 5;
            inner[1] = 0;
            inner[2] = ContentType.APPLICATION_DATA;
            assertArrayEquals(new byte[] {5, 0}, server.dataOf(forger.record(inner)), "with padding of " + length);
        }
    }

    @Test
    void paddingAloneHasNoType() {
        assertViolation(
                Alert.UNEXPECTED_MESSAGE,
                "a record whose content is of type 0",
                Peer.server(SUITE),
                forger.record(new byte[7]));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 24, 127})
    void anyOtherTypeWithinIsUnexpected(int type) {
        assertViolation(
                Alert.UNEXPECTED_MESSAGE,
                "a record whose content is of type " + type,
                Peer.server(SUITE),
                forger.record(type, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 8, 11, 13, 15, 20})
    void anyOtherHandshakeMessageIsUnexpected(int message) {
        assertViolation(
                Alert.UNEXPECTED_MESSAGE,
                "a handshake message of type " + message,
                Peer.server(SUITE),
                forger.record(ContentType.HANDSHAKE, message, 0, 0, 0));
    }

    @Test
    void anEmptyHandshakeRecordIsUnexpected() {
        assertViolation(
                Alert.UNEXPECTED_MESSAGE,
                "an empty handshake record",
                Peer.server(SUITE),
                forger.record(ContentType.HANDSHAKE));
    }

    @ParameterizedTest
    @CsvSource({"24", "24 0 0 1", "24 0 0 2 0 0", "24 0 0 1 0 24 0 0 1 0", "24 1 0 1 0", "24 0 1 1 0"})
    void aKeyUpdateThatIsNotAloneAndWholeCannotBeDecoded(String content) {
        int[] bytes = Arrays.stream(content.split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        assertViolation(
                Alert.DECODE_ERROR,
                "a KeyUpdate that is not alone and whole in its record",
                Peer.server(SUITE),
                forger.record(ContentType.HANDSHAKE, bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 127})
    void aKeyUpdateThatAsksForSomethingElseIsIllegal(int request) {
        assertViolation(
                Alert.ILLEGAL_PARAMETER,
                "a KeyUpdate that asks for " + request,
                Peer.server(SUITE),
                forger.record(ContentType.HANDSHAKE, 24, 0, 0, 1, request));
    }

    @ParameterizedTest
    @CsvSource({"''", "1", "1 0 0"})
    void anAlertOfAnotherLengthCannotBeDecoded(String content) {
        int[] bytes = content.isEmpty()
                ? new int[0]
                : Arrays.stream(content.split(" ", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray();
        assertViolation(
                Alert.DECODE_ERROR,
                "an alert of " + bytes.length + " bytes",
                Peer.server(SUITE),
                forger.record(ContentType.ALERT, bytes));
    }

    @Test
    void alertsAreTheEndInOrderItsAnnouncementOrFatal() throws Exception {
        Peer server = Peer.server(SUITE);
        assertEquals(Opened.IGNORED, server.openOne(forger.record(ContentType.ALERT, 1, 90)));
        assertEquals(Opened.FATAL_ALERT, server.openOne(forger.record(ContentType.ALERT, 2, 20)));
        assertEquals(Opened.FATAL_ALERT, server.openOne(forger.record(ContentType.ALERT, 1, 20)));
        assertEquals(Opened.CLOSE_NOTIFY, server.openOne(forger.record(ContentType.ALERT, 2, 0)));
    }

    private static void assertViolation(Alert alert, String message, Peer server, byte[] record) {
        RecordViolation violation = assertThrows(RecordViolation.class, () -> server.openOne(record));
        assertEquals(alert, violation.alert());
        assertEquals(message, violation.getMessage());
    }
}
