package dev.mooring.tls.handshake;

import dev.mooring.tls.record.CipherSuite;
import dev.mooring.tls.record.KeyBlock;
import dev.mooring.tls.record.Traffic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The traffic secrets of one handshake, from the lines of its key log: the one public door to them. Lines and secrets are
 * overwritten as soon as they are used.
 */
final class Secrets {
    private static final byte[] CLIENT = "CLIENT_TRAFFIC_SECRET_0 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER = "SERVER_TRAFFIC_SECRET_0 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONE = {};
    private static final int HEX = 16;

    private byte[] client = NONE;
    private byte[] server = NONE;

    /** Takes a line, {@code LABEL RANDOM SECRET}, and overwrites it. */
    void line(byte[] line) {
        if (startsWith(line, CLIENT)) {
            client = last(line);
        } else if (startsWith(line, SERVER)) {
            server = last(line);
        }
        Arrays.fill(line, (byte) 0);
    }

    /** What the record layer of this side goes on with. The secrets here are overwritten. */
    byte[] traffic(CipherSuite suite, Side side) {
        try {
            return switch (side) {
                case SERVER -> Traffic.of(suite, client, server);
                case CLIENT -> Traffic.of(suite, server, client);
            };
        } finally {
            erase();
        }
    }

    /** The same of TLS 1.2, which has no such lines. What it is made of is overwritten. */
    static byte[] trafficOfTls12(
            CipherSuite suite, Side side, byte[] master, byte[] clientRandom, byte[] serverRandom) {
        KeyBlock keys = new KeyBlock(suite, master, clientRandom, serverRandom);
        try {
            return switch (side) {
                case SERVER -> Traffic.ofTls12(suite, keys.client(), keys.server());
                case CLIENT -> Traffic.ofTls12(suite, keys.server(), keys.client());
            };
        } finally {
            keys.erase();
            Arrays.fill(master, (byte) 0);
        }
    }

    void erase() {
        Arrays.fill(client, (byte) 0);
        Arrays.fill(server, (byte) 0);
        client = NONE;
        server = NONE;
    }

    private static boolean startsWith(byte[] line, byte[] label) {
        return line.length > label.length && Arrays.equals(line, 0, label.length, label, 0, label.length);
    }

    private static byte[] last(byte[] line) {
        int start = line.length;
        while (line[start - 1] != ' ') {
            start--;
        }
        byte[] secret = new byte[(line.length - start) / 2];
        for (int i = 0; i < secret.length; i++) {
            int high = Character.digit(line[start + 2 * i], HEX);
            int low = Character.digit(line[start + 2 * i + 1], HEX);
            secret[i] = (byte) (high * HEX + low);
        }
        return secret;
    }
}
