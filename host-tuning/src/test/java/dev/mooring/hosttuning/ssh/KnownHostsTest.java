package dev.mooring.hosttuning.ssh;

import static dev.mooring.hosttuning.ssh.HostKeyVerdict.Trust.CHANGED;
import static dev.mooring.hosttuning.ssh.HostKeyVerdict.Trust.KNOWN;
import static dev.mooring.hosttuning.ssh.HostKeyVerdict.Trust.LEARNED;
import static dev.mooring.hosttuning.ssh.HostKeyVerdict.Trust.OBSCURED;
import static dev.mooring.hosttuning.ssh.HostKeyVerdict.Trust.REVOKED;
import static dev.mooring.hosttuning.ssh.HostKeyVerdict.Trust.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
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
    private static final byte[] THIRD = key("ssh-ed25519", 3);
    /** The name "host", as ssh-keygen -H wrote it. */
    private static final String HASHED_HOST = "|1|kqbEV16KxugqCWG/jyUTOUS5euc=|RE5x9kM7fVRZTOSugCr668LVmkU=";

    @TempDir
    private Path folder;

    @Test
    void trustsAKnownKey() throws IOException {
        assertEquals(KNOWN, trust(strict("host " + line(KEY)), "host", KEY));
    }

    @Test
    void doesNotKnowAHostThatIsNotNamed() throws IOException {
        assertEquals(UNKNOWN, trust(strict("host " + line(KEY)), "another", KEY));
    }

    @Test
    void seesThatAKeyChanged() throws IOException {
        assertEquals(CHANGED, trust(strict("host " + line(KEY)), "host", OTHER));
    }

    @Test
    void takesAKeyOfAnotherTypeForAChange() throws IOException {
        KnownHosts hosts = KnownHosts.acceptNew(warning -> {}, file("host " + line(KEY)));
        assertEquals(CHANGED, trust(hosts, "host", key("ssh-rsa", 1)));
    }

    @Test
    void refusesARevokedKey() throws IOException {
        KnownHosts hosts = strict("@revoked * " + line(OTHER) + "\n@revoked host " + line(KEY) + "\nhost " + line(KEY));
        assertEquals(REVOKED, trust(hosts, "host", KEY));
    }

    @Test
    void refusesARevokedKeyByEveryFormOfTheHost() throws IOException {
        for (String hosts : List.of("*", "h*", "h?st", "a,HOST", "*,!other", HASHED_HOST)) {
            KnownHosts known = strict("host " + line(KEY) + "\n@revoked " + hosts + " " + line(KEY));
            assertEquals(REVOKED, trust(known, "host", KEY), hosts);
        }
    }

    @Test
    void doesNotTakeAnotherHostsRevocationForOne() throws IOException {
        KnownHosts known = strict("host " + line(KEY) + "\n@revoked *,!host " + line(KEY));
        assertEquals(KNOWN, trust(known, "host", KEY));
    }

    @Test
    void learnsNoKeyThatTheBareNameRevokes() throws IOException {
        KnownHosts known = KnownHosts.acceptNew(warning -> {}, file("@revoked host " + line(KEY)));
        assertEquals(REVOKED, trust(known, "[host]:2222", KEY));
    }

    @Test
    void readsARevocationThatHasATabBehindIt() throws IOException {
        assertEquals(REVOKED, trust(strict("@revoked\thost " + line(KEY)), "host", KEY));
    }

    @Test
    void trustsAHostThatAPatternCovers() throws IOException {
        assertEquals(KNOWN, trust(strict("*.internal,!bad.* " + line(KEY)), "good.internal", KEY));
        assertEquals(UNKNOWN, trust(strict("*.internal,!bad.* " + line(KEY)), "bad.internal", KEY));
    }

    @Test
    void learnsNoKeyOfAHostThatAPatternCovers() throws IOException {
        KnownHostsFile file = file("h* " + line(KEY) + "\n");
        assertEquals(CHANGED, trust(KnownHosts.acceptNew(warning -> {}, file), "host", OTHER));
        assertEquals("h* " + line(KEY) + "\n", file.text());
    }

    @Test
    void looksAtTheBareNameOnlyWhereThePortHasNoEntry() throws IOException {
        KnownHosts known = strict("[host]:2222 " + line(OTHER) + "\nhost " + line(KEY));
        assertEquals(CHANGED, trust(known, "[host]:2222", KEY));
        assertEquals(KNOWN, trust(known, "[host]:2223", KEY));
    }

    @Test
    void readsTheOtherFilesToo() throws IOException {
        KnownHostsFile global = new KnownHostsFile(
                Files.writeString(folder.resolve("global"), "@revoked * " + line(KEY) + "\n* " + line(OTHER)));
        KnownHosts known = KnownHosts.strict(file("host " + line(KEY)), global);
        assertEquals(REVOKED, trust(known, "host", KEY));
        assertEquals(KNOWN, trust(known, "host", OTHER));
    }

    @Test
    void learnsNothingWhereALineThatIsNotUnderstoodMayBeAboutTheHost() throws IOException {
        for (String line : List.of("host ssh-foo AAAA", "host", "@revokd host " + line(KEY), "|1|x|y " + line(KEY))) {
            KnownHostsFile file = file(line + "\n");
            assertEquals(OBSCURED, trust(KnownHosts.acceptNew(warning -> {}, file), "host", KEY), line);
            assertEquals(line + "\n", file.text());
        }
    }

    @Test
    void trustsNoKeyThatIsNotWrittenInCanonicalBase64() throws IOException {
        String padded = line(key("ssh-rsa", 7));
        assertEquals(KNOWN, trust(strict("host " + padded), "host", key("ssh-rsa", 7)));
        assertEquals(UNKNOWN, trust(strict("host " + padded.replace("=", "")), "host", key("ssh-rsa", 7)));
    }

    @Test
    void warnsOnceThatALearnedKeyCannotBeKept() throws IOException {
        List<String> warnings = new ArrayList<>();
        KnownHostsFile below = new KnownHostsFile(folder.resolve("plain/known_hosts"));
        KnownHosts known = KnownHosts.acceptNew(warnings::add, below);
        Files.createFile(folder.resolve("plain"));
        assertEquals(LEARNED, trust(known, "host", KEY));
        assertEquals(LEARNED, trust(known, "another", KEY));
        assertEquals(CHANGED, trust(known, "host", OTHER));
        assertEquals(
                List.of("known-hosts=" + below.path() + " cannot be written (FileAlreadyExistsException), new host keys"
                        + " are trusted for this run only; make it writable, or give --known-hosts"),
                warnings);
    }

    @Test
    void asksForTheTypesOfKnownKeysFirst() throws IOException {
        List<String> algorithms = List.of("ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512");
        String rsa = line(key("ssh-rsa", 7));
        assertEquals("rsa-sha2-512", first(strict("h* " + rsa), algorithms));
        assertEquals("ssh-ed25519", first(strict("h* " + rsa + "\n@revoked * " + rsa), algorithms));
        assertEquals("ssh-ed25519", first(strict("x* " + rsa), algorithms));
        assertEquals("ssh-ed25519", first(strict("h* " + rsa + "\nhost " + line(KEY)), algorithms));
    }

    @Test
    void trustsAPortByTheKeyOfItsHost() throws IOException {
        assertEquals(KNOWN, trust(strict("host " + line(KEY)), "[host]:2222", KEY));
    }

    @Test
    void takesAnotherPortForAnotherServer() throws IOException {
        assertEquals(UNKNOWN, trust(strict("host " + line(KEY)), "[host]:2222", OTHER));
    }

    @Test
    void readsHashedNames() throws IOException, InterruptedException {
        KnownHostsFile file = file("host " + line(KEY) + "\n[host]:2222 " + line(OTHER));
        SshServer.run("ssh-keygen", "-H", "-f", file.path().toString());
        assertFalse(file.text().contains("host"));
        assertEquals(KNOWN, trust(KnownHosts.strict(file), "host", KEY));
        assertEquals(KNOWN, trust(KnownHosts.strict(file), "[host]:2222", OTHER));
        assertEquals(CHANGED, trust(KnownHosts.strict(file), "host", OTHER));
    }

    @Test
    void neverWritesWhenStrict() throws IOException {
        KnownHostsFile file = file("host " + line(KEY));
        trust(KnownHosts.strict(file), "another", KEY);
        assertEquals("host " + line(KEY), file.text());
    }

    @Test
    void learnsANewHostAtTheEndOfTheFile() throws IOException {
        KnownHostsFile file = file("# mine\nhost " + line(KEY));
        KnownHosts hosts = KnownHosts.acceptNew(warning -> {}, file);
        assertEquals(LEARNED, trust(hosts, "another", OTHER));
        assertEquals(CHANGED, trust(hosts, "another", KEY));
        assertEquals("# mine\nhost " + line(KEY) + "\nanother " + line(OTHER) + "\n", file.text());
    }

    @Test
    void refusesAChangedKeyAlsoWhenNewOnesAreAccepted() throws IOException {
        KnownHostsFile file = file("host " + line(KEY) + "\n");
        assertEquals(CHANGED, trust(KnownHosts.acceptNew(warning -> {}, file), "host", OTHER));
        assertEquals("host " + line(KEY) + "\n", file.text());
    }

    @Test
    void createsTheFileAndItsFolder() {
        KnownHostsFile file = new KnownHostsFile(folder.resolve("new/known_hosts"));
        trust(KnownHosts.acceptNew(warning -> {}, file), "host", KEY);
        assertEquals("host " + line(KEY) + "\n", file.text());
    }

    @Test
    void learnsFromManySessionsAtOnce() throws IOException {
        KnownHostsFile file = file("");
        KnownHosts hosts = KnownHosts.acceptNew(warning -> {}, file);
        List<String> expected = new ArrayList<>();
        IntStream.range(0, 200).forEach(i -> expected.add("host" + i + " " + line(key("ssh-ed25519", i))));
        IntStream.range(0, 800)
                .parallel()
                .forEach(i -> assertNotEquals(CHANGED, trust(hosts, "host" + i % 200, key("ssh-ed25519", i % 200))));
        List<String> learned = new ArrayList<>(file.text().lines().toList());
        Collections.sort(learned);
        Collections.sort(expected);
        assertEquals(expected, learned);
    }

    @Test
    void letsOneOfTwoSessionsLearnWhatTheOtherThenChecks() throws IOException {
        KnownHosts hosts = KnownHosts.acceptNew(warning -> {}, file(""));
        long trusted = IntStream.range(0, 64)
                .parallel()
                .filter(i -> trust(hosts, "host", key("ssh-ed25519", i)) != CHANGED)
                .count();
        assertEquals(1, trusted);
    }

    @Test
    void trustsOnlyThePinnedKeys() throws IOException {
        SshAddress address = new SshAddress("u", "10.0.0.1", 2222);
        KnownHosts files = strict("10.0.0.2 " + line(KEY) + "\n@revoked * " + line(THIRD));
        KnownHosts hosts = files.pinning(address, List.of(line(KEY), line(THIRD)), "the console of i-1");
        assertEquals(KNOWN, trust(hosts, address.alias(), KEY));
        assertEquals(CHANGED, trust(hosts, address.alias(), OTHER));
        assertEquals(UNKNOWN, trust(hosts, "10.0.0.2", KEY));
        assertEquals(REVOKED, trust(hosts, address.alias(), THIRD));
    }

    @Test
    void refusesAFileItCannotRead() {
        RefusedException refusal =
                assertThrows(RefusedException.class, () -> KnownHosts.strict(new KnownHostsFile(folder)));
        assertEquals(
                "known-hosts=" + folder
                        + " is a directory, not a file; make it readable, or give another --known-hosts",
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

    private static HostKeyVerdict.Trust trust(KnownHosts hosts, String alias, byte[] key) {
        HostKeys ofHost = hosts.of(SshAddress.parse(alias, "u", 22));
        ofHost.check(alias, key);
        return ofHost.verdict().trust();
    }

    private static String first(KnownHosts hosts, List<String> algorithms) {
        return hosts.of(new SshAddress("u", "host", 22)).ordered(algorithms).getFirst();
    }

    /** The wire form of a public key: a type and one or two numbers, each with its length before it. */
    private static byte[] key(String type, int seed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(type.length());
            out.writeBytes(type);
            if (type.equals("ssh-rsa")) {
                out.writeInt(1);
                out.writeByte(3);
            }
            out.writeInt(32);
            out.writeInt(seed);
            out.write(new byte[28]);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return bytes.toByteArray();
    }
}
