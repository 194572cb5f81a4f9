package dev.mooring.server.tls.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.credential.Credential;
import dev.mooring.capacity.credential.Der;
import dev.mooring.capacity.credential.Pem;
import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys as operators have them. */
final class CredentialTest {
    private static final byte[] P256 = {6, 8, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 3, 1, 7};

    private static TestCertificate ecdsa;
    private static TestCertificate rsa;

    private static Path folder;

    @BeforeAll
    static void make(@TempDir Path made) {
        folder = made;
        ecdsa = TestCertificate.ecdsa(folder, "one.test", "*.Two.test");
        rsa = TestCertificate.rsa(folder, "rsa.test");
    }

    @Test
    void namesAndExpiryAreThoseOfTheCertificate() {
        Credential credential = ecdsa.credential();
        assertEquals(List.of("one.test", "*.two.test"), credential.names());
        Duration left = Duration.between(Instant.now(), credential.expiry());
        assertTrue(left.toDays() >= 29 && left.toDays() <= 30, left.toString());
    }

    @Test
    void aKeyOfPkcs1IsReadAsOneOfPkcs8(@TempDir Path own) throws IOException {
        ByteBuffer pkcs8 = Der.content(ByteBuffer.wrap(rsa.key().getEncoded()), Der.SEQUENCE);
        Der.content(pkcs8, Der.INTEGER);
        Der.content(pkcs8, Der.SEQUENCE);
        ByteBuffer inner = Der.content(pkcs8, Der.OCTETS);
        byte[] pkcs1 = new byte[inner.remaining()];
        inner.get(pkcs1);
        Path key = TestCertificate.writeKey(own.resolve("key.pem"), Pem.write("RSA PRIVATE KEY", pkcs1));
        Credential read = Credential.read(rsa.chainFile(), key, Instant.now());
        assertArrayEquals(rsa.credential().keyPem(), read.keyPem());
    }

    @Test
    void aKeyOfSec1IsReadBehindItsParameters(@TempDir Path own) throws IOException {
        byte[] number = ((ECPrivateKey) ecdsa.key()).getS().toByteArray();
        byte[] padded = new byte[32];
        int count = Math.min(number.length, padded.length);
        System.arraycopy(number, number.length - count, padded, padded.length - count, count);
        byte[] sec1 = Der.element(
                Der.SEQUENCE,
                Der.joined(
                        new byte[] {Der.INTEGER, 1, 1},
                        Der.element(Der.OCTETS, padded),
                        Der.element(Der.PARAMETERS, P256)));
        byte[] file = Der.joined(Pem.write("EC PARAMETERS", P256), Pem.write("EC PRIVATE KEY", sec1));
        Path key = TestCertificate.writeKey(own.resolve("key.pem"), file);
        assertEquals(
                List.of("one.test", "*.two.test"),
                Credential.read(ecdsa.chainFile(), key, Instant.now()).names());
    }

