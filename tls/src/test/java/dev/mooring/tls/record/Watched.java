package dev.mooring.tls.record;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;

/** The cipher of the JDK, which fails when a key comes with a nonce it has sealed with before. */
final class Watched implements Aead {
    private final Aead cipher;
    private final Set<String> used;

    Watched(CipherSuite suite, Set<String> used) {
        cipher = new JdkAead(suite);
        this.used = used;
    }

    @Override
    public void seal(byte[] key, byte[] nonce, byte[] header, byte[] plain, int length, byte[] sealed) {
        assertTrue(used.add(Arrays.toString(key) + Arrays.toString(nonce)), "a key and a nonce came together twice");
        cipher.seal(key, nonce, header, plain, length, sealed);
    }

    @Override
    public boolean open(byte[] key, byte[] nonce, byte[] header, byte[] sealed, int length, byte[] plain) {
        return cipher.open(key, nonce, header, sealed, length, plain);
    }
}
