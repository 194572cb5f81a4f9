package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.MemoryBudget;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.setting.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Server, control groups, record of the tuning and the room that is left, on a tuned host with one change. */
class HostRulesTest {
    private static final String RECORD = "tuning record";
    private static final Bytes NEEDED = needed();

    @ParameterizedTest
    @CsvSource({"0, true", "-1, false"})
    void needsTheMemoryThatThePlanGivesTheServer(long more, boolean passes) {
        TunedHost host = shown("MemoryMax=" + (NEEDED.count() + more));

        assertEquals(
                passes
                        ? "PASS Its control groups allow it."
                        : "FAIL MemoryMax of the unit is "
                                + Bytes.of(NEEDED.count() + more).human()
                                + ", less than the server needs for its connections.",
                host.judged("server memory"));
    }

    @Test
    void goesByTheGroupWithTheLeastMemory() {
        TunedHost host = shown("MemoryMax=" + NEEDED.count())
                .reading("groups", "a.slice MemoryMax=1048576 TasksMax=5\nb.slice MemoryMax=max");

        assertEquals(
                "FAIL MemoryMax of a.slice is 1.0 MiB, less than the server needs for its connections.",
                host.judged("server memory"));
        assertEquals(
                "systemctl show -p MemoryMax of a.slice and of what is above it, and raise it",
                host.remedy("server memory"));
        assertTrue(host.report().headroom().orElseThrow().limits().stream()
                .anyMatch(limit -> limit.name().equals("TasksMax of a.slice") && limit.connections() == 0));
    }

    @Test
    void raisesTheMemoryOfTheUnitInAFileOfItsOwn() {
        assertEquals(
                "sudo mkdir -p /etc/systemd/system/mooring-server.service.d && printf '%s\\n' '[Service]'"
                        + " 'MemoryMax=infinity' | sudo tee"
                        + " /etc/systemd/system/mooring-server.service.d/zz-mooring.zz-MemoryMax.conf"
                        + " && sudo systemctl daemon-reload",
                shown("MemoryMax=4096").remedy("server memory"));
    }

    @ParameterizedTest
    @CsvSource({"infinity, false", "'', false", "500ms, true"})
    void warnsOfAQuotaOnly(String quota, boolean warns) {
        TunedHost host = shown("CPUQuotaPerSecUSec=" + quota);

        assertEquals(warns, host.finding("server processor").isPresent());
        assertEquals(false, host.report().fails());
    }

    @Test
    void saysNothingOfTheServerOfALoadGenerator() {
        List<String> ids = TunedHost.asRecorded()
                .with("\nMainPID=", "\nMemoryMax=4096\nCPUQuotaPerSecUSec=1ms\nMainPID=")
                .reading("server-status", status(5, 100))
                .report(Role.LOAD_GENERATOR)
                .findings()
                .stream()
                .map(finding -> finding.check().id())
                .filter(id -> id.startsWith("server ") || id.startsWith("unit "))
                .toList();

        assertEquals(List.of(), ids);
    }

    @ParameterizedTest
    @CsvSource({"599999, false", "600000, true"})
    void needsTheCapOfThePlan(long cap, boolean passes) {
        assertEquals(
                passes
                        ? "PASS The server takes as many."
                        : "FAIL The server takes 599999 connections and refuses the others.",
                TunedHost.asRecorded().reading("server-status", status(0, cap)).judged("server cap"));
    }

    @Test
    void tellsAServerThatWasStartedByHand() {
        TunedHost host = TunedHost.asRecorded()
                .with(
                        "Max open files            1000000              1000000",
                        "Max open files            1024    4096");

        assertEquals(
                "FAIL Process 871 may open 1024 files although " + TunedHost.UNIT
                        + ":9 says 1000000: lowered to fs.nr_open, refused by a container, or not restarted since.",
                host.judged("server nofile"));
        TunedHost byHand = host.with("MainPID=871", "MainPID=0");
        assertEquals(
                "FAIL Process 871 may open 1024 files; it was started by hand and has the limit of that session.",
                byHand.judged("server nofile"));
        assertEquals("stop it, then sudo systemctl restart mooring-server.service", byHand.remedy("server nofile"));
    }

    @Test
    void knowsWhetherAServerComesBackAfterABoot() {
        TunedHost host = TunedHost.asRecorded();

        assertEquals(Survival.YES, survival(host));
        assertEquals(Survival.NO, survival(host.with("MainPID=871", "MainPID=0")));
        assertEquals(Survival.NO, survival(host.with("UnitFileState=enabled", "UnitFileState=disabled")));
    }

    @Test
    void tellsNoServerFromOneThatCouldNotBeSeen() {
        TunedHost host = TunedHost.asRecorded();

        assertEquals(
                "SKIP No server is running.", host.reading("server-pid", "", 2).judged("server nofile"));
        assertEquals(
                "UNKNOWN Whether a server is running could not be read.",
                host.reading("server-pid", "", 1).judged("server nofile"));
        assertEquals(
                "UNKNOWN /proc/871/limits could not be read.",
                host.reading("server-limits", "").judged("server nofile"));
        assertEquals(
                "UNKNOWN The listening sockets could not be read with ss.",
                host.reading("listeners", "", 127).judged("server backlog"));
    }

