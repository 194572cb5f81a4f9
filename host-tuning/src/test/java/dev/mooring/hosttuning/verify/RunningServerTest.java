package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.Limit;
import dev.mooring.hosttuning.Golden;
import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.host.RecordedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The running server, its unit and its control groups against the plan: a tuned host with one thing changed. */
class RunningServerTest {
    private static final String UNIT = "\nMainPID=";
    private static final String LATER = "\n::mooring pam-messages";

    @TempDir
    private Path folder;

    @Test
    void failsAServerWhoseCapIsLessThanThePlan() throws IOException, HostUnreachableException {
        HostReport report = report(
                LATER,
                reading("server-status", "{\"phase\":\"serving\",\"connections\":{\"open\":40,\"max\":1000,\"a\":1}}"));
        assertEquals("FAIL The server takes 1000 connections and refuses the others.", sentence(report, "server cap"));
        assertEquals(new Limit("max-connections of the server", 960, "raise max-connections"), binding(report));
    }

    @Test
    void failsAServerThatExpectsAHeaderWhichTheLoadBalancerDoesNotSend() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL The server waits for a PROXY header that the load balancer does not send.",
                sentence(report(LATER, saying("true")), "server proxy protocol"));
        assertEquals(
                "PASS The server and the load balancer agree.",
                sentence(report(LATER, saying("false")), "server proxy protocol"));
    }

    @Test
    void doesNotKnowTheCapOfAServerThatDoesNotAnswer() throws IOException, HostUnreachableException {
        assertEquals(
                "UNKNOWN The server's cap could not be read at its admin port, /status.",
                sentence(report(LATER, "\n::mooring server-status\n\n::mooring exit 7\n"), "server cap"));
    }

    private static String saying(String proxyProtocol) {
        return reading(
                "server-status",
                "{\"phase\":\"serving\",\"proxyProtocol\":" + proxyProtocol
                        + ",\"connections\":{\"open\":40,\"max\":600000,\"a\":1}}");
    }

    @Test
    void failsAServerThatDoesNotListenOnEveryPortOfThePlan() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL The server does not listen on 8081, 8095, which the plan counts on.",
                sentence(report(without("*:8081 "), without("*:8095 ")), "server backlog"));
    }

    @Test
    void doesNotJudgeAServerThatIsStarting() throws IOException, HostUnreachableException {
        HostReport report = report(silent(), age(3), closed());
        String starting = "UNKNOWN The server is starting: it has run for 3s and listens on no port yet; verify again.";

        assertEquals(starting, sentence(report, "server backlog"));
        assertEquals(starting, sentence(report, "server cap"));
        assertTrue(report.isUnproven() && !report.fails(), "the host was reached, and is not proven to be tuned");
    }

    @Test
    void failsAServerThatListensOnNothingAfterAMinute() throws IOException, HostUnreachableException {
        assertTrue(sentence(report(silent(), age(61), closed()), "server backlog")
                .startsWith("FAIL The server does not listen on 8080, 8081, "));
    }

    @Test
    void doesNotJudgeThePortsOfAServerThatDrains() throws IOException, HostUnreachableException {
        HostReport report = report(
                closed(),
                new Change(
                        LATER,
                        reading(
                                "server-status",
                                "{\"phase\":\"draining\",\"connections\":{\"open\":40,\"max\":600000}}")));
        assertEquals(
                "UNKNOWN The server is draining and has closed its ports; verify again once it serves.",
                sentence(report, "server backlog"));
    }

    @Test
    void failsAUnitWhoseMemoryIsLessThanItsServerNeeds() throws IOException, HostUnreachableException {
        HostReport report = report(shown("MemoryMax=67108864"));
        assertEquals(
                "FAIL MemoryMax of the unit is 64.0 MiB, less than the server needs for its connections.",
                sentence(report, "server memory"));
        assertEquals("MemoryMax of the unit", binding(report).name());
    }

    @Test
    void failsAUnitInASliceWhoseMemoryIsLessThanItsServerNeeds() throws IOException, HostUnreachableException {
        HostReport report = report(
                new Change(UNIT, "\nMemoryMax=infinity" + UNIT),
                new Change(
                        LATER,
                        reading(
                                "groups",
                                "small.slice MemoryMax=104857600 MemoryCurrent=52428800 TasksMax=100\n"
                                        + "-.slice MemoryMax=infinity MemoryCurrent=52428800 TasksMax=infinity")));
        assertEquals(
                "FAIL MemoryMax of small.slice is 100.0 MiB, less than the server needs for its connections.",
                sentence(report, "server memory"));
        Limit binding = binding(report);
        assertEquals("MemoryMax of small.slice", binding.name());
        long whole = binding(report(
                        LATER, reading("groups", "small.slice MemoryMax=104857600 MemoryCurrent=0 TasksMax=max")))
                .connections();
        assertTrue(binding.connections() * 2 <= whole + 1, binding + " of " + whole + ": what is used is not left");
    }

    @Test
    void goesByTheMemoryThatSystemdSaysIsLeftByAllSlices() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL MemoryMax of the unit and what is above it is 64.0 MiB, less than the server needs for its"
                        + " connections.",
                sentence(report(shown("MemoryMax=infinity\nEffectiveMemoryMax=67108864")), "server memory"));
    }

    @Test
    void passesAUnitWithoutALimit() throws IOException, HostUnreachableException {
        HostReport report = report(shown("MemoryMax=infinity"));
        assertEquals("PASS Its control groups allow it.", sentence(report, "server memory"));
        assertEquals("nofile of the server", binding(report).name());
    }

    @Test
    void hasNoRoomWhereTheServerGetsTooFewTasks() throws IOException, HostUnreachableException {
        HostReport report = report(shown("TasksMax=4"));
        assertEquals("FAIL TasksMax=4: fewer threads than the server starts.", sentence(report, "unit start"));
        assertEquals(new Limit("TasksMax of the unit", 0, "raise TasksMax"), binding(report));
    }

    @Test
    void warnsOfAQuotaOfTheProcessor() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL CPUQuota leaves the server 10ms of each second, whatever the host has.",
                sentence(report(shown("CPUQuotaPerSecUSec=10ms")), "server processor"));
    }

    @Test
    void failsAUnitWithANetworkOfItsOwn() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL PrivateNetwork=yes: nobody reaches the server.",
                sentence(report(shown("PrivateNetwork=yes")), "unit start"));
    }

    @Test
    void failsAUnitThatDeniesEveryAddress() throws IOException, HostUnreachableException {
        assertEquals(
                "FAIL IPAddressDeny covers every address: nobody reaches the server.",
                sentence(report(shown("IPAddressDeny=::/0 0.0.0.0/0")), "unit start"));
    }

    @Test
    void doesNotSayThatThereIsNoUnitWhereSystemdGaveNoAnswer() throws IOException, HostUnreachableException {
        String text = Files.readString(Golden.resource("verify/tuned.txt"));
        int from = text.indexOf("::mooring unit\n");
        String shown = text.substring(from, text.indexOf("::mooring exit 0", from) + "::mooring exit 0".length());
        HostReport report = report(
                new Change(shown, "::mooring unit\n\n::mooring exit 124"), new Change(":9:LimitNOFILE=1000000", ":9:"));
        for (String id : List.of("unit LimitNOFILE", "unit TimeoutStopSec", "unit start")) {
            assertEquals(
                    "UNKNOWN systemctl show gave no answer about the unit, in time or at all.", sentence(report, id));
        }
    }

    private static Change shown(String lines) {
        return new Change(UNIT, "\n" + lines + UNIT);
    }

    private static Change silent() {
        return new Change(LATER, "\n::mooring server-status\n\n::mooring exit 7\n");
    }

    private static Change age(int seconds) {
        return new Change(LATER, reading("server-age", Integer.toString(seconds)));
    }

    private static Change closed() {
        return new Change("*:80", "*:70");
    }

    private static Change without(String port) {
        return new Change(port, "*:9999 ");
    }

    private static String reading(String name, String text) {
        return "\n::mooring " + name + "\n" + text + "\n\n::mooring exit 0\n";
    }

    private HostReport report(String before, String reading) throws IOException, HostUnreachableException {
        return report(new Change(before, reading));
    }

    /** The tuned host after these changes; a reading that is added before another counts at the end. */
    private HostReport report(Change... changes) throws IOException, HostUnreachableException {
        String text = Files.readString(Golden.resource("verify/tuned.txt"));
        for (Change change : changes) {
            assertTrue(text.contains(change.before()), change.before());
            text = text.replace(
                    change.before(), change.before().equals(LATER) ? change.after() + LATER : change.after());
        }
        return RecordedReports.CHECK.check(
                new RecordedHost("host", Files.writeString(folder.resolve("host.txt"), RecordedParts.inOrder(text))));
    }

    private static String sentence(HostReport report, String id) {
        return report.findings().stream()
                .filter(finding -> finding.check().id().equals(id))
                .map(finding -> finding.outcome() + " " + finding.sentence())
                .findFirst()
                .orElseThrow();
    }

    private static Limit binding(HostReport report) {
        return report.headroom().orElseThrow().binding();
    }

    /** A text of the recording, and what stands in its place. */
    private record Change(String before, String after) {}
}
