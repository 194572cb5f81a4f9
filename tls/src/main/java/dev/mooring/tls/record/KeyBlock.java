package dev.mooring.tls.record;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What TLS 1.2 makes of a master secret, RFC 5246 sections 5 and 6.3: for each side a key and behind it an iv. Used once for
 * each connection. Cost: some five HMACs.
 */
public final class KeyBlock {
    private static final byte[] LABEL = "key expansion".getBytes(StandardCharsets.US_ASCII);

    private final byte[] client;
    private final byte[] server;

    /** From the secret and the two randoms of a handshake, which are left as they are. */
    public KeyBlock(CipherSuite suite, byte[] master, byte[] clientRandom, byte[] serverRandom) {
        int key = suite.keyBytes();
        int iv = suite.secretBytes() - key;
        byte[] block = expanded(suite.hmac(), master, joined(LABEL, serverRandom, clientRandom), 2 * (key + iv));
        client = joined(Arrays.copyOf(block, key), Arrays.copyOfRange(block, 2 * key, 2 * key + iv));
        server = joined(Arrays.copyOfRange(block, key, 2 * key), Arrays.copyOfRange(block, 2 * key + iv, block.length));
        Arrays.fill(block, (byte) 0);
    }

    /** What the client writes with. */
    public byte[] client() {
        return client;
    }

    /** What the server writes with. */
    public byte[] server() {
        return server;
    }

    /** Overwrites both. */
    public void erase() {
        Arrays.fill(client, (byte) 0);
        Arrays.fill(server, (byte) 0);
    }

    /** P_hash of RFC 5246 section 5. */
    static byte[] expanded(String hmac, byte[] secret, byte[] seed, int length) {
        try {
            Mac mac = Mac.getInstance(hmac);
            mac.init(new SecretKeySpec(secret, "RAW"));
            byte[] output = new byte[length];
            byte[] step = seed;
            for (int at = 0; at < length; at += mac.getMacLength()) {
                step = mac.doFinal(step);
                mac.update(step);
                byte[] part = mac.doFinal(seed);
                System.arraycopy(part, 0, output, at, Math.min(part.length, length - at));
                Arrays.fill(part, (byte) 0);
            }
            return output;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
