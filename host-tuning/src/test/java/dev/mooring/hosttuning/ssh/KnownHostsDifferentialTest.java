package dev.mooring.hosttuning.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the machine's own ssh and verify to log in by the same known_hosts files, and compares. */
final class KnownHostsDifferentialTest {
    private static final long SEED = Long.getLong("mooring.seed", 22);
    private static final int MIXED = 30;
    private static final int AT_ONCE = 4;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    private static Path folder;

    private static InetdServer keys;
    private static Map<String, String> commands;

    /** What one of the two did: whether it trusts, and what it made of the user's file. */
    private record Conduct(boolean trusts, String file) {}

    private record Compared(int trusted, List<String> differences) {}

    @BeforeAll
    static void makeKeys() throws IOException, InterruptedException {
        assumeFalse(InetdServer.isMissing(), "0 known_hosts files compared: ssh or sshd is missing");
        if (SshServer.user().equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        keys = new InetdServer(folder);
        for (String name : List.of("ed", "other", "ca", "signed", "me")) {
            keys.key(name, "ed25519");
        }
        keys.key("ec", "ecdsa");
        keys.key("rsa", "rsa");
        keys.key("other-rsa", "rsa");
        commands = Map.of(
                KnownHostsCases.MANY_KEYS,
                keys.command(
                        "many",
                        "HostKey " + keys.file("ed"),
                        "HostKey " + keys.file("rsa"),
                        "HostKey " + keys.file("ec")),
                KnownHostsCases.CERTIFICATE,
                certified("certificate", "web1.internal,web22.internal,10.1.2.3"),
                KnownHostsCases.OF_ANOTHER_NAME,
                certified("foreign", "elsewhere.internal"),
                KnownHostsCases.OF_EVERY_NAME,
                certified("nameless"));
    }

    private static String certified(String name, String... principals) throws IOException, InterruptedException {
        Path certificate = keys.sign("signed", "ca", name, principals);
        return keys.command(name, "HostKey " + keys.file("signed"), "HostCertificate " + certificate);
    }

    @Test
    void trustsWhatSshTrustsAndLearnsWhatSshLearns() throws Exception {
        KnownHostsCases generator = new KnownHostsCases(SEED, keys);
        List<KnownHostsCase> cases = new ArrayList<>(generator.ofEveryClass());
        cases.addAll(generator.mixed(MIXED));
        Compared compared = compare(cases);
        System.out.printf(
                "%d known_hosts files compared with ssh, seed %d: %d trusted, %d differences%n",
                cases.size(), SEED, compared.trusted(), compared.differences().size());
        assertEquals(List.of(), compared.differences(), () -> String.join("\n\n", compared.differences()));
    }

    @Test
    void isStricterThanSshWhereTheTableSaysSo() throws Exception {
        KnownHostsCases generator = new KnownHostsCases(SEED, keys);
        List<KnownHostsCase> cases = new ArrayList<>();
        for (String lines : KnownHostsCases.REFUSED_ON_PURPOSE.keySet()) {
            cases.add(generator.refusedOnPurpose(lines));
        }
        Compared compared = compare(cases);
        assertEquals(cases.size(), compared.trusted(), "trusted by ssh");
        assertEquals(cases.size(), compared.differences().size(), "refused by verify");
    }

    private static Compared compare(List<KnownHostsCase> cases) throws Exception {
        List<String> differences = new ArrayList<>();
        int trusted = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<List<Conduct>>> both = new ArrayList<>();
            for (KnownHostsCase tried : cases) {
                both.add(threads.submit(() -> List.of(ssh(tried), verify(tried))));
            }
            for (int i = 0; i < cases.size(); i++) {
                Conduct ssh = both.get(i).get().getFirst();
                Conduct verify = both.get(i).get().getLast();
                trusted += ssh.trusts() ? 1 : 0;
                if (!ssh.equals(verify)) {
                    differences.add("ssh " + ssh + "\nverify " + verify + "\n" + cases.get(i));
                }
            }
        }
        return new Compared(trusted, differences);
    }

    private static Conduct ssh(KnownHostsCase tried) throws IOException, InterruptedException {
        List<Path> files = write(tried);
        Process process = new ProcessBuilder(
                        "ssh",
                        "-F",
                        "none",
                        "-p",
                        Integer.toString(tried.port()),
                        "-i",
                        keys.file("me"),
                        "-o",
                        "IdentitiesOnly=yes",
                        "-o",
                        "IdentityAgent=none",
                        "-o",
                        "BatchMode=yes",
                        "-o",
                        "UpdateHostKeys=no",
                        "-o",
                        "StrictHostKeyChecking=" + (tried.acceptNew() ? "accept-new" : "yes"),
                        "-o",
                        "UserKnownHostsFile=" + files.get(0) + " " + files.get(1),
                        "-o",
                        "GlobalKnownHostsFile=" + files.get(2) + " " + files.get(3),
                        "-o",
                        "ProxyCommand=" + commands.get(tried.server()),
                        tried.host(),
                        "true")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        return new Conduct(process.waitFor() == 0, Files.readString(files.getFirst()));
    }

    private static Conduct verify(KnownHostsCase tried) throws IOException {
        List<Path> paths = write(tried);
        KnownHostsFile[] files = paths.stream().map(KnownHostsFile::new).toArray(KnownHostsFile[]::new);
        KnownHosts hosts = tried.acceptNew() ? KnownHosts.acceptNew(warning -> {}, files) : KnownHosts.strict(files);
        SshLogin login = new SshLogin(
                new CommandRoute(Objects.requireNonNull(commands.get(tried.server()))),
                Identities.file(Path.of(keys.file("me"))),
                hosts,
                LIMIT,
                new Random(SEED));
        boolean trusts;
        try {
            trusts = login.use(new SshAddress(SshServer.user(), tried.host(), tried.port()), session -> {
                session.close();
                return true;
            });
        } catch (HostUnreachableException refused) {
            trusts = false;
        }
        return new Conduct(trusts, Files.readString(paths.getFirst()));
    }

    private static List<Path> write(KnownHostsCase tried) throws IOException {
        Path own = Files.createTempDirectory(folder, "case");
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < tried.files().size(); i++) {
            Path file = own.resolve("known_hosts" + i);
            files.add(Files.writeString(file, tried.files().get(i)));
        }
        return files;
    }
}
