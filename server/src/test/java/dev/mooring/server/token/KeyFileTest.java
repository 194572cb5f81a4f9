package dev.mooring.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may stand in a file of keys. */
class KeyFileTest {
    @TempDir
    Path folder;

    @Test
    void readsPublicKeysInPem() throws IOException {
        assertEquals(
                List.of(TokenAlgorithm.RS256, TokenAlgorithm.ES256, TokenAlgorithm.ED_DSA),
                algorithms("# ours\n" + open(Tokens.RSA.getPublic().getEncoded())
                        + open(Tokens.EC.getPublic().getEncoded())
                        + open(Tokens.ED25519.getPublic().getEncoded())));
    }

    @Test
    void readsAJwkSetASingleJwkAndASecret() throws IOException {
        String rsa = Tokens.jwk("a", Tokens.RSA.getPublic());
        assertEquals(
                List.of(TokenAlgorithm.RS256, TokenAlgorithm.HS256),
                algorithms(Tokens.jwks(rsa, Tokens.jwk("b", Tokens.secret()))));
        assertEquals(List.of(TokenAlgorithm.RS256), algorithms(rsa));
        assertEquals(List.of(TokenAlgorithm.HS256), algorithms(Tokens.SECRET + "\n"));
    }

    @Test
    void leavesOutKeysForSomethingElseAndWeakOnes() throws IOException {
        String rsa = Tokens.jwk("a", Tokens.RSA.getPublic());
        assertEquals(
                List.of(TokenAlgorithm.RS256),
                algorithms(Tokens.jwks(
                        rsa,
                        rsa.replaceFirst("\\{", "{\"use\":\"enc\","),
                        rsa.replaceFirst("\\{", "{\"key_ops\":[\"encrypt\"],"),
                        rsa.replaceFirst("\\{", "{\"alg\":\"RS512\","),
                        Tokens.jwk("w", Tokens.pair("RSA", 1024).getPublic()),
                        Tokens.jwk("s", Tokens.secret(new byte[31])),
                        Tokens.jwk("c", Tokens.pair("EC", 384).getPublic()),
                        "{\"kty\":\"new\"}")));
    }

    @Test
    void takesNoPublicKeyForASecret() throws IOException {
        String bare = Base64.getEncoder().encodeToString(Tokens.RSA.getPublic().getEncoded());
        assertEquals(
                "has a key without its PEM lines; put -----BEGIN PUBLIC KEY----- before it, and its END behind",
                refusal(bare));
        assertEquals(
                "has a PUBLIC KEY that is none; copy it anew from the issuer",
                refusal(Tokens.pem("PUBLIC KEY", new byte[99])));
        assertEquals("has 0 keys in PEM; give 1 to 64", refusal("-----BEGIN PUBLIC KEY-----\n" + bare));
    }

    @Test
    void takesNothingThatOthersKnowForASecret() throws IOException {
        String rsa = Tokens.jwk("a", Tokens.RSA.getPublic());
        String key =
                Base64.getEncoder().encodeToString(Tokens.ED25519.getPublic().getEncoded());
        for (String known : List.of(
                "[" + rsa + "]",
                "\"keys\":[" + rsa + "]",
                "ssh-ed25519 " + key + " ann@host.example",
                "ecdsa-sha2-nistp256 " + key + " ann@host.example",
                "https://issuer.example/.well-known/jwks.json",
                "<html><body>404, there is nothing here</body></html>")) {
            assertEquals(
                    "has what is no secret, and no key as it has to be written; give {\"keys\":[...]}, or PUBLIC KEY in PEM;"
                            + " a URL belongs to jwt-jwks",
                    refusal(known));
        }
        String url = Base64.getUrlEncoder().encodeToString(Tokens.EC.getPublic().getEncoded());
        assertEquals(
                "has a key without its PEM lines; put -----BEGIN PUBLIC KEY----- before it, and its END behind",
                refusal(url));
        assertEquals(
                "has a secret of more than one line; give one, or a JWK set with one JWK for each",
                refusal("x".repeat(32) + "\n" + "y".repeat(32)));
    }

    @Test
    void aByteOrderMarkMakesNoSecretOfAJwkSet() throws IOException {
        assertEquals(
                List.of(TokenAlgorithm.RS256),
                algorithms("\uFEFF" + Tokens.jwks(Tokens.jwk("a", Tokens.RSA.getPublic()))));
    }

