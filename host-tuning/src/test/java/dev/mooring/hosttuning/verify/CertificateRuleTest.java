package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.credential.CertificateChain;
import dev.mooring.hosttuning.Golden;
import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.host.RecordedHost;
import dev.mooring.hosttuning.setting.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The certificates of a tuned host whose server ends TLS. */
class CertificateRuleTest {
    private static final String LATER = "\n::mooring pam-messages";
    private static final String SETTINGS =
            "tls-ports=8080-8095\ntls-certificate=/var/lib/mooring-secrets/certificate.pem\n";

    private static MadeCertificates made;
    private static Instant begin;
    private static Instant expiry;

    @TempDir
    private Path folder;

    @BeforeAll
    static void make(@TempDir Path made) throws Exception {
        CertificateRuleTest.made = MadeCertificates.in(made);
        CertificateChain chain = CertificateChain.ofPem(CertificateRuleTest.made.text("host.pem"))
                .orElseThrow();
        begin = chain.beginning();
        expiry = chain.expiry();
    }

    @Test
    void passesACertificateThatIsAsItShouldBe() throws Exception {
        assertEquals(
                List.of(
                        "certificate PASS It is valid at this time.",
                        "certificate renewal PASS It is good for long enough.",
                        "certificate chain PASS Each is signed by the next.",
                        "certificate key PASS Its key is the certificate's.",
                        "certificate key file PASS Only mooring may read it.",
                        "certificate name PASS It is for the name that clients connect to."),
                told(report(begin.plus(Duration.ofDays(1)), "host", "host", "600")));
    }

    @ParameterizedTest
    @CsvSource({"-15, PASS, PASS", "-14, PASS, PASS", "-13, PASS, FAIL", "0, PASS, FAIL", "1, FAIL, FAIL"})
    void warnsTwoWeeksBeforeTheEndAndFailsBehindIt(int days, String dates, String renewal) throws Exception {
        HostReport report = report(expiry.plus(Duration.ofDays(days)), "host", "host", "600");

        assertTrue(told(report).getFirst().startsWith("certificate " + dates), () -> "" + told(report));
        assertTrue(told(report).get(1).startsWith("certificate renewal " + renewal), () -> "" + told(report));
        assertEquals(days > 0, report.fails(), "before the end it only warns");
    }

    @Test
    void failsOneWhoseTimeHasNotBegun() throws Exception {
        Instant before = begin.minus(Duration.ofHours(1));

        assertEquals(
                "certificate FAIL It is valid from " + begin + " on, and the host's clock says " + before + ".",
                told(report(before, "host", "host", "600")).getFirst());
    }

    @Test
    void failsAKeyOfAnotherCertificate() throws Exception {
        HostReport report = report(begin, "host", "other", "600");

        assertEquals(
                "certificate key FAIL Its key belongs to another certificate: the server starts no more.",
                told(report).get(3));
        assertTrue(report.fails());
    }

    @ParameterizedTest
    @CsvSource({"600, PASS", "400, PASS", "640, FAIL", "604, FAIL", "644, FAIL", "660, FAIL", "?, UNKNOWN"})
    void letsNobodyButTheServerReadTheKey(String mode, String outcome) throws Exception {
        String finding = told(report(begin, "host", "host", mode)).get(4);

        assertTrue(finding.startsWith("certificate key file " + outcome), finding);
    }

