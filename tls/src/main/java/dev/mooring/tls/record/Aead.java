package dev.mooring.tls.record;

/**
 * An authenticated cipher, RFC 5116, for all connections of a loop: the key comes with each call. Nonces of 12 bytes, tags of
 * 16. Not thread-safe.
 */
interface Aead {
    int TAG = 16;
    int NONCE = 12;

    /**
     * Encrypts.
     *
     * @param header what is authenticated besides
     * @param length of the plaintext, at the beginning of {@code plain}
     * @param sealed gets ciphertext and tag, {@code length + TAG} bytes, at its beginning; another array than {@code plain}
     */
    void seal(byte[] key, byte[] nonce, byte[] header, byte[] plain, int length, byte[] sealed);

    /**
     * Decrypts.
     *
     * @param length of ciphertext and tag, at the beginning of {@code sealed}; at least {@link #TAG}
     * @param plain gets the plaintext at its beginning; another array than {@code sealed}
     * @return whether the tag was right; if not, {@code plain} means nothing
     */
    boolean open(byte[] key, byte[] nonce, byte[] header, byte[] sealed, int length, byte[] plain);
}
