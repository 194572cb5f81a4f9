package dev.mooring.infra.userdata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Fleets;
import dev.mooring.infra.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostUserDataTest {
    private static final String TARGETS =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/mooring/0123456789abcdef";

    @TempDir
    private Path folder;

    @Test
    void isTheScriptThatWasReviewed() {
        Golden.assertMatches("userdata/m3.xlarge.sh", of("m3.xlarge", Optional.of(TARGETS)));
    }

    @Test
    void publishesTheTrackingAllowanceOnNitroOnly() {
        assertTrue(of("m7g.xlarge", Optional.empty()).contains("mooring-tracking.timer"));
        assertFalse(of("m3.xlarge", Optional.empty()).contains("mooring-tracking.timer"));
    }

    @Test
    void namesNoTargetGroupWhereTheHostRegistersNothing() {
        assertFalse(of("m7g.xlarge", Optional.empty()).contains("target-group-arn"));
    }

    /** The agent runs verify as a part of its service, and a service has 524,288 files unless its unit says more. */
    @Test
    void givesTheAgentTheFilesThatItsVerificationAsksFor() {
        String unit = of("m3.xlarge", Optional.empty()).replaceAll("(?s).*Description=Mooring host agent", "");

        assertTrue(unit.contains("LimitNOFILE=1000000"), unit);
    }

    @Test
    void leavesRoomInWhatEc2Takes() {
        assertTrue(of("m7g.xlarge", Optional.of(TARGETS)).length() < 14_000);
    }

    /** What is behind the tokens of a template, the addresses of the bundles before all, is longer than here. */
    @Test
    void leavesRoomInWhatEc2TakesWithAPushPort() {
        int bytes = messaging("m7g.xlarge").getBytes(StandardCharsets.UTF_8).length;

        assertTrue(bytes < 15_500, bytes + " bytes");
    }

    @Test
    void isCleanForShellcheck() throws IOException, InterruptedException {
        for (String text : List.of(
                of("m3.xlarge", Optional.of(TARGETS)),
                of("m7g.xlarge", Optional.of(TARGETS)),
                messaging("m7g.xlarge"))) {
            Path script = Files.writeString(folder.resolve("user-data.sh"), text);
            Process process = new ProcessBuilder("shellcheck", script.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertEquals(0, process.waitFor(), said);
        }
    }

    private static String of(String type, Optional<String> targets) {
        return of(
                Fleets.inputs(Map.of("instance-type", type)),
                new HostIdentity("us-east-1", "Mooring", "Mooring-fleet", targets, Optional.empty(), Optional.empty()));
    }

    private static String messaging(String type) {
        return of(
                DeploymentPlan.of(
                        Map.of("instance-type", type),
                        Map.of(),
                        Map.of(
                                "push-port", "9100",
                                "push-keys", "mooring/push",
                                "backend", "http://backend.internal:3000/events",
                                "public-topics", "news.,status.")),
                new HostIdentity(
                        "us-east-1",
                        "Mooring",
                        "Mooring-fleet",
                        Optional.of(TARGETS),
                        Optional.empty(),
                        Optional.of(new HostIdentity.PublishedName(
                                "Z0123456789ABCDEFGHIJ", "push.mooring.mooring.internal"))));
    }

    private static String of(DeploymentPlan inputs, HostIdentity identity) {
        return HostUserData.of(
                inputs, identity, List.of(bundle("server", "1"), bundle("agent", "2"), bundle("verify", "3")));
    }

    private static HostBundle bundle(String name, String digit) {
        return new HostBundle(name, "s3://assets/" + name + ".tar.gz", digit.repeat(64));
    }
}
