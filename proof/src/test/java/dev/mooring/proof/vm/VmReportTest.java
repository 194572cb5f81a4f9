package dev.mooring.proof.vm;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.proof.units.UnitResult;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The readings are a machine's that was being emptied, so the result is one that did not hold. */
class VmReportTest {
    @Test
    void saysWhatWasHeldAndWhatItTook() throws IOException {
        assertEquals(resource("report.md"), new VmReport(result(0, 20_000)).markdown("A booted host", "result"));
    }

    @Test
    void holdsWhenNothingWasLostAndEveryVerificationPassed() throws IOException {
        assertTrue(result(0, 12_682).held());
    }

    @Test
    void doesNotHoldWhenTheHostWasNotTunedAfterTheReboot() throws IOException {
        assertFalse(result(1, 12_682).held());
    }

    @Test
    void doesNotHoldWhenFewerAreOpenThanWereAskedFor() throws IOException {
        assertFalse(result(0, 20_000).held());
    }

    @Test
    void doesNotHoldWhenVerifyWasWrongAboutAUnit() throws IOException {
        assertFalse(result(0, 12_682, List.of("case 3, unit start")).held());
    }

    static VmResult result(int codeAfterReboot, long connections) throws IOException {
        return result(codeAfterReboot, connections, List.of());
    }

    private static VmResult result(int codeAfterReboot, long connections, List<String> falseFails) throws IOException {
        CapacityPlan plan = CapacityPlanner.plan(FleetSpec.defaults());
        GuestSnapshot snapshot = GuestSnapshot.parse(resource("reading.txt"));
        return new VmResult(
                Map.of("machine", "Linux 6.1"),
                new VmInputs(Path.of("project"), plan, connections, Duration.ofMinutes(30)),
                Map.of("boot", Duration.ofMillis(45_400)),
                new GuestCourse(snapshot, snapshot, List.of(snapshot, snapshot)),
                List.of(
                        new VerifyRun("before", 0, 38, 0, 0, 998_976, "nofile of the server"),
                        new VerifyRun("after reboot", codeAfterReboot, 38, 0, 0, 998_976, "nofile of the server")),
                SwarmReport.parse("""
                        {"plan": {"connections": %1$d}, "afterRamp": {"opened": %1$d}, "rampMillis": 10000, "open": %1$d,
                         "afterHold": {"lost": {}, "refused": {}, "failed": {}, "moved": 0, "pings": 7111}, "connectMicros": {},
                         "pingIntervalMillis": {"p50": 100000, "p99": 100200}, "problems": []}""".formatted(connections)),
                new UnitResult(7, 50, 200, 150, List.of(), falseFails));
    }

    private static String resource(String name) throws IOException {
        try (InputStream text = requireNonNull(VmReportTest.class.getResourceAsStream(name))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
