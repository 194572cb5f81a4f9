package dev.mooring.tls.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tls.record.Traffic.Direction;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of TLS 1.2, and what no peer may send in one. */
final class Tls12RecordsTest {
    private static final CipherSuite GCM = CipherSuite.ECDHE_AES_128_GCM_SHA256;
    private static final String WRONG_TAG = "a record has a wrong tag";

    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, names = "ECDHE_.*", mode = EnumSource.Mode.MATCH_ALL)
    void aStreamOfRecordsOpensAlikeWhereverItIsCut(CipherSuite suite) throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        Peer client = Peer.client(suite);
        for (int length : new int[] {6, 0, 1, 40}) {
            stream.writeBytes(client.seal(Peer.bytes(length)));
            expected.writeBytes(Peer.bytes(length));
        }
        byte[] all = stream.toByteArray();
        for (int cut = 0; cut <= all.length; cut++) {
            Peer server = Peer.server(suite);
            ByteBuffer data = ByteBuffer.allocate(all.length);
            int opened = server.open(Arrays.copyOf(all, cut), data);
            opened += server.open(Arrays.copyOfRange(all, opened, all.length), data);
            assertEquals(all.length, opened, "bytes opened when cut at " + cut);
            assertArrayEquals(
                    expected.toByteArray(), Arrays.copyOf(data.array(), data.position()), "data when cut at " + cut);
        }
    }

    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, names = "ECDHE_.*", mode = EnumSource.Mode.MATCH_ALL)
    void isSealedAsAnotherImplementationSealsIt(CipherSuite suite) {
        Peer client = Peer.client(suite);
        Tls12Forger forger = new Tls12Forger(suite);
        assertArrayEquals(forger.record(23, Peer.bytes(9), 0), client.seal(Peer.bytes(9)));
        assertArrayEquals(forger.record(23, Peer.bytes(70), 1), client.seal(Peer.bytes(70)));
        assertArrayEquals(forger.record(21, 1, 0), client.alert(Alert.CLOSE_NOTIFY));
    }

    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, names = "ECDHE_.*", mode = EnumSource.Mode.MATCH_ALL)
    void eachFlippedBitOfTheBodyIsABadRecordMac(CipherSuite suite) {
        byte[] record = Peer.client(suite).seal(Peer.bytes(6));
        for (int bit = RecordHeader.LENGTH * 8; bit < record.length * 8; bit++) {
            byte[] flipped = record.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertViolation(Alert.BAD_RECORD_MAC, WRONG_TAG, Peer.server(suite), flipped);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,21", "0,22", "1,2", "1,4", "2,1", "2,4"})
    void typeAndVersionAreAuthenticatedToo(int at, int value) {
        byte[] record = Peer.client(GCM).seal(Peer.bytes(6));
        record[at] = (byte) value;
        assertViolation(Alert.BAD_RECORD_MAC, WRONG_TAG, Peer.server(GCM), record);
    }

    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, names = "ECDHE_.*", mode = EnumSource.Mode.MATCH_ALL)
    void aRecordThatComesTwiceOrTooEarlyIsABadRecordMac(CipherSuite suite) throws Exception {
        Peer client = Peer.client(suite);
        Peer server = Peer.server(suite);
        byte[] first = client.seal(Peer.bytes(6));
        server.openOne(first);
        assertViolation(Alert.BAD_RECORD_MAC, WRONG_TAG, server, first);
        assertViolation(Alert.BAD_RECORD_MAC, WRONG_TAG, Peer.server(suite), client.seal(Peer.bytes(6)));
    }

    @Test
    void aPeerMayChooseThePartOfTheNonceThatItSends() throws Exception {
        Tls12Forger forger = new Tls12Forger(GCM);
        Peer server = Peer.server(GCM);
        assertArrayEquals(Peer.bytes(3), server.dataOf(forger.record(23, Peer.bytes(3), -1)));
        assertArrayEquals(Peer.bytes(3), server.dataOf(forger.record(23, Peer.bytes(3), 0x1234_5678_9abc_def0L)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 24, 71, 255})
    void anyOtherTypeIsUnexpected(int type) {
        assertViolation(Alert.UNEXPECTED_MESSAGE, "a record of type " + type, Peer.server(GCM), new byte[] {
            (byte) type, 3, 3, 0, 32
        });
    }

    @ParameterizedTest
    @CsvSource({
        "ECDHE_AES_128_GCM_SHA256,16409",
        "ECDHE_AES_256_GCM_SHA384,65535",
        "ECDHE_CHACHA20_POLY1305_SHA256,16401",
        "ECDHE_CHACHA20_POLY1305_SHA256,65535"
    })
    void aLengthOfMoreThanARecordMayHaveOverflows(CipherSuite suite, int length) {
        assertViolation(Alert.RECORD_OVERFLOW, "a record of " + length + " bytes", Peer.server(suite), new byte[] {
            23, 3, 3, (byte) (length >> 8), (byte) length
        });
    }

    @ParameterizedTest
    @CsvSource({
        "ECDHE_AES_128_GCM_SHA256,0",
        "ECDHE_AES_128_GCM_SHA256,8",
        "ECDHE_AES_128_GCM_SHA256,23",
        "ECDHE_AES_256_GCM_SHA384,23",
        "ECDHE_CHACHA20_POLY1305_SHA256,0",
        "ECDHE_CHACHA20_POLY1305_SHA256,15"
    })
    void aLengthTooShortForANonceAndATagIsABadRecordMac(CipherSuite suite, int length) {
        assertViolation(
                Alert.BAD_RECORD_MAC,
                "a record of " + length + " bytes, too few for a nonce and a tag",
                Peer.server(suite),
                new byte[] {23, 3, 3, 0, (byte) length});
    }

    /** A renegotiation could give the connection to somebody else, CVE-2009-3555. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 11, 20, 24})
    void noHandshakeFollowsTheHandshake(int message) {
        assertViolation(
                Alert.NO_RENEGOTIATION,
                "a handshake after the handshake",
                Peer.server(GCM),
                new Tls12Forger(GCM).record(22, message, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"''", "1", "1 0 0"})
    void anAlertOfAnotherLengthCannotBeDecoded(String content) {
        int[] bytes = Arrays.stream(content.split(" ", -1))
                .filter(each -> !each.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        assertViolation(
                Alert.DECODE_ERROR,
                "an alert of " + bytes.length + " bytes",
                Peer.server(GCM),
                new Tls12Forger(GCM).record(21, bytes));
    }

    @Test
    void anAlertMayBeAWarning() throws Exception {
        Peer server = Peer.server(GCM);
        Tls12Forger forger = new Tls12Forger(GCM);
        assertEquals(Opened.IGNORED, server.openOne(forger.record(21, 1, 100)));
        assertEquals(Opened.IGNORED, server.openOne(forger.record(21, 1, 90)));
        assertEquals(Opened.FATAL_ALERT, server.openOne(forger.record(21, 2, 20)));
        assertEquals(Opened.CLOSE_NOTIFY, server.openOne(forger.record(21, 1, 0)));
    }

    @Test
    void whatIsNotFilledIsNotAType() throws Exception {
        assertArrayEquals(new byte[3], Peer.server(GCM).dataOf(new Tls12Forger(GCM).record(23, 0, 0, 0)));
    }

    @Test
    void aKeySealsNoMoreThanIsSafe() {
        Peer server = new Peer(GCM, Peer.FIRST, Peer.SECOND, new RecordLayer(3));
        RecordLayer records = new RecordLayer(3);
        for (int record = 0; record < 3; record++) {
            assertFalse(records.isUsedUp(GCM, server.state), "before record " + record);
            server.seal(Peer.bytes(4));
        }
        assertTrue(records.isUsedUp(GCM, server.state));
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> server.seal(Peer.bytes(4)));
        assertEquals("TLS 1.2 has no change of keys", refused.getMessage());
    }

    @Test
    void eachSideHasSealedItsFinishedAlready() {
        byte[] state = Traffic.ofTls12(GCM, Peer.bytes(20), Peer.bytes(20));
        assertEquals(1, Traffic.sequence(state, Direction.READ));
        assertEquals(1, Traffic.sequence(state, Direction.WRITE));
    }

    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, names = "ECDHE_.*", mode = EnumSource.Mode.MATCH_ALL)
    void noKeyIsEverUsedTwiceWithANonce(CipherSuite suite) throws Exception {
        Set<String> used = new HashSet<>();
        Peer server = new Peer(
                suite,
                Peer.FIRST,
                Peer.SECOND,
                new RecordLayer(RecordLayer.RECORDS_PER_KEY, any -> new Watched(any, used)));
        Peer client = Peer.client(suite);
        Random random = new Random(5246);
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(4)) {
                case 0 -> server.alert(Alert.CLOSE_NOTIFY);
                case 1 -> server.openOne(client.seal(Peer.bytes(random.nextInt(50))));
                default -> server.seal(Peer.bytes(random.nextInt(50)));
            }
        }
        assertTrue(used.size() > 1_000, used.size() + " records were sealed");
    }

    @ParameterizedTest
    @CsvSource({
        "ECDHE-ECDSA-AES128-GCM-SHA256,ECDHE_AES_128_GCM_SHA256",
        "ECDHE-RSA-AES256-GCM-SHA384,ECDHE_AES_256_GCM_SHA384",
        "ECDHE-RSA-CHACHA20-POLY1305,ECDHE_CHACHA20_POLY1305_SHA256"
    })
    void isKnownByTheNameThatBoringSslHas(String name, CipherSuite suite) {
        assertEquals(suite, CipherSuite.named(name).orElseThrow());
        assertEquals(suite, CipherSuite.of(suite.code()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES128-GCM-SHA256", "DHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256", ""})
    void noOtherSuiteOfTls12IsKnown(String name) {
        assertTrue(CipherSuite.named(name).isEmpty(), name);
    }

    private static void assertViolation(Alert alert, String message, Peer server, byte[] record) {
        RecordViolation violation = assertThrows(RecordViolation.class, () -> server.openOne(record));
        assertEquals(alert, violation.alert());
        assertEquals(message, violation.getMessage());
    }
}
