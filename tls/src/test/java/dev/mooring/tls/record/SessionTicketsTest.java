package dev.mooring.tls.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may say after the handshake and a client may not. */
final class SessionTicketsTest {
    private static final CipherSuite SUITE = CipherSuite.AES_128_GCM_SHA256;
    private static final byte[] SECRET = Arrays.copyOf(Peer.FIRST, SUITE.secretBytes());

    @Test
    void aClientPassesOneOver() throws Exception {
        assertEquals(Opened.IGNORED, opened(RecordLayer.ofClient(), 4, 0, 0, 2, 7, 7));
    }

    @Test
    void aClientPassesOverSeveralInOneRecord() throws Exception {
        assertEquals(Opened.IGNORED, opened(RecordLayer.ofClient(), 4, 0, 0, 1, 7, 4, 0, 0, 0, 4, 0, 0, 2, 8, 9));
    }

    @Test
    void keysThatChangeBehindATicketInOneRecordChange() throws Exception {
        assertEquals(Opened.KEYS_WANTED, opened(RecordLayer.ofClient(), 4, 0, 0, 1, 7, 24, 0, 0, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void oneThatIsNotWholeIsRefused(int length) {
        int[] ticket = Arrays.copyOf(new int[] {4, 0, 0, 2, 7, 7}, length);
        RecordViolation refused = assertThrows(RecordViolation.class, () -> opened(RecordLayer.ofClient(), ticket));
        assertEquals(Alert.DECODE_ERROR, refused.alert());
        assertEquals("a session ticket that is not whole in its record", refused.getMessage());
    }

    @Test
    void aClientIsAskedForNoCertificateAfterwards() {
        RecordViolation refused =
                assertThrows(RecordViolation.class, () -> opened(RecordLayer.ofClient(), 13, 0, 0, 0));
        assertEquals("a handshake message of type 13", refused.getMessage());
    }

    @Test
    void aServerTakesNone() {
        RecordViolation refused =
                assertThrows(RecordViolation.class, () -> opened(new RecordLayer(), 4, 0, 0, 2, 7, 7));
        assertEquals("a handshake message of type 4", refused.getMessage());
    }

    @Test
    void theAlertThatCameHasItsNumber() throws Exception {
        RecordLayer records = RecordLayer.ofClient();
        byte[] record = new Forger(SUITE).record(ContentType.ALERT, 2, 116);
        byte[] state = Traffic.of(SUITE, SECRET, SECRET);
        assertEquals(Opened.FATAL_ALERT, records.open(SUITE, state, ByteBuffer.wrap(record), 0, record.length, 0));
        assertEquals(116, records.alertCode());
    }

    private static Opened opened(RecordLayer records, int... content) throws RecordViolation {
        byte[] record = new Forger(SUITE).record(ContentType.HANDSHAKE, content);
        return records.open(SUITE, Traffic.of(SUITE, SECRET, SECRET), ByteBuffer.wrap(record), 0, record.length, 0);
    }
}
