package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.Messaging;
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

/** The push port of a tuned host whose server was told to have one. */
class PushPortRuleTest {
    private static final String LAST_PORT = "LISTEN 0      65535              *:8095            *:*\n";
    private static final Messaging FLEET = Messaging.of(Map.of("push-port", "9100", "push-keys", "mooring/push"));
    private static final String LATER = "\n::mooring pam-messages";

    @TempDir
    private Path folder;

    @Test
    void passesAPortThatListensAndRefusesWhoHasNoKey() throws IOException, HostUnreachableException {
        assertEquals(
                List.of(
                        "push port PASS The server listens at it.",
                        "push authentication PASS Who has no key is refused."),
                told(report("push=0.0.0.0:9100\napi-keys=/etc/mooring/push-keys", "*:9100", "403")));
    }

    @Test
    void saysNothingOfAServerWithoutAPushPort() throws IOException, HostUnreachableException {
        assertEquals(List.of(), told(report("ports=8080-8095", "", "")));
    }

    /** What ss(8) prints is another form of what a server is told. */
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:9100, *:9100, PASS",
        "0.0.0.0\\:9100, 0.0.0.0:9100, PASS",
        "[::]:9100, [::]:9100, PASS",
        ":9100, *:9100, PASS",
        "10.0.0.7:9100, [::ffff:10.0.0.7]:9100, PASS",
        "10.0.0.7:9100, 10.0.0.7%ens5:9100, PASS",
        "localhost:9100, 127.0.0.1:9100, PASS",
        "0.0.0.0:9100, 127.0.0.1:9100, FAIL",
        "10.0.0.7:9100, 10.0.0.8:9100, FAIL",
        "10.0.0.7:9100, *:9100, FAIL",
        "0.0.0.0:9100, *:91000, FAIL",
        "0.0.0.0:9100, *:19100, FAIL",
    })
    void comparesTheAddressWithTheSocket(String push, String socket, String outcome)
            throws IOException, HostUnreachableException {
        String first =
                told(report("push=" + push + "\napi-keys=keys", socket, "403")).getFirst();

        assertTrue(first.startsWith("push port " + outcome), first);
    }

    @Test
    void tellsThatNothingListens() throws IOException, HostUnreachableException {
        HostReport report = report("push=0.0.0.0:9100\napi-keys=keys", "", "");

        assertEquals(
                List.of(
                        "push port FAIL Nothing listens at 0.0.0.0:9100, which the server's configuration names: backends"
                                + " cannot push."),
                told(report));
        assertTrue(report.fails(), "a fleet that cannot be pushed to is not as planned");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "push=0.0.0.0:9100|200|FAIL Everybody who reaches the push port may send to every client.|true",
                "push=0.0.0.0:9100;api-keys=keys|200|FAIL Everybody who reaches the push port may send to every client.|true",
                "push=0.0.0.0:9100;push-open=true|200|FAIL Everybody who reaches the push port may send to every client.|false",
                "push=127.0.0.1:9100|200|SKIP Without keys, but only programs of this host reach the port.|false",
                "push=0.0.0.0:9100;api-keys=keys|000|UNKNOWN The push port gave no answer to a request without a key, or none that it should.|false",
                "push=0.0.0.0:9100;api-keys=keys|404|UNKNOWN The push port gave no answer to a request without a key, or none that it should.|false"
            })
    void goesByTheAnswerAndNotByTheFile(String settings, String answer, String sentence, boolean fails)
            throws IOException, HostUnreachableException {
        String socket = settings.contains("127") ? "127.0.0.1:9100" : "*:9100";
        HostReport report = report(settings.replace(';', '\n'), socket, answer);

        assertEquals("push authentication " + sentence, told(report).get(1));
        assertEquals(
                fails, report.fails(), "only what is open on purpose, or to this host alone, is less than a failure");
    }

    @Test
    void takesNoAnswerThatDidNotCome() throws IOException, HostUnreachableException {
        HostReport report = report(
                "push=0.0.0.0:9100\napi-keys=keys",
                "*:9100",
                "",
                "\n::mooring push-settings\npush=0.0.0.0:9100\napi-keys=keys\n::mooring exit 0\n",
                "\n::mooring push-answer\n403\n::mooring exit 124\n");

        assertTrue(
                told(report).get(1).startsWith("push authentication UNKNOWN"),
                told(report).toString());
        assertTrue(report.isUnproven(), "not proven to refuse anybody");
    }

    @Test
    void warnsWhereTheConfigurationCouldNotBeRead() throws IOException, HostUnreachableException {
        HostReport report = report("", "", "", "\n::mooring push-settings\n\n::mooring exit 77\n");

        assertEquals(
                List.of("push port UNKNOWN The server's configuration could not be read; verify as root."),
                told(report));
        assertEquals(false, report.isUnproven(), "a host without a push port is as good as it was");
    }

    @Test
    void doesNotJudgeAServerThatDrains() throws IOException, HostUnreachableException {
        String draining = "{\"phase\":\"draining\",\"connections\":{\"open\":40,\"max\":600000}}";

        assertEquals(
                List.of(
                        "push port UNKNOWN The server is draining and has closed its ports; verify again once it serves."),
                told(report(
                        "push=0.0.0.0:9100\napi-keys=keys",
                        "",
                        "",
                        "\n::mooring server-status\n" + draining + "\n::mooring exit 0\n",
                        "\n::mooring push-settings\npush=0.0.0.0:9100\n::mooring exit 0\n")));
    }

    @Test
    void leavesAPortAloneThatTheSystemChooses() throws IOException, HostUnreachableException {
        assertEquals(
                List.of("push port SKIP The system chooses the port at each start."),
                told(report("push=127.0.0.1:0\napi-keys=keys", "", "")));
    }

    @Test
    void passesAPortThatTheFleetHas() throws IOException, HostUnreachableException {
        assertEquals(
                List.of("push port of the fleet PASS The server was told the fleet's push port."),
                toldOfTheFleet(FLEET, "push=:9100\napi-keys=keys"));
    }

    /** Its own file says that all is well. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ports=8080|of no push port",
                "push=0.0.0.0:9101|of 0.0.0.0:9101",
                "push=127.0.0.1:9100|of 127.0.0.1:9100",
            })
    void failsAHostThatHasAnotherPortThanTheFleetOrNone(String settings, String told)
            throws IOException, HostUnreachableException {
        assertEquals(
                List.of("push port of the fleet FAIL The fleet pushes at 0.0.0.0:9100, and this host's server was told "
                        + told + ": its clients miss what is pushed."),
                toldOfTheFleet(FLEET, settings));
    }

    @Test
    void warnsOfAPortThatTheFleetHasNot() throws IOException, HostUnreachableException {
        Messaging without = Messaging.of(Map.of("handler", "echo"));

        assertEquals(
                List.of("push port of the fleet FAIL The server pushes at 0.0.0.0:9100, and the fleet has no push port:"
                        + " a new host has none."),
                toldOfTheFleet(without, "push=0.0.0.0:9100\napi-keys=keys"));
        assertEquals(List.of(), toldOfTheFleet(without, "ports=8080"));
    }

    @Test
    void doesNotKnowWhetherAnUnreadableHostHasTheFleetsPort() throws IOException, HostUnreachableException {
        HostReport report = report(Optional.of(FLEET), "", "", "", "\n::mooring push-settings\n\n::mooring exit 77\n");

        assertEquals(
                List.of(
                        "push port UNKNOWN The server's configuration could not be read; verify as root.",
                        "push port of the fleet UNKNOWN The server's configuration could not be read; verify as root."),
                told(report));
        assertTrue(report.isUnproven(), "not proven to be pushed to");
    }

    private List<String> toldOfTheFleet(Messaging fleet, String settings) throws IOException, HostUnreachableException {
        String socket =
                settings.contains("push=") ? settings.split("[=\n]", -1)[1].replaceFirst("^(0.0.0.0)?:", "*:") : "";
        return told(report(Optional.of(fleet), settings, socket, "403")).stream()
                .filter(line -> line.startsWith("push port of the fleet"))
                .toList();
    }

    private HostReport report(String settings, String socket, String answer, String... readings)
            throws IOException, HostUnreachableException {
        return report(Optional.empty(), settings, socket, answer, readings);
    }

    private HostReport report(
            Optional<Messaging> fleet, String settings, String socket, String answer, String... readings)
            throws IOException, HostUnreachableException {
        String tuned = Files.readString(Golden.resource("verify/tuned.txt"));
        assertTrue(tuned.contains(LAST_PORT) && tuned.contains(LATER), "the recording is as this test knows it");
        String own = readings.length > 0
                ? String.join("", readings)
                : "\n::mooring push-settings\n" + settings + "\n::mooring exit 0\n\n::mooring push-answer\n" + answer
                        + "\n::mooring exit 0\n";
        String listener = socket.isEmpty() ? "" : "LISTEN 0 128 " + socket + " *:*\n";
        String text = tuned.replace(LAST_PORT, LAST_PORT + listener).replace(LATER, own + LATER);
        long count =
                text.lines().filter(line -> line.startsWith("::mooring exit ")).count();
        String whole = text.replaceAll("::mooring end \\d+", "::mooring end " + count);
        return new PlanCheck(
                        RecordedReports.PLAN,
                        fleet,
                        Optional.empty(),
                        Optional.empty(),
                        Role.SERVER,
                        PlanCheck.DEFAULT_LIMIT)
                .check(new RecordedHost("host", Files.writeString(folder.resolve("host.txt"), whole)));
    }

    private static List<String> told(HostReport report) {
        return report.findings().stream()
                .filter(finding -> finding.check().id().startsWith("push "))
                .map(finding -> finding.check().id() + " " + finding.outcome() + " " + finding.sentence())
                .toList();
    }
}