    @Test
    void aKeyIsNotOpenToOthers(@TempDir Path own) throws IOException {
        Path key = Files.copy(ecdsa.keyFile(), own.resolve("key.pem"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(
                "tls-key=" + key + " holds a secret and is open to every user of the host; chmod o= " + key,
                ecdsa.chainFile(),
                key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(
                ecdsa.credential().names(),
                Credential.read(ecdsa.chainFile(), key, Instant.now()).names());
    }

    @Test
    void anEncryptedKeyIsRefusedWithTheCommandThatDecryptsIt(@TempDir Path own) throws IOException {
        Path key = Files.write(own.resolve("key.pem"), Pem.write("ENCRYPTED PRIVATE KEY", new byte[50]));
        String remedy =
                " is encrypted, and there is nobody to ask for its passphrase; decrypt it with openssl pkey -in FILE"
                        + " -out PLAIN, and let only the server read it (chmod 600)";
        assertRefused("tls-key=" + key + remedy, ecdsa.chainFile(), key);
        Path old = Files.writeString(own.resolve("old.pem"), """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-256-CBC,0123456789ABCDEF

                AAAA
                -----END RSA PRIVATE KEY-----
                """);
        assertRefused("tls-key=" + old + remedy, ecdsa.chainFile(), old);
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        assertRefused(
                "tls-key=" + rsa.keyFile() + " is not the key of tls-certificate=" + ecdsa.chainFile()
                        + " (CN=one.test); name the key that the certificate was issued for",
                ecdsa.chainFile(),
                rsa.keyFile());
        TestCertificate other = TestCertificate.ecdsa(folder, "one.test");
        assertRefused(
                "tls-key=" + other.keyFile() + " is not the key of tls-certificate=" + ecdsa.chainFile()
                        + " (CN=one.test); name the key that the certificate was issued for",
                ecdsa.chainFile(),
                other.keyFile());
    }

    @Test
    void filesWithoutTheirBlockAreRefused() {
        assertRefused(
                "tls-certificate=" + ecdsa.keyFile()
                        + " has no block BEGIN CERTIFICATE; name the PEM file of the certificate and its chain",
                ecdsa.keyFile(),
                ecdsa.keyFile());
        assertRefused(
                "tls-key=" + ecdsa.chainFile()
                        + " has no block BEGIN PRIVATE KEY; name the PEM file of the certificate's private key",
                ecdsa.chainFile(),
                ecdsa.chainFile());
    }

    @Test
    void filesThatAreMissingAreRefused(@TempDir Path own) {
        Path missing = own.resolve("missing.pem");
        assertRefused(
                "tls-certificate=" + missing + " does not exist; name the PEM file of the certificate and its chain",
                missing,
                ecdsa.keyFile());
        assertRefused(
                "tls-key=" + missing + " does not exist; name the PEM file of the certificate's private key",
                ecdsa.chainFile(),
                missing);
    }

    @Test
    void whatIsNoCertificateOrKeyInsideIsRefused(@TempDir Path own) throws IOException {
        Path certificate = Files.write(own.resolve("chain.pem"), Pem.write("CERTIFICATE", new byte[20]));
        assertRefused(
                "tls-certificate=" + certificate + " is not PEM: block 1 is no certificate; write it again",
                certificate,
                ecdsa.keyFile());
        Path key = TestCertificate.writeKey(own.resolve("key.pem"), Pem.write("PRIVATE KEY", new byte[20]));
        assertRefused(
                "tls-key=" + key
                        + " is neither a key of RSA nor of an elliptic curve that is known; use ECDSA with P-256, or RSA",
                ecdsa.chainFile(),
                key);
        Path ec = TestCertificate.writeKey(own.resolve("ec.pem"), Pem.write("EC PRIVATE KEY", new byte[20]));
        assertRefused(
                "tls-key=" + ec + " names no curve; convert it with openssl pkey -in FILE", ecdsa.chainFile(), ec);
    }

    @Test
    void aCertificateBeforeOrAfterItsTimeIsRefused() {
        TestCertificate expired = TestCertificate.from(folder, -40, "late.test");
        assertRefused(
                "tls-certificate=" + expired.chainFile() + " has expired at " + notAfter(expired)
                        + " (CN=late.test); renew it",
                expired.chainFile(),
                expired.keyFile());
        TestCertificate early = TestCertificate.from(folder, 5, "early.test");
        RefusedException refused = assertThrows(
                RefusedException.class, () -> Credential.read(early.chainFile(), early.keyFile(), Instant.now()));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .matches(
                                "tls-certificate=.* is valid from .* on \\(CN=early.test\\); set the host's clock, or use it"
                                        + " later"),
                refused.getMessage());
    }

    @Test
    void anRsaKeyThatClientsTakeForTooShortIsRefused() {
        TestCertificate shorter = TestCertificate.rsa(folder, 1024, "short.test");
        assertRefused(
                "tls-certificate=" + shorter.chainFile()
                        + " has an RSA key of 1024 bits, less than 2048 (CN=short.test); have it issued for ECDSA with"
                        + " P-256, or for RSA with 2048 bits or more",
                shorter.chainFile(),
                shorter.keyFile());
    }

    @Test
    void aChainInWhichSomebodyIsNotSignedByTheNextIsRefused(@TempDir Path own) throws IOException {
        Path chain = Files.write(own.resolve("chain.pem"), TestCertificate.joined(ecdsa.chainFile(), rsa.chainFile()));
        assertRefused(
                "tls-certificate=" + chain
                        + " is out of order: certificate 1 (CN=one.test) is not signed by certificate 2 (CN=rsa.test);"
                        + " put the server's certificate first, then each one's issuer",
                chain,
                ecdsa.keyFile());
    }

    @Test
    void itsTextHasNoKey() {
        String text = ecdsa.credential().toString();
        assertTrue(text.startsWith("CN=one.test for [one.test, *.two.test] until "), text);
        String key = new String(ecdsa.credential().keyPem(), US_ASCII);
        assertFalse(text.contains(key.lines().skip(1).findFirst().orElseThrow()), text);
    }

    private static Instant notAfter(TestCertificate certificate) {
        return ((X509Certificate) certificate.certificate()).getNotAfter().toInstant();
    }

    private static void assertRefused(String message, Path certificate, Path key) {
        RefusedException refused =
                assertThrows(RefusedException.class, () -> Credential.read(certificate, key, Instant.now()));
        assertEquals(message, refused.getMessage());
    }
}
