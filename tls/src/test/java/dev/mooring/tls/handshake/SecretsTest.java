package dev.mooring.tls.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.mooring.tls.record.CipherSuite;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SecretsTest {
    @Test
    void aServerReadsWithTheClientsSecret() {
        assertArrayEquals(state(0xAB, 0xCD), logged().traffic(CipherSuite.AES_128_GCM_SHA256, Side.SERVER));
    }

    @Test
    void aClientReadsWithTheServersSecret() {
        assertArrayEquals(state(0xCD, 0xAB), logged().traffic(CipherSuite.AES_128_GCM_SHA256, Side.CLIENT));
    }

    @Test
    void theLinesOfTheKeyLogAreOverwritten() {
        byte[] line = line("CLIENT", "ab");
        new Secrets().line(line);
        assertArrayEquals(new byte[line.length], line);
    }

    private static Secrets logged() {
        Secrets secrets = new Secrets();
        secrets.line(line("CLIENT", "ab"));
        secrets.line(line("SERVER", "cd"));
        return secrets;
    }

    private static byte[] line(String side, String digits) {
        return (side + "_TRAFFIC_SECRET_0 00 " + digits.repeat(32)).getBytes(US_ASCII);
    }

    private static byte[] state(int read, int write) {
        byte[] state = new byte[80];
        Arrays.fill(state, 16, 48, (byte) read);
        Arrays.fill(state, 48, 80, (byte) write);
        return state;
    }
}
