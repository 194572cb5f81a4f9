package dev.mooring.proof.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.workbench.process.ChildProcesses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestCertificateTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void isForTheDomainAndSignedByItsAuthority() throws IOException, InterruptedException, GeneralSecurityException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/openssl")),
                "openssl is not installed, without which the run says so");
        GuestCertificate certificate = new GuestCertificate("chat.example.net", "chat/tls", folder);
        try (ChildProcesses children = ChildProcesses.withoutHook()) {
            certificate.make(children);
        }

        X509Certificate host = certificate(certificate.text());
        host.verify(certificate(Files.readString(folder.resolve("ca.pem"))).getPublicKey());
        Collection<List<?>> names = host.getSubjectAlternativeNames();
        assertEquals("[[2, chat.example.net]]", names.toString());
    }

    private static X509Certificate certificate(String pem) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