    @Test
    void moreKeysWithoutAnIdThanAreTriedAreRefusedBeforeAnyTokenIs() throws IOException {
        String key = open(Tokens.EC.getPublic().getEncoded());
        assertEquals(8, algorithms(key.repeat(8)).size());
        assertEquals(
                "cannot be used: more than 8 of its keys are for ES256 and have no id; give fewer, or a JWK set with a kid for"
                        + " each",
                refusal(key.repeat(9)));
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        assertEquals(
                "has a PRIVATE KEY; give the public one, which is enough to verify: openssl pkey -pubout",
                refusal(Tokens.pem("PRIVATE KEY", Tokens.RSA.getPrivate().getEncoded())));
        assertEquals(
                "has a RSA PUBLIC KEY; give PUBLIC KEY or CERTIFICATE",
                refusal(Tokens.pem("RSA PUBLIC KEY", Tokens.RSA.getPublic().getEncoded())));
        assertEquals(
                "has a key of a type or size that is not taken: RSA; give RSA of 2048 bits or more, P-256 or Ed25519",
                refusal(open(Tokens.pair("RSA", 1024).getPublic().getEncoded())));
        assertEquals(
                "has a secret shorter than 32 bytes; make one with: openssl rand -base64 48", refusal("x".repeat(31)));
        assertEquals(
                "cannot be used: it is no JWK set that is; give RSA keys of 2048 bits or more, P-256, Ed25519, or secrets of"
                        + " 32 bytes or more",
                refusal("{\"keys\":["));
    }

    @Test
    void aSecretIsNotOpenToOthers() throws IOException {
        Path file = written(Tokens.SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(
                "jwt-keys=" + file + " holds a secret and is open to every user of the host; chmod o= " + file,
                assertThrows(RefusedException.class, () -> new KeyFile(file).read())
                        .getMessage());
    }

    @Test
    void aFileThatChangesIsReadAgainAndABadOneLeavesTheKeysOfBefore() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        Path file = written(open(Tokens.RSA.getPublic().getEncoded()));
        FiledKeys keys = new FiledKeys(file, Set.of(TokenAlgorithm.values()), now::get);
        Files.writeString(file, open(Tokens.EC.getPublic().getEncoded()));
        assertEquals(TokenAlgorithm.RS256, only(keys), "not looked at yet");
        now.updateAndGet(before -> before.plus(Duration.ofSeconds(10)));
        assertEquals(TokenAlgorithm.ES256, only(keys));
        Files.writeString(file, open(Tokens.ED25519.getPublic().getEncoded()));
        now.updateAndGet(before -> before.minus(Duration.ofDays(1)));
        assertEquals(TokenAlgorithm.ED_DSA, only(keys), "a clock that is set back puts nothing off");
        Files.writeString(file, open(Tokens.EC.getPublic().getEncoded()));
        now.updateAndGet(before -> before.plus(Duration.ofSeconds(10)));
        assertEquals(TokenAlgorithm.ES256, only(keys));
        Files.writeString(file, "short");
        now.updateAndGet(before -> before.plus(Duration.ofSeconds(10)));
        assertEquals(TokenAlgorithm.ES256, only(keys));
        Files.delete(file);
        now.updateAndGet(before -> before.plus(Duration.ofSeconds(10)));
        assertEquals(TokenAlgorithm.ES256, only(keys));
    }

    @Test
    void aFileWithoutAKeyForWhatIsAllowedIsRefused() throws IOException {
        Path file = written(open(Tokens.RSA.getPublic().getEncoded()));
        assertEquals(
                "jwt-keys=" + file + " has no key for ES256; name in jwt-algorithms what its keys are for",
                assertThrows(
                                RefusedException.class,
                                () -> new FiledKeys(file, Set.of(TokenAlgorithm.ES256), Instant::now))
                        .getMessage());
    }

    private static TokenAlgorithm only(FiledKeys keys) {
        return keys.now().orElseThrow().keys().getFirst().algorithm();
    }

    private List<TokenAlgorithm> algorithms(String text) throws IOException {
        return new KeyFile(written(text))
                .read().keys().stream().map(TokenKey::algorithm).toList();
    }

    private String refusal(String text) throws IOException {
        Path file = written(text);
        String message = String.valueOf(assertThrows(RefusedException.class, () -> new KeyFile(file).read())
                .getMessage());
        String prefix = "jwt-keys=" + file + " ";
        assertEquals(prefix, message.substring(0, prefix.length()));
        return message.substring(prefix.length());
    }

    private Path written(String text) throws IOException {
        Path file = Files.createTempFile(folder, "keys", "");
        Files.writeString(file, text);
        return file;
    }

    private static String open(byte[] der) {
        return Tokens.pem("PUBLIC KEY", der);
    }
}
