package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.hostagent.configuration.AgentConfiguration;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import dev.mooring.hostagent.secret.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host's certificate, from Secrets Manager into the file of its server. */
class SecretRenewalTest {
    private static final String SECRET = "mooring/wss";
    private static final Duration INTERVAL = Duration.ofHours(1);

    private static MadeCertificate first;
    private static MadeCertificate second;
    private static MadeCertificate expired;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void make(@TempDir Path made) throws Exception {
        first = MadeCertificate.of(made, "ws.example.com", "2026/11/01 00:00:00");
        second = MadeCertificate.of(made, "ws.example.com", "2026/11/01 00:00:00");
        expired = MadeCertificate.of(made, "ws.example.com", "2026/09/01 00:00:00");
    }

    @Test
    void writesChainAndKeyIntoOneFileForTheServerAlone() throws Exception {
        try (TestHost host = host()) {
            host.aws.secrets().put(SECRET, first.pem());

            assertTrue(file(host).renew());

            assertEquals(first.pem(), Files.readString(certificate()));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(certificate())));
            assertEquals(
                    System.getProperty("user.name"),
                    Files.getOwner(certificate()).getName());
        }
    }

    /** The server reads what has another time. */
    @Test
    void leavesAFileAloneThatHoldsWhatTheSecretHolds() throws Exception {
        try (TestHost host = host()) {
            host.aws.secrets().put(SECRET, first.pem());
            file(host).renew();
            FileTime before = FileTime.fromMillis(1_000);
            Files.setLastModifiedTime(certificate(), before);

            assertFalse(file(host).renew());

            assertEquals(before, Files.getLastModifiedTime(certificate()));
        }
    }

    @Test
    void bringsARenewedCertificateToAServerThatServesOnceInEachInterval() throws Exception {
        try (TestHost host = host()) {
            host.aws.secrets().put(SECRET, first.pem());
            file(host).renew();
            host.stepUntil(Serving.class);
            host.aws.secrets().put(SECRET, second.pem());
            long reads = reads(host);

            host.stepUntil(() -> reads(host) > reads);

            assertEquals(second.pem(), Files.readString(certificate()));
            assertFalse(host.clock.instant().isBefore(host.begin.plus(INTERVAL)), "no sooner than an interval");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"another key", "expired", "no key", "nothing of it", "{\"certificate\": \"a\"}"})
    void keepsTheFileOfBeforeWhenTheServerWouldRefuseTheNewOne(String kind) throws Exception {
        String wrong = switch (kind) {
            case "another key" -> first.chain() + second.key();
            case "expired" -> expired.pem();
            case "no key" -> second.chain();
            default -> kind;
        };
        try (TestHost host = host()) {
            host.aws.secrets().put(SECRET, first.pem());
            file(host).renew();
            host.aws.secrets().put(SECRET, wrong);

            RefusedException refused =
                    assertThrows(RefusedException.class, () -> file(host).renew());

            assertFalse(
                    String.valueOf(refused.getMessage()).contains("BEGIN PRIVATE KEY-----\n"), refused.getMessage());
            assertEquals(first.pem(), Files.readString(certificate()));
            try (var files = Files.list(folder)) {
                assertEquals(List.of(certificate()), files.toList());
            }
        }
    }

    @Test
    void goesOnServingWhenThereIsNoSuchSecretAnyMore() throws Exception {
        try (TestHost host = host()) {
            host.aws.secrets().put(SECRET, first.pem());
            file(host).renew();
            host.stepUntil(Serving.class);
            host.aws.secrets().remove(SECRET);
            long reads = reads(host);
            host.stepUntil(() -> reads(host) > reads);
            int published = host.aws.metrics().data().size();

            host.stepUntil(() -> host.aws.metrics().data().size() > published);

            assertEquals(first.pem(), Files.readString(certificate()));
            assertTrue(host.state() instanceof Serving, () -> "is " + host.state());
        }
    }

    @Test
    void saysWhichSecretCannotBeReadAndWhy() throws Exception {
        try (TestHost host = host()) {
            IOException missing =
                    assertThrows(IOException.class, () -> file(host).renew());

            assertTrue(
                    String.valueOf(missing.getMessage())
                            .startsWith("the secret mooring/wss cannot be read: Secrets Manager can't find"),
                    missing.getMessage());
        }
    }

    @Test
    void publishesForHowManyDaysTheServersCertificateIsGood() throws Exception {
        try (TestHost host = host()) {
            host.aws.secrets().put(SECRET, first.pem());
            host.server.certificateDays(29);

            host.stepUntil(() -> !host.aws.metrics().data().isEmpty());

            assertTrue(
                    host.aws
                            .metrics()
                            .data()
                            .contains("Mooring/CertificateDays{AutoScalingGroupName=mooring-fleet} 29"),
                    host.aws.metrics().data()::toString);
        }
    }

    private TestHost host() throws IOException {
        TestHost host = new TestHost();
        host.secrets = new AgentConfiguration.Secrets(
                Optional.of(SECRET), Optional.empty(), folder, System.getProperty("user.name"), INTERVAL);
        return host;
    }

    private static SecretFile file(TestHost host) {
        return AgentParts.secrets(host.configuration(), host.clients(), host.clock)
                .getFirst();
    }

    private static long reads(TestHost host) {
        return host.aws.calls().stream()
                .filter("secretsmanager:GetSecretValue"::equals)
                .count();
    }

    private Path certificate() {
        return folder.resolve("certificate.pem");
    }
}
