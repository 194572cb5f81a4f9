package dev.mooring.infra.account;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.credential.Pem;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.account.Check.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/** The secrets of a fleet, with answers made from AWS's service model: no account has seen them. */
final class SecretChecksTest {
    private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/1";
    private static final Instant IN_TIME = Instant.parse("2026-11-02T12:00:00Z");
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder = Path.of("");

    /** Valid from November 1 on, for 30 days. */
    private static String chain = "";

    private static String key = "";
    private static final ModeledAws AWS = start();

    private Map<String, String> deployment =
            new HashMap<>(Map.of("certificate-secret", "mooring/wss", "domain", "ws.example.com"));
    private Instant now = IN_TIME;

    @BeforeAll
    static void makeACertificate() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=mooring",
                        "-ext",
                        "san=dns:ws.example.com,dns:*.example.org",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-startdate",
                        "2026/11/01 00:00:00",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, keytool.waitFor(), said);
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            made.load(stream, PASSWORD.toCharArray());
        }
        chain = pem("CERTIFICATE", made.getCertificate("server").getEncoded());
        key = pem("PRIVATE KEY", made.getKey("server", PASSWORD.toCharArray()).getEncoded());
    }

    @AfterAll
    static void stop() {
        AWS.close();
    }

    @Test
    void findsACertificateReadyThatClientsTake() {
        holds(chain + key);

        Check check = certificate();

        assertEquals(Outcome.READY, check.outcome(), check.sentence());
        assertTrue(check.sentence().startsWith("mooring/wss: for ws.example.com until 2026-12-"), check.sentence());
        deployment.put("domain", "chat.example.org");
        assertEquals(Outcome.READY, certificate().outcome());
    }

    @Test
    void saysHowToMakeASecretThatIsNotThere() {
        AWS.refuse("DescribeSecret", "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");

        fails(
                "certificate-secret=mooring/wss is not a secret of us-east-1, or has no value; make it: aws secretsmanager"
                        + " create-secret --region us-east-1 --name mooring/wss --secret-string file://host.pem");
    }

    @Test
    void findsACertificateForAnotherName() {
        holds(chain + key);
        deployment.put("domain", "other.example.com");

        fails("domain=other.example.com is none of the names of the certificate in mooring/wss, ws.example.com,"
                + " *.example.org; have one issued for it, or correct domain");
    }

    @Test
    void warnsOfACertificateThatEndsSoonAndFailsForOneThatHasEnded() {
        holds(chain + key);
        now = Instant.parse("2026-11-20T12:00:00Z");

        assertEquals(Outcome.WARNING, certificate().outcome());
        assertTrue(
                certificate()
                        .sentence()
                        .endsWith(", less than 14 days from now; renew it, and put the new one into the" + " secret"),
                certificate().sentence());
        now = Instant.parse("2027-01-20T12:00:00Z");
        assertEquals(Outcome.FAILURE, certificate().outcome());
        assertTrue(certificate().sentence().startsWith("certificate-secret=mooring/wss has expired at "));
    }

    @Test
    void findsWhatTheServerWouldRefuseAndShowsNothingOfIt() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "no PEM at all",
                        "has no block BEGIN CERTIFICATE",
                        chain,
                        "has no block BEGIN PRIVATE KEY",
                        key,
                        "has no block BEGIN CERTIFICATE")
                .entrySet()) {
            holds(wrong.getKey());

            Check check = certificate();

            assertEquals(Outcome.FAILURE, check.outcome(), check.sentence());
            assertTrue(
                    check.sentence().startsWith("certificate-secret=mooring/wss " + wrong.getValue()),
                    check.sentence());
            key.lines()
                    .filter(line -> !line.startsWith("-"))
                    .forEach(line -> assertFalse(check.sentence().contains(line)));
        }
    }

    @Test
    void findsASecretThatHostsMayNotDecrypt() {
        holds(chain + key);
        encryptedWith(KEY);

        fails("certificate-secret=mooring/wss is encrypted with " + KEY
                + ", which hosts may not use, for secrets-kms-key=; set secrets-kms-key to the ARN of that key");
        deployment.put("secrets-kms-key", KEY);
        assertEquals(Outcome.READY, certificate().outcome());
    }

    @Test
    void findsAPrivateKeyAmongThoseOfTokens() {
        holds(key);
        Check check = checks(Map.of("jwt-keys", "mooring/jwt", "jwt-audience", "mooring"))
                .tokenKeys("mooring/jwt")
                .apply("token keys");

        assertEquals(
                "jwt-keys=mooring/jwt holds a private key, which no host needs; put the public keys into it alone",
                check.sentence());
        assertEquals(Outcome.FAILURE, check.outcome());
    }

    @Test
    void findsKeysReady() {
        holds("bearer backend 0123456789abcdef");

        assertEquals(
                new Check("push keys", Outcome.READY, "mooring/push holds keys"),
                checks(Map.of()).pushKeys("mooring/push").apply("push keys"));
    }

    @Test
    void isAskedForTheSecretsOfTheFleetAlone() {
        holds(chain + key);
        Function<Map<String, String>, List<String>> names = authentication -> doctor(authentication).examine().stream()
                .map(Check::name)
                .filter(name ->
                        List.of("certificate", "token keys", "push keys").contains(name))
                .collect(Collectors.toList());

        assertEquals(List.of("certificate"), names.apply(Map.of()));
        assertEquals(
                List.of("certificate", "token keys"),
                names.apply(Map.of("jwt-keys", "mooring/jwt", "jwt-audience", "mooring")));
    }

    private void fails(String sentence) {
        assertEquals(new Check("certificate", Outcome.FAILURE, sentence), certificate());
    }

    private Check certificate() {
        return checks(Map.of()).certificate("mooring/wss").apply("certificate");
    }

    private SecretChecks checks(Map<String, String> authentication) {
        return new SecretChecks(inputs(authentication), clients(), () -> now);
    }

    private Doctor doctor(Map<String, String> authentication) {
        return new Doctor(inputs(authentication), clients(), () -> now, "hnb659fds");
    }

    private DeploymentPlan inputs(Map<String, String> authentication) {
        return DeploymentPlan.of(Map.of("tls", "host"), deployment, Map.of(), authentication);
    }

    private static AccountClients clients() {
        return new AccountClients(
                "us-east-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
                Optional.of(AWS.uri()),
                UrlConnectionHttpClient.create());
    }

    private static void holds(String text) {
        AWS.answer(
                "DescribeSecret",
                DescribeSecretResponse.builder().name("mooring/wss").build());
        AWS.answer(
                "GetSecretValue",
                GetSecretValueResponse.builder().secretString(text).build());
    }

    private static void encryptedWith(String key) {
        AWS.answer(
                "DescribeSecret", DescribeSecretResponse.builder().kmsKeyId(key).build());
    }

    private static ModeledAws start() {
        try {
            return ModeledAws.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String pem(String label, byte[] der) {
        return new String(Pem.write(label, der), US_ASCII);
    }
}
