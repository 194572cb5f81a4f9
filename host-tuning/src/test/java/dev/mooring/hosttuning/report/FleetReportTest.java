package dev.mooring.hosttuning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.output.ExitCode;
import dev.mooring.hosttuning.Golden;
import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.setting.Role;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The expected texts have the exit code in their names, so a report and its exit code cannot part. */
class FleetReportTest {
    private static final CheckedPlan CHECKED =
            new CheckedPlan("0123456789abcdef", Role.SERVER, Instant.parse("2026-11-24T08:20:11Z"), Set.of());

    @ParameterizedTest
    @MethodSource("recordings")
    void showsARecordedHost(String recording) throws IOException, HostUnreachableException {
        List<HostOutcome> host = host(recording);
        Golden.assertMatches(
                "report/" + name(recording, host, "table"), FleetReport.render(host, CHECKED, Format.TABLE, false));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void showsAFleetInEveryFormat(Format format) throws IOException, HostUnreachableException {
        List<HostOutcome> fleet = fleet();
        Golden.assertMatches(
                "report/" + name("fleet", fleet, format.toString()), FleetReport.render(fleet, CHECKED, format, false));
    }

    @Test
    void hasNoExpectedTextThatNobodyReads() throws IOException, HostUnreachableException {
        Set<String> read = new HashSet<>();
        for (String recording : recordings()) {
            read.add(name(recording, host(recording), "table"));
        }
        for (Format format : Format.values()) {
            read.add(name("fleet", fleet(), format.toString()));
        }
        Golden.assertOnly("report", read);
    }

    private static List<String> recordings() throws IOException {
        return Golden.names("verify").stream()
                .map(name -> name.replace(".txt", ""))
                .toList();
    }

    private static List<HostOutcome> host(String recording) throws HostUnreachableException {
        return List.of(new HostOutcome.Verified(RecordedReports.of(recording)));
    }

    private static List<HostOutcome> fleet() throws HostUnreachableException {
        return List.of(
                new HostOutcome.Verified(RecordedReports.named("10.0.0.1", "tuned")),
                new HostOutcome.Verified(RecordedReports.named("10.0.0.2", "silent-clamp")),
                new HostOutcome.Unreachable(
                        "10.0.0.3", "The host did not answer within 10 s; check its security group"),
                new HostOutcome.Aside("10.0.0.4", "leaving", "it drains, or has drained, and the group ends it"));
    }

    private static String name(String of, List<HostOutcome> hosts, String format) {
        return of + ".exit-" + WorstHost.of(hosts, Set.of()).code() + "." + format + ".txt";
    }

    @Test
    void showsHostsThatAreAlikeOnce() throws HostUnreachableException {
        List<HostOutcome> fleet = new ArrayList<>();
        for (int number : IntStream.rangeClosed(1, 47).toArray()) {
            fleet.add(new HostOutcome.Verified(RecordedReports.named("host-" + number, "tuned")));
        }
        for (int number : IntStream.rangeClosed(48, 50).toArray()) {
            fleet.add(new HostOutcome.Verified(RecordedReports.named("host-" + number, "silent-clamp")));
        }
        String report = FleetReport.render(fleet, CHECKED, Format.TABLE, false);
        assertTrue(
                report.endsWith(
                        "47 of 50 hosts identical; 3 differ in nofile <= fs.nr_open: host-48, host-49, host-50\n"),
                report);
        assertTrue(report.startsWith("host-1, host-2, host-3, host-4, host-5 and 42 more  "), report);
    }

    @Test
    void coloursNothingUnlessAsked() throws HostUnreachableException {
        List<HostOutcome> host = List.of(new HostOutcome.Verified(RecordedReports.of("silent-clamp")));
        assertTrue(FleetReport.render(host, CHECKED, Format.TABLE, true).contains("\u001b[1;31mFAIL\u001b[0m"));
        assertFalse(FleetReport.render(host, CHECKED, Format.TABLE, false).contains("\u001b"));
    }

    @Test
    void hasAnExitCodeForEveryEnd() throws HostUnreachableException {
        HostOutcome tuned = new HostOutcome.Verified(RecordedReports.of("tuned"));
        HostOutcome warned = new HostOutcome.Verified(RecordedReports.of("obsolete-key"));
        HostOutcome failed = new HostOutcome.Verified(RecordedReports.of("silent-clamp"));
        HostOutcome unreachable = new HostOutcome.Unreachable("host", "gone");
        assertEquals(ExitCode.DONE, WorstHost.of(List.of(tuned), Set.of()));
        assertEquals(ExitCode.WARNED, WorstHost.of(List.of(tuned, warned), Set.of()));
        assertEquals(ExitCode.NOT_TUNED, WorstHost.of(List.of(failed, warned, tuned), Set.of()));
        assertEquals(ExitCode.UNREACHABLE, WorstHost.of(List.of(failed, unreachable, warned), Set.of()));
    }

    @Test
    void countsNoWarningThatIsAcceptedAndStillReportsIt() throws HostUnreachableException {
        List<HostOutcome> warned = List.of(new HostOutcome.Verified(RecordedReports.of("obsolete-key")));
        List<HostOutcome> failed = List.of(new HostOutcome.Verified(RecordedReports.of("silent-clamp")));

        assertEquals(ExitCode.DONE, WorstHost.of(warned, Set.of("obsolete keys")));
        assertEquals(ExitCode.WARNED, WorstHost.of(warned, Set.of("tuning record")));
        assertEquals(ExitCode.NOT_TUNED, WorstHost.of(failed, Set.of("fs.nr_open", "server nofile")));
        String report = FleetReport.render(
                warned, new CheckedPlan("0", Role.SERVER, Instant.EPOCH, Set.of("obsolete keys")), Format.JSON, false);
        assertTrue(report.contains("\"exitCode\" : 0") && report.contains("obsolete keys"), report);
    }
}
