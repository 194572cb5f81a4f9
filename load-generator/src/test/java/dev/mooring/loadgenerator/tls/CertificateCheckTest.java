package dev.mooring.loadgenerator.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.loadgenerator.tls.CertificateProblem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateCheckTest {
    private static final String NAMES = "dns:one.test,dns:*.two.test,dns:*.test,ip:127.0.0.1,ip:::1";
    private static TestAuthority authority;
    private static X509Certificate certificate;

    @BeforeAll
    static void makeAuthority(@TempDir Path folder) {
        authority = new TestAuthority(folder);
        certificate = authority.certificate(NAMES);
    }

    @ParameterizedTest
    @CsvSource({
        "one.test,       true",
        "ONE.Test,       true",
        "one.test.,      true",
        "a.two.test,     true",
        "a.b.two.test,   false",
        "two.test,       false",
        ".two.test,      false",
        "other.example,  false",
        "server,         false",
        "127.0.0.1,      true",
        "127.0.0.2,      false",
        "0:0:0:0:0:0:0:1,true",
        "::2,            false"
    })
    void aCertificateIsForTheNamesThatItHas(String host, boolean named) {
        assertEquals(named, new HostName(host).isNamedIn(certificate));
    }

    @Test
    void aStarForAWholeTopLevelIsForNobody() {
        assertFalse(new HostName("three.test").isNamedIn(authority.certificate("dns:*.test")));
    }

    @Test
    void anAddressIsNoName() {
        assertFalse(new HostName("127.0.0.1").isNamedIn(authority.certificate("dns:127.0.0.1.test")));
    }

    @Test
    void nothingIsWrongWithAServerOfTheAuthority() {
        assertEquals(Optional.empty(), problem("one.test", 0));
    }

    @Test
    void oneOfAnotherAuthorityIsNotTrusted(@TempDir Path folder) {
        CertificateProblem problem = check("one.test", new TestAuthority(folder))
                .problem(authority.chain(0, NAMES))
                .orElseThrow();
        assertEquals(new CertificateProblem(Kind.UNTRUSTED, "issued by CN=test authority"), problem);
    }

    @Test
    void oneThatHasExpiredSaysWhen() {
        CertificateProblem problem = problem("one.test", -60).orElseThrow();
        assertEquals(Kind.OUT_OF_DATE, problem.kind());
        assertTrue(problem.detail().startsWith("expired at 20"), problem.detail());
    }

    @Test
    void oneOfTheFutureSaysFromWhen() {
        CertificateProblem problem = problem("one.test", 5).orElseThrow();
        assertEquals(Kind.OUT_OF_DATE, problem.kind());
        assertTrue(problem.detail().startsWith("valid from 20"), problem.detail());
    }

    @Test
    void oneForAnotherNameSaysForWhich() {
        assertEquals(
                Optional.of(new CertificateProblem(
                        Kind.WRONG_NAME,
                        "the URL says else.example, it is for one.test, *.two.test, *.test, 127.0.0.1")),
                problem("else.example", 0));
    }

    @Test
    void whatCannotBeReadIsNotTrusted() {
        assertEquals(
                Optional.of(new CertificateProblem(Kind.UNTRUSTED, "it cannot be read")),
                check("one.test", authority).problem(new byte[][] {{1, 2, 3}}));
    }

    @Test
    void theAuthoritiesAreAskedOnceForAChainUntilItExpires() {
        AtomicInteger asked = new AtomicInteger();
        byte[][] chain = authority.chain(0, NAMES);
        byte[][] another = authority.chain(0, NAMES);
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        CertificateCheck check = new CertificateCheck(counting(asked), new HostName("one.test"), now::get);
        assertEquals(Optional.empty(), check.problem(chain));
        assertEquals(Optional.empty(), check.problem(copyOf(chain)));
        assertEquals(1, asked.get());
        now.set(Instant.now().plus(Duration.ofDays(31)));
        assertEquals(Kind.OUT_OF_DATE, check.problem(chain).orElseThrow().kind());
        now.set(Instant.now());
        assertEquals(Optional.empty(), check.problem(another));
        assertEquals(2, asked.get());
    }

    @Test
    void aFileThatIsNoPemIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), "nothing\n");
        assertEquals(
                "ca=" + file + " is not PEM with certificates; name the PEM file of the authority's certificate",
                assertThrows(RefusedException.class, () -> Authorities.read(Optional.of(file)))
                        .getMessage());
    }

    @Test
    void thereAreAuthoritiesWhereNobodyNamesOne() {
        assertTrue(Authorities.read(Optional.empty()).getAcceptedIssuers().length > 10);
    }

    private static byte[][] copyOf(byte[][] chain) {
        byte[][] copy = new byte[chain.length][];
        for (int i = 0; i < chain.length; i++) {
            copy[i] = chain[i].clone();
        }
        return copy;
    }

    private static Optional<CertificateProblem> problem(String host, int startDays) {
        return check(host, authority).problem(authority.chain(startDays, NAMES));
    }

    private static CertificateCheck check(String host, TestAuthority trusted) {
        return new CertificateCheck(Authorities.read(Optional.of(trusted.file())), new HostName(host), Instant::now);
    }

    private static X509TrustManager counting(AtomicInteger asked) {
        return new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authentication) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authentication) {
                asked.incrementAndGet();
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
    }
}
