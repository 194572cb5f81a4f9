package dev.mooring.server.tls.handshake;

import io.netty.internal.tcnative.Buffer;
import io.netty.internal.tcnative.SSL;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A credential as BoringSSL has it, outside the heap.
 *
 * @param chain the parsed certificates
 * @param key the parsed private key
 */
record NativeCredential(long chain, long key) {
    /** Parses it; to be {@linkplain #free freed}. */
    static NativeCredential of(Credential credential) {
        try {
            long chainBio = bio(credential.chainPem());
            try {
                byte[] pem = credential.keyPem();
                long keyBio = bio(pem);
                Arrays.fill(pem, (byte) 0);
                try {
                    return new NativeCredential(SSL.parseX509Chain(chainBio), SSL.parsePrivateKey(keyBio, null));
                } finally {
                    SSL.freeBIO(keyBio);
                }
            } finally {
                SSL.freeBIO(chainBio);
            }
        } catch (Exception refused) {
            throw new IllegalStateException("a credential that was checked cannot be parsed", refused);
        }
    }

    /** BoringSSL counts who uses them: a handshake that was shown this credential keeps it. */
    void free() {
        SSL.freeX509Chain(chain);
        SSL.freePrivateKey(key);
    }

    /** Neither address, which would be of use to an attacker. */
    @Override
    public String toString() {
        return "NativeCredential";
    }

    private static long bio(byte[] bytes) throws Exception {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        long bio = SSL.newMemBIO();
        int written = SSL.bioWrite(bio, Buffer.address(direct), bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            direct.put(i, (byte) 0);
        }
        if (written != bytes.length) {
            SSL.freeBIO(bio);
            throw new IllegalStateException(written + " of " + bytes.length + " bytes were taken");
        }
        return bio;
    }
}
