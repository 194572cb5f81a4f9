package dev.mooring.hosttuning.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConsoleHostKeysTest {
    @Test
    void readsThroughTimesAndCarriageReturns() {
        assertEquals(List.of("ecdsa-sha2-nistp256 AAAAE2Vj=", "ssh-ed25519 AAAAC3Nz"), read("""
                        [   12.1] cloud-init: -----BEGIN SSH HOST KEY KEYS-----\r
                        [   12.1] cloud-init: ecdsa-sha2-nistp256 AAAAE2Vj= root@ip-10-0-0-1\r
                        [   12.2] cloud-init: ssh-ed25519 AAAAC3Nz root@ip-10-0-0-1\r
                        [   12.2] cloud-init: -----END SSH HOST KEY KEYS-----\r
                        """));
    }

    @Test
    void readsTheLastOfSeveralBoots() {
        assertEquals(List.of("ssh-ed25519 AAAAnew"), read(block("AAAAold") + block("AAAAnew")));
    }

    @Test
    void readsNothingFromABlockThatIsStillBeingPrinted() {
        assertEquals(List.of(), read("-----BEGIN SSH HOST KEY KEYS-----\nssh-ed25519 AAAAC3Nz\n"));
    }

    @Test
    void ignoresKeysOutsideOfTheBlock() {
        assertEquals(List.of("ssh-ed25519 AAAAin"), read("ssh-ed25519 AAAAout\n" + block("AAAAin")));
    }

    private static String block(String key) {
        return "-----BEGIN SSH HOST KEY KEYS-----\nssh-ed25519 " + key + " root@ip\n-----END SSH HOST KEY KEYS-----\n";
    }

    private static List<String> read(String console) {
        return ConsoleHostKeys.read(Base64.getMimeEncoder().encodeToString(console.getBytes(StandardCharsets.UTF_8)));
    }
}
