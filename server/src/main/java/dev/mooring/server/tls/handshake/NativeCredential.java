package dev.mooring.server.tls.handshake;

import dev.mooring.capacity.credential.Credential;
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
    /**
     * Parses it, and has it taken once; to be {@linkplain #free freed}.
     *
     * @param context of BoringSSL
     * @throws dev.mooring.capacity.unit.RefusedException when BoringSSL does not take it, by rules that it alone knows
     */
    static NativeCredential of(Credential credential, long context) {
        try {
            long chain = withBio(credential.chainPem(), SSL::parseX509Chain);
            long key = 0;
            boolean taken = false;
            try {
                key = withBio(credential.keyPem(), bio -> SSL.parsePrivateKey(bio, null));
                NativeCredential made = new NativeCredential(chain, key);
                made.tryIn(context);
                taken = true;
                return made;
            } finally {
                if (!taken) {
                    SSL.freeX509Chain(chain);
                    if (key != 0) {
                        SSL.freePrivateKey(key);
                    }
                }
            }
        } catch (Exception refused) {
            throw credential.refused(String.valueOf(refused.getMessage()));
        }
    }

    /** Has a handshake show it. */
    void showIn(long ssl) throws Exception {
        SSL.setKeyMaterial(ssl, chain, key);
    }

    private void tryIn(long context) throws Exception {
        long ssl = SSL.newSSL(context, true);
        try {
            showIn(ssl);
        } finally {
            SSL.freeSSL(ssl);
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

    /** Does something with bytes that BoringSSL reads; afterwards they are overwritten. */
    private static long withBio(byte[] bytes, Parsing parsing) throws Exception {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        long bio = SSL.newMemBIO();
        try {
            int written = SSL.bioWrite(bio, Buffer.address(direct), bytes.length);
            if (written != bytes.length) {
                throw new IllegalStateException(written + " of " + bytes.length + " bytes were taken");
            }
            return parsing.of(bio);
        } finally {
            SSL.freeBIO(bio);
            Arrays.fill(bytes, (byte) 0);
            direct.put(0, bytes);
        }
    }

    private interface Parsing {
        long of(long bio) throws Exception;
    }
}
