package dev.mooring.hosttuning.ssh;

import static com.jcraft.jsch.HostKeyRepository.CHANGED;
import static com.jcraft.jsch.HostKeyRepository.NOT_INCLUDED;
import static com.jcraft.jsch.HostKeyRepository.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KnownHostsTest {
    private static final byte[] KEY = key("ssh-ed25519", 1);
    private static final byte[] OTHER = key("ssh-ed25519", 2);

    @TempDir
    private Path folder;

    @Test
    void trustsAKnownKey() throws IOException {
        assertEquals(OK, strict("host " + line(KEY)).check("host", KEY));
    }

    @Test
    void doesNotKnowAHostThatIsNotNamed() throws IOException {
        assertEquals(NOT_INCLUDED, strict("host " + line(KEY)).check("another", KEY));
    }

    @Test
    void seesThatAKeyChanged() throws IOException {
        assertEquals(CHANGED, strict("host " + line(KEY)).check("host", OTHER));
    }

    @Test
    void takesAKeyOfAnotherTypeForAChange() throws IOException {
        KnownHosts hosts = KnownHosts.acceptNew(file("host " + line(KEY)));
        assertEquals(CHANGED, hosts.check("host", key("ssh-rsa", 1)));
    }

    @Test
    void refusesARevokedKey() throws IOException {
        KnownHosts hosts = strict("@revoked * " + line(OTHER) + "\n@revoked host " + line(KEY) + "\nhost " + line(KEY));
        assertEquals(CHANGED, hosts.check("host", KEY));
    }

    @Test
    void trustsAPortByTheKeyOfItsHost() throws IOException {
        assertEquals(OK, strict("host " + line(KEY)).check("[host]:2222", KEY));
    }

    @Test
    void takesAnotherPortForAnotherServer() throws IOException {
        assertEquals(NOT_INCLUDED, strict("host " + line(KEY)).check("[host]:2222", OTHER));
    }

    @Test
    void readsHashedNames() throws IOException, InterruptedException {
        KnownHostsFile file = file("host " + line(KEY) + "\n[host]:2222 " + line(OTHER));
        SshServer.run("ssh-keygen", "-H", "-f", file.path().toString());
        assertFalse(file.text().contains("host"));
        assertEquals(OK, KnownHosts.strict(file).check("host", KEY));
        assertEquals(OK, KnownHosts.strict(file).check("[host]:2222", OTHER));
        assertEquals(CHANGED, KnownHosts.strict(file).check("host", OTHER));
    }

    @Test
    void neverWritesWhenStrict() throws IOException {
        KnownHostsFile file = file("host " + line(KEY));
        KnownHosts.strict(file).check("another", KEY);
        assertEquals("host " + line(KEY), file.text());
    }

    @Test
    void learnsANewHostAtTheEndOfTheFile() throws IOException {
        KnownHostsFile file = file("# mine\nhost " + line(KEY));
        KnownHosts hosts = KnownHosts.acceptNew(file);
        assertEquals(OK, hosts.check("another", OTHER));
        assertEquals(CHANGED, hosts.check("another", KEY));
        assertEquals("# mine\nhost " + line(KEY) + "\nanother " + line(OTHER) + "\n", file.text());
    }

    @Test
    void refusesAChangedKeyAlsoWhenNewOnesAreAccepted() throws IOException {
        KnownHostsFile file = file("host " + line(KEY) + "\n");
        assertEquals(CHANGED, KnownHosts.acceptNew(file).check("host", OTHER));
        assertEquals("host " + line(KEY) + "\n", file.text());
    }

    @Test
    void createsTheFileAndItsFolder() {
        KnownHostsFile file = new KnownHostsFile(folder.resolve("new/known_hosts"));
        KnownHosts.acceptNew(file).check("host", KEY);
        assertEquals("host " + line(KEY) + "\n", file.text());
    }

    @Test
    void learnsFromManySessionsAtOnce() throws IOException {
        KnownHostsFile file = file("");
        KnownHosts hosts = KnownHosts.acceptNew(file);
        List<String> expected = new ArrayList<>();
        IntStream.range(0, 200).forEach(i -> expected.add("host" + i + " " + line(key("ssh-ed25519", i))));
        IntStream.range(0, 800)
                .parallel()
                .forEach(i -> assertEquals(OK, hosts.check("host" + i % 200, key("ssh-ed25519", i % 200))));
        List<String> learned = new ArrayList<>(file.text().lines().toList());
        Collections.sort(learned);
        Collections.sort(expected);
        assertEquals(expected, learned);
    }

    @Test
    void letsOneOfTwoSessionsLearnWhatTheOtherThenChecks() throws IOException {
        KnownHosts hosts = KnownHosts.acceptNew(file(""));
        long trusted = IntStream.range(0, 64)
                .parallel()
                .filter(i -> hosts.check("host", key("ssh-ed25519", i)) == OK)
                .count();
        assertEquals(1, trusted);
    }

    @Test
    void trustsOnlyThePinnedKeys() {
        SshAddress address = new SshAddress("u", "10.0.0.1", 2222);
        KnownHosts hosts = KnownHosts.pinned(address, List.of(line(KEY)), "the console of i-1");
        assertEquals(OK, hosts.check(address.alias(), KEY));
        assertEquals(CHANGED, hosts.check(address.alias(), OTHER));
        assertEquals(NOT_INCLUDED, hosts.check("10.0.0.2", KEY));
    }

    @Test
    void refusesAFileItCannotRead() {
        RefusedException refusal =
                assertThrows(RefusedException.class, () -> KnownHosts.strict(new KnownHostsFile(folder)));
        assertEquals(
                "known-hosts=" + folder + " cannot be read; make it readable, or give another --known-hosts",
                refusal.getMessage());
    }

    private KnownHosts strict(String text) throws IOException {
        return KnownHosts.strict(file(text));
    }

    private KnownHostsFile file(String text) throws IOException {
        return new KnownHostsFile(Files.writeString(folder.resolve("known_hosts"), text));
    }

    private static String line(byte[] key) {
        int length = key[3];
        String type = new String(Arrays.copyOfRange(key, 4, 4 + length), StandardCharsets.US_ASCII);
        return type + " " + Base64.getEncoder().encodeToString(key);
    }

    /** The wire form of a public key: a type and a body, each with its length before it. */
    private static byte[] key(String type, int seed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(type.length());
            out.writeBytes(type);
            out.writeInt(Integer.BYTES);
            out.writeInt(seed);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return bytes.toByteArray();
    }
}