    @Test
    void failsAChainOutOfOrder() throws Exception {
        String files = files(begin, made.text("host.pem") + made.text("other.pem"), made.publicHalf("host.key"), "600");

        assertEquals(
                "certificate chain FAIL Its certificate 1 (CN=ws.example.com) is not signed by certificate 2"
                        + " (CN=ws.example.com): some clients refuse it.",
                told(report("ws.example.com", "host", SETTINGS, files)).get(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ws.example.com|PASS It is for the name that clients connect to.",
                "a.example.net|PASS It is for the name that clients connect to.",
                "a.b.example.net|FAIL It is for ws.example.com, *.example.net, and clients connect to a.b.example.net.",
                "example.net|FAIL It is for ws.example.com, *.example.net, and clients connect to example.net.",
                "ws.example.org|FAIL It is for ws.example.com, *.example.net, and clients connect to ws.example.org.",
            })
    void comparesTheNameAsClientsDo(String domain, String outcome) throws Exception {
        String files = files(begin, made.text("host.pem"), made.publicHalf("host.key"), "600");

        assertEquals(
                "certificate name " + outcome,
                told(report(domain, "host", SETTINGS, files)).getLast());
    }

    @Test
    void doesNotKnowWhatCouldNotBeRead() throws Exception {
        String unreadable = "time " + begin.getEpochSecond()
                + "\nchain ? ? /certificate.pem\nunreadable\nkey 600 mooring /certificate.pem\nunreadable\n";
        HostReport report = report("ws.example.com", "host", SETTINGS, unreadable);

        assertEquals(
                List.of(
                        "certificate UNKNOWN No certificate could be read from its file.",
                        "certificate key file PASS Only mooring may read it.",
                        "certificate name UNKNOWN Not every certificate could be read."),
                told(report));
        assertTrue(report.isUnproven(), "not proven to be reached");
    }

    @Test
    void doesNotKnowWhoseKeyItIsWithoutOpenssl() throws Exception {
        String files = files(begin, made.text("host.pem"), "unreadable\n", "600");

        assertTrue(
                told(report("ws.example.com", "host", SETTINGS, files)).get(3).startsWith("certificate key UNKNOWN"));
    }

    @Test
    void failsAServerWithoutTlsWhereTheFleetHasIt() throws Exception {
        HostReport report = report("ws.example.com", "host", "", Optional.empty());

        assertEquals(
                List.of("tls FAIL The server was told no certificate: its clients cannot connect over wss."),
                told(report));
        assertTrue(report.fails());
    }

    @Test
    void saysNothingOfAServerWithoutTlsWhereTheFleetHasNone() throws Exception {
        assertEquals(List.of(), told(report("ws.example.com", "false", "", Optional.empty())));
    }

    private HostReport report(Instant now, String certificate, String key, String mode) throws Exception {
        return report(
                "ws.example.com",
                "host",
                SETTINGS,
                files(now, made.text(certificate + ".pem") + made.text("ca.pem"), made.publicHalf(key + ".key"), mode));
    }

    private static String files(Instant now, String chain, String publicHalf, String mode) {
        return "time " + now.getEpochSecond() + "\nchain 600 mooring /certificate.pem\n" + chain + "key " + mode
                + " mooring /certificate.pem\n" + publicHalf;
    }

    private HostReport report(String domain, String tls, String settings, String files)
            throws IOException, HostUnreachableException {
        return report(domain, tls, settings, Optional.of(files));
    }

    private HostReport report(String domain, String tls, String settings, Optional<String> files)
            throws IOException, HostUnreachableException {
        String own = "\n::mooring tls-settings\n" + settings + "\n::mooring exit 0\n\n::mooring certificates\n"
                + files.orElse("") + "\n::mooring exit " + (files.isPresent() ? 0 : 2) + "\n";
        String text = Files.readString(Golden.resource("verify/tuned.txt")).replace(LATER, own + LATER);
        long count =
                text.lines().filter(line -> line.startsWith("::mooring exit ")).count();
        String whole = text.replaceAll("::mooring end \\d+", "::mooring end " + count);
        return new PlanCheck(
                        plan(tls),
                        Optional.empty(),
                        Optional.of(domain),
                        Optional.empty(),
                        Role.SERVER,
                        PlanCheck.DEFAULT_LIMIT)
                .check(new RecordedHost("host", Files.writeString(folder.resolve("host.txt"), whole)));
    }

    private static CapacityPlan plan(String tls) {
        Map<String, String> inputs = new HashMap<>();
        RecordedReports.PLAN.spec().texts().forEach((key, text) -> inputs.put(key.key(), text));
        inputs.put("tls", tls);
        return CapacityPlanner.plan(FleetSpec.of(inputs));
    }

    private static List<String> told(HostReport report) {
        return report.findings().stream()
                .filter(finding -> finding.check().id().startsWith("certificate")
                        || finding.check().id().equals("tls"))
                .map(finding -> finding.check().id() + " " + finding.outcome() + " " + finding.sentence())
                .toList();
    }
}