    @Test
    void countsThePortsWithASmallBacklog() {
        TunedHost host = TunedHost.asRecorded()
                .with("65535              *:8080 ", "128    *:8080 ")
                .with("65535              *:8095 ", "65534  *:8095 ");

        assertEquals(
                "FAIL Port 8080 has 128, and 1 more: it was opened with less, and keeps that until it is opened anew.",
                host.judged("server backlog"));
        assertEquals(
                "128 65535 65534",
                host.finding("server backlog").orElseThrow().actual().process());
    }

    @Test
    void goesByTheSmallestBacklogOfAPortThatIsOpenTwice() {
        assertEquals(
                "FAIL Port 8080 has 128: it was opened with less, and keeps that until it is opened anew.",
                TunedHost.asRecorded()
                        .with(
                                "LISTEN 0      65535              *:8080            *:*",
                                "LISTEN 0 128 *:8080 *:*\nLISTEN 0 65535 *:8080 *:*")
                        .judged("server backlog"));
    }

    @Test
    void readsTheRecordOfTheTuning() {
        TunedHost host = TunedHost.asRecorded();

        assertEquals("PASS Tuned for this plan at 2026-11-24T08:15:09Z.", host.judged(RECORD));
        assertEquals(
                "FAIL There is none: the host was never tuned, or the script has not come to its end.",
                host.reading("record", "", 2).judged(RECORD));
        assertEquals(
                "UNKNOWN /var/lib/mooring/tuned.json could not be read.",
                host.reading("record", "", 1).judged(RECORD));
        assertEquals(
                "FAIL /var/lib/mooring/tuned.json is damaged.",
                host.reading("record", "{\"profile\":").judged(RECORD));
    }

    @Test
    void namesTheFirstThreeStepsThatFailed() {
        String step = "{\"step\": \"load_module nf_conntrack hashsize=131072\", \"exitCode\": 0, \"said\": \"\"},";

        assertEquals(
                "FAIL 4 steps failed: a (x); b (y); c (z)",
                TunedHost.asRecorded()
                        .with(
                                step,
                                "{\"step\":\"a\",\"exitCode\":1,\"said\":\"x\"},"
                                        + "{\"step\":\"b\",\"exitCode\":-1,\"said\":\"y\"},"
                                        + "{\"step\":\"c\",\"said\":\"z\"},{\"step\":\"d\",\"exitCode\":5},")
                        .judged(RECORD));
    }

    @Test
    void countsWhatIsLeftOfEachLimit() {
        long each = MemoryBudget.bytesPerConnection(RecordedReports.PLAN.spec().attachedBytes())
                .count();
        TunedHost host = TunedHost.asRecorded().reading("server-status", status(40, 600_000));

        assertEquals(1_000_000 - 1024, left(host, "nofile of the server"));
        assertEquals(1_048_576 - 1024, left(host, "fs.nr_open"));
        assertEquals(1_560_842 - 2112, left(host, "fs.file-max"));
        assertEquals(14_318_116L * 1024 / 10 * 9 / each, left(host, "memory"));
        assertEquals(599_960, left(host, "max-connections of the server"));
        assertEquals(1_000_000 - 5_000, left(host.reading("server-descriptors", "5000"), "nofile of the server"));
        assertEquals(0, left(host.reading("server-descriptors", "2000000"), "fs.nr_open"));
        assertEquals(
                1_048_576 - 5,
                left(host.reading("tracking-rules", "ct state").reading("conntrack-count", "5"), "nf_conntrack_max"));
        assertEquals(
                (20_000_000L - 5_000_000) / 10 * 9 / each,
                left(
                        host.with("\nMainPID=", "\nMemoryMax=20000000\nMemoryCurrent=5000000\nMainPID="),
                        "MemoryMax of the unit"));
        assertEquals(
                20_000_000L / 10 * 9 / each,
                left(
                        host.with("\nMainPID=", "\nMemoryMax=20000000\nMemoryCurrent=18446744073709551615\nMainPID="),
                        "MemoryMax of the unit"),
                "systemd writes that where it does not count");
    }

    @Test
    void countsWhatANewServerWouldHaveWhereNoneRuns() {
        TunedHost host =
                TunedHost.asRecorded().reading("server-pid", "", 2).with("\nLimitNOFILE=1000000", "\nLimitNOFILE=5000");

        assertEquals(5_000 - 1024, left(host, "nofile of a new server"));
        assertEquals(
                1_000_000 - 1024,
                left(
                        host.reading("unit-files", "").with("LoadState=loaded", "LoadState=not-found"),
                        "nofile of a new server"),
                "without a unit it gets what a session has");
    }

    private static Survival survival(TunedHost host) {
        return host.finding("server nofile").orElseThrow().survival();
    }

    private static long left(TunedHost host, String limit) {
        return host.report().headroom().orElseThrow().limits().stream()
                .filter(found -> found.name().equals(limit))
                .findFirst()
                .orElseThrow()
                .connections();
    }

    private static TunedHost shown(String lines) {
        return TunedHost.asRecorded().with("\nMainPID=", "\n" + lines + "\nMainPID=");
    }

    private static String status(long open, long cap) {
        return "{\"phase\":\"serving\",\"connections\":{\"open\":" + open + ",\"max\":" + cap + "}}";
    }

    private static Bytes needed() {
        MemoryBudget budget = RecordedReports.PLAN.host().memory();
        return budget.programs().jvm().plus(budget.programs().heap()).plus(budget.kernelSockets());
    }
}
