package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.Authentication;
import dev.mooring.hosttuning.Golden;
import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.host.RecordedHost;
import dev.mooring.hosttuning.setting.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may connect to a running server, on a recorded host that is tuned as planned. */
class AccessRuleTest {
    private static final String LATER = "\n::mooring pam-messages";
    private static final String PATH = "/var/lib/mooring-secrets/jwt-keys";
    private static final Map<String, String> TOKENS = Map.of("jwt-keys", "mooring/jwt", "jwt-audience", "mooring");
    private static final String OWN = "jwt-keys=" + PATH + "\njwt-audience=mooring\n";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void passesAServerThatWasToldWhatTheFleetSaysAndReadsItsKeys() throws Exception {
        List<String> told = told(report(Optional.of(TOKENS), OWN, "keys 600 mooring " + PATH + "\nreadable\nsecret\n"));

        assertEquals(3, told.size(), told::toString);
        assertTrue(told.stream().allMatch(each -> each.contains(" PASS ")), told::toString);
    }

    @Test
    void failsAServerThatAsksForNothingInAFleetThatAsksForTokens() throws Exception {
        List<String> told = told(report(Optional.of(TOKENS), "", ""));

        assertEquals(2, told.size(), told::toString);
        assertTrue(
                told.contains(
                        "access jwt-audience FAIL The fleet says mooring, and this host's server was told none: it"
                                + " lets in whom the others do not, or keeps out whom they let in."),
                told::toString);
    }

    @Test
    void failsAServerThatAsksForTokensInAFleetThatAsksForNothing() throws Exception {
        List<String> told = told(report(Optional.of(Map.of()), "auth-url=http://user:secret@auth.internal/\n", ""));

        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().startsWith("access auth-url FAIL The fleet says none"), told::toString);
        assertFalse(told.toString().contains("secret"), told::toString);
    }

    @Test
    void comparesNothingWhereNobodySaidWhatTheFleetAsksFor() throws Exception {
        assertEquals(
                List.of("access keys file PASS The server may read it, and nobody may change it."),
                told(report(Optional.empty(), OWN, "keys 644 root " + PATH + "\nreadable\npublic\n")));
        assertEquals(List.of(), told(report(Optional.empty(), "", "")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "? ? | unreadable | FAIL There is no file " + PATH
                        + ": every token is refused, and the server does not start again.",
                "600 root | closed secret | FAIL The server may not read " + PATH
                        + ": new keys reach it never, and it does not start again.",
                "644 mooring | readable secret | FAIL Others than mooring may read or change the keys, and so sign any token.",
                "666 mooring | readable public | FAIL Others than mooring may read or change the keys, and so sign any token.",
                "640 mooring | readable secret | PASS The server may read it, and nobody may change it.",
                "600 mooring | unreadable | UNKNOWN Whether the server may read it could not be found out.",
            })
    void judgesTheFileOfKeys(String file, String seen, String outcome) throws Exception {
        assertEquals(
                List.of("access keys file " + outcome),
                told(report(
                        Optional.empty(), OWN, "keys " + file + " " + PATH + "\n" + seen.replace(' ', '\n') + "\n")));
    }

    @ParameterizedTest
    @CsvSource({
        "https://issuer.example/jwks, PASS",
        "http://127.0.0.1:8000/jwks, PASS",
        "http://issuer.example/jwks, FAIL",
        "http://localhost.issuer.example/jwks, FAIL",
        "not a URL, FAIL"
    })
    void judgesTheWayThatKeysCome(String url, String outcome) throws Exception {
        List<String> told = told(report(Optional.empty(), "jwt-jwks=" + url + "\n", ""));

        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().startsWith("access keys over TLS " + outcome), told::toString);
    }

    private HostReport report(Optional<Map<String, String>> fleet, String settings, String keys)
            throws IOException, HostUnreachableException {
        String own = "\n::mooring access-settings\n" + settings + "\n::mooring exit 0\n\n::mooring access-keys\n" + keys
                + "\n::mooring exit " + (keys.isEmpty() ? 2 : 0) + "\n";
        String text = Files.readString(Golden.resource("verify/tuned.txt")).replace(LATER, own + LATER);
        long count =
                text.lines().filter(line -> line.startsWith("::mooring exit ")).count();
        String whole = text.replaceAll("::mooring end \\d+", "::mooring end " + count);
        return new PlanCheck(
                        RecordedReports.PLAN,
                        Optional.empty(),
                        Optional.empty(),
                        fleet.map(Authentication::of),
                        Role.SERVER,
                        PlanCheck.DEFAULT_LIMIT)
                .check(new RecordedHost("host", Files.writeString(folder.resolve("host.txt"), whole)));
    }

    private static List<String> told(HostReport report) {
        return report.findings().stream()
                .filter(finding -> finding.check().id().startsWith("access"))
                .map(finding -> finding.check().id() + " " + finding.outcome() + " " + finding.sentence())
                .toList();
    }
}
