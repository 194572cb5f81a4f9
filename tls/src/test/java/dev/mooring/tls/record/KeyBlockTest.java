package dev.mooring.tls.record;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The vectors for the PRF of TLS 1.2 that its working group has published, and what is cut from it. */
final class KeyBlockTest {
    @ParameterizedTest
    @CsvSource({
        "HmacSHA256,9bbe436ba940f017b17652849a71db35,a0ba9f936cda311827a6f796ffd5198c,e3f229ba727be17b8d122620557cd453c2"
                + "aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab4fbc91"
                + "666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66",
        "HmacSHA384,b80b733d6ceefcdc71566ea48e5567df,cd665cf6a8447dd6ff8b27555edb7465,7b0c18e9ced410ed1804f2cfa34a336a1c"
                + "14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c9146a0e534cb400fed2700884f9dc236f80edd8bfa96"
                + "1144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d9184259b5bf8cd4d90fa0d31e2dec479e4f1a26066f2eea9"
                + "a69236a3e52655c9e9aee691c8f3a26854308d5eaa3be85e0990703d73e56f"
    })
    void expandsAsOthersDo(String hmac, String secret, String seed, String expected) {
        byte[] all = joined("test label".getBytes(US_ASCII), Peer.hex(seed));
        byte[] output = Peer.hex(expected);
        assertArrayEquals(output, KeyBlock.expanded(hmac, Peer.hex(secret), all, output.length));
        assertArrayEquals(Arrays.copyOf(output, 7), KeyBlock.expanded(hmac, Peer.hex(secret), all, 7));
    }

    /** The order of RFC 5246 section 6.3: both keys, then both ivs. */
    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, names = "ECDHE_.*", mode = EnumSource.Mode.MATCH_ALL)
    void eachSideHasAKeyAndBehindItItsIv(CipherSuite suite) {
        byte[] master = Peer.bytes(48);
        byte[] client = Peer.hex("aa".repeat(32));
        byte[] server = Peer.hex("bb".repeat(32));
        KeyBlock block = new KeyBlock(suite, master, client, server);
        int key = suite.keyBytes();
        int iv = suite.secretBytes() - key;
        byte[] all = KeyBlock.expanded(
                suite.hmac(),
                master,
                joined("key expansion".getBytes(US_ASCII), joined(server, client)),
                2 * (key + iv));
        assertArrayEquals(
                all,
                joined(
                        joined(Arrays.copyOf(block.client(), key), Arrays.copyOf(block.server(), key)),
                        joined(
                                Arrays.copyOfRange(block.client(), key, key + iv),
                                Arrays.copyOfRange(block.server(), key, key + iv))));
        block.erase();
        assertArrayEquals(new byte[key + iv], block.client());
        assertArrayEquals(new byte[key + iv], block.server());
    }

    @Test
    void itsHashIsThatOfTheSuite() {
        assertEquals("HmacSHA256", CipherSuite.ECDHE_AES_128_GCM_SHA256.hmac());
        assertEquals("HmacSHA384", CipherSuite.ECDHE_AES_256_GCM_SHA384.hmac());
        assertEquals("HmacSHA256", CipherSuite.ECDHE_CHACHA20_POLY1305_SHA256.hmac());
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
