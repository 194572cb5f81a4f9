package dev.mooring.tls.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tls.record.Traffic.Direction;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KeyUpdateTest {
    private static final CipherSuite SUITE = CipherSuite.AES_256_GCM_SHA384;

    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, names = "ECDHE_.*", mode = EnumSource.Mode.MATCH_NONE)
    void dataGoesOnWithTheNewKeysBothWays(CipherSuite suite) throws Exception {
        Peer client = Peer.client(suite);
        Peer server = Peer.server(suite);
        for (int round = 0; round < 10; round++) {
            assertEquals(Opened.KEYS_WANTED, server.openOne(client.updateKeys(true)));
            assertEquals(Opened.KEYS_UPDATED, client.openOne(server.updateKeys(false)));
            assertArrayEquals(Peer.bytes(30), server.dataOf(client.seal(Peer.bytes(30))));
            assertArrayEquals(Peer.bytes(30), client.dataOf(server.seal(Peer.bytes(30))));
        }
    }

    @Test
    void oneSideChangesWithoutTheOther() throws Exception {
        Peer client = Peer.client(SUITE);
        Peer server = Peer.server(SUITE);
        byte[] before = server.state.clone();
        server.openOne(client.updateKeys(false));
        assertArrayEquals(
                secret(before, Direction.WRITE), secret(server.state, Direction.WRITE), "what it writes with");
        assertFalse(
                Arrays.equals(secret(before, Direction.READ), secret(server.state, Direction.READ)),
                "the secret it reads with is another");
    }

    @Test
    void theKeyIsChangedBeforeItHasSealedTooManyRecords() throws Exception {
        Peer server = new Peer(SUITE, Peer.FIRST, Peer.SECOND, new RecordLayer(3));
        Peer client = Peer.client(SUITE);
        for (int record = 0; record < 3; record++) {
            assertArrayEquals(Peer.bytes(4), client.dataOf(server.seal(Peer.bytes(4))));
        }
        byte[] fourth = server.seal(Peer.bytes(4));
        int update = RecordLayer.OVERHEAD + KeyUpdate.LENGTH;
        assertEquals(Opened.KEYS_UPDATED, client.openOne(Arrays.copyOf(fourth, update)));
        assertArrayEquals(Peer.bytes(4), client.dataOf(Arrays.copyOfRange(fourth, update, fourth.length)));
        assertEquals(1, Traffic.sequence(server.state, Direction.WRITE), "records are counted from 0 with the new key");
    }

    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, names = "ECDHE_.*", mode = EnumSource.Mode.MATCH_NONE)
    void noKeyIsEverUsedTwiceWithANonce(CipherSuite suite) throws Exception {
        Set<String> used = new HashSet<>();
        Peer server = new Peer(suite, Peer.FIRST, Peer.SECOND, new RecordLayer(5, any -> new Watched(any, used)));
        Peer client = Peer.client(suite);
        Random random = new Random(8446);
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(6)) {
                case 0 -> server.updateKeys(random.nextBoolean());
                case 1 -> server.openOne(client.updateKeys(random.nextBoolean()));
                case 2 -> server.alert(Alert.CLOSE_NOTIFY);
                case 3 -> server.openOne(client.seal(Peer.bytes(random.nextInt(50))));
                default -> server.seal(Peer.bytes(random.nextInt(50)));
            }
        }
        assertTrue(used.size() > 1_000, used.size() + " records were sealed");
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void whatIsKeptIsOneArray(CipherSuite suite) {
        int expected = switch (suite) {
            case AES_128_GCM_SHA256, CHACHA20_POLY1305_SHA256 -> 80;
            case AES_256_GCM_SHA384 -> 112;
            case ECDHE_AES_128_GCM_SHA256 -> 56;
            case ECDHE_AES_256_GCM_SHA384 -> 88;
            case ECDHE_CHACHA20_POLY1305_SHA256 -> 104;
        };
        assertEquals(expected, Peer.server(suite).state.length);
    }

    @Test
    void nothingIsLeftOfWhatIsErased() {
        byte[] state = Peer.server(SUITE).state;
        Traffic.erase(state);
        assertArrayEquals(new byte[112], state);
    }

    private static byte[] secret(byte[] state, Direction way) {
        int at = Traffic.secretAt(SUITE, way);
        return Arrays.copyOfRange(state, at, at + SUITE.secretBytes());
    }
}
