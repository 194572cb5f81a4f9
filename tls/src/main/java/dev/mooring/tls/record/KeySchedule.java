package dev.mooring.tls.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What follows from a traffic secret, RFC 8446 sections 7.2 and 7.3: its key, its iv, the secret after it. Nothing of that is
 * kept. Not thread-safe. Cost of each, one HMAC: 0.25 us by C2, 2 us by C1.
 */
final class KeySchedule {
    private final Mac sha256 = mac("HmacSHA256");
    private final Mac sha384 = mac("HmacSHA384");
    private final byte[] block = new byte[48];

    /** Fills {@code output}, no longer than the hash, with what has this label. */
    void expand(CipherSuite suite, byte[] state, int secretAt, Label label, byte[] output) {
        Mac mac = suite.secretBytes() == sha384.getMacLength() ? sha384 : sha256;
        try {
            mac.init(new SecretKeySpec(state, secretAt, suite.secretBytes(), "RAW"));
            mac.update((byte) 0);
            mac.update((byte) output.length);
            mac.update(label.rest);
            mac.doFinal(block, 0);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        System.arraycopy(block, 0, output, 0, output.length);
        Arrays.fill(block, (byte) 0);
    }

    private static Mac mac(String name) {
        try {
            return Mac.getInstance(name);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** A label of HKDF-Expand-Label. */
    enum Label {
        KEY("key"),
        IV("iv"),
        NEXT_SECRET("traffic upd");

        /** HkdfLabel behind its length, with no context, and the counter of HKDF's one block. */
        @SuppressWarnings("ImmutableEnumChecker") // never written, never given away
        private final byte[] rest;

        Label(String label) {
            byte[] full = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
            rest = ByteBuffer.allocate(full.length + 3)
                    .put((byte) full.length)
                    .put(full)
                    .put((byte) 0)
                    .put((byte) 1)
                    .array();
        }
    }
}
