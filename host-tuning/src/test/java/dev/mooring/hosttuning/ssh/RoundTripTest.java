package dev.mooring.hosttuning.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.verify.HostReport;
import dev.mooring.hosttuning.verify.PlanCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RoundTripTest {
    /** The TCP handshake, which no relay can see. */
    private static final int HANDSHAKE = 1;

    private static final int MAX_ROUND_TRIPS = 11;

    @TempDir
    private Path folder;

    @Test
    void checksAHostWithOneExecInElevenRoundTrips() throws Exception {
        try (SshServer server = SshServer.start(folder);
                RelayProxy relay = new RelayProxy(server.address().port(), 0, Duration.ZERO)) {
            Path known = Files.writeString(
                    folder.resolve("known_hosts"),
                    server.knownAs(relay.address().alias()) + "\n");
            SshLogin login = new SshLogin(
                    Route.DIRECT,
                    Identities.file(server.userKey()),
                    KnownHosts.strict(new KnownHostsFile(known)),
                    Duration.ofMinutes(1),
                    new Random(1));
            PlanCheck check = new PlanCheck(CapacityPlanner.plan(FleetSpec.of(Map.of())), Role.SERVER);
            HostReport report = check.check(new SshHost("host", relay.address(), login));
            assertTrue(report.findings().size() >= 20, report.findings().size() + " checks");
            int roundTrips = HANDSHAKE + (relay.flights() + 1) / 2;
            assertTrue(roundTrips <= MAX_ROUND_TRIPS, roundTrips + " round trips");
            assertEquals(1, relay.connections());
            assertEquals(
                    1,
                    server.log()
                            .lines()
                            .filter(line -> line.contains("Starting session"))
                            .count());
        }
    }
}
