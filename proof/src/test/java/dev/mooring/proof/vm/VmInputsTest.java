package dev.mooring.proof.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmInputsTest {
    @TempDir
    private Path root = Path.of("");

    @BeforeEach
    void writesAFleetOfAHundredThousand() throws IOException {
        Files.writeString(root.resolve("cdk.json"), """
                {"context": {"mooring": {"connections": 100000, "keepalive": "100s"}}}""");
    }

    @Test
    void holdsAsManyAsTheFleetHasWhenNothingElseIsAskedFor() throws IOException {
        assertHolds(100_000, 100_000, inputs(Map.of(), OptionalLong.empty()));
        assertHolds(50_000, 50_000, inputs(Map.of("connections", "50000"), OptionalLong.empty()));
    }

    @Test
    void leavesTheFleetAsItIsWhenFewerAreAskedFor() throws IOException {
        assertHolds(5_000, 100_000, inputs(Map.of(), OptionalLong.of(5_000)));
    }

    @Test
    void makesTheFleetForMoreWhenMoreAreAskedForThanItHas() throws IOException {
        assertHolds(150_000, 150_000, inputs(Map.of(), OptionalLong.of(150_000)));
        VmInputs inputs = inputs(Map.of("connections", "50000"), OptionalLong.of(60_000));
        assertHolds(60_000, 60_000, inputs);
        assertEquals("60000", ProjectFile.read(inputs.configuration()).inputs().get("connections"));
    }

    @Test
    void holdsFewWhenItIsQuickAndNeverMoreThanTheFleetHas() throws IOException {
        assertHolds(20_000, 100_000, VmInputs.quick(root, root.resolve("cdk.json"), work(), Map.of()));
        assertHolds(
                5_000, 5_000, VmInputs.quick(root, root.resolve("cdk.json"), work(), Map.of("connections", "5000")));
    }

    @Test
    void takesAnotherFileThanTheProjectsOwn() throws IOException {
        Path staging = root.resolve("staging.json");
        Files.writeString(staging, "{\"context\": {\"mooring\": {\"connections\": 30000}}}");

        assertHolds(
                30_000,
                30_000,
                VmInputs.of(root, staging, work(), Map.of(), OptionalLong.empty(), Duration.ofMinutes(30)));
        assertHolds(20_000, 30_000, VmInputs.quick(root, staging, work(), Map.of()));
    }

    @Test
    void refusesAFileThatIsNoneInTheWordsOfThePlan() throws IOException {
        Path none = root.resolve("none.json");
        Files.writeString(none, "{");

        assertTrue(String.valueOf(
                        assertThrows(RefusedException.class, () -> VmInputs.quick(root, none, work(), Map.of()))
                                .getMessage())
                .startsWith("fleet=" + none + " is not JSON at line 1"));
    }

    @Test
    void asksForACertificateWhereTheHostsEndTls() throws IOException {
        VmInputs inputs = inputs(Map.of("tls", "host"), OptionalLong.of(5_000));

        GuestCertificate certificate = GuestCertificate.of(inputs, work()).orElseThrow();
        assertEquals("ws.example.com", certificate.domain());
        assertEquals("mooring/wss", certificate.secret());
        assertEquals(
                Optional.of("ws.example.com"),
                ProjectFile.read(inputs.configuration()).domain());
    }

    @Test
    void takesDomainAndSecretFromTheFleetThatHasThem() throws IOException {
        Path own = root.resolve("own.json");
        Files.writeString(own, """
                {"context": {"mooring": {"connections": 30000, "tls": "host"},
                 "deployment": {"domain": "chat.example.net", "certificate-secret": "chat/tls"}}}""");

        GuestCertificate certificate = GuestCertificate.of(VmInputs.quick(root, own, work(), Map.of()), work())
                .orElseThrow();

        assertEquals("chat.example.net", certificate.domain());
        assertEquals("chat/tls", certificate.secret());
    }

    @Test
    void asksForNoneWhereTheySpeakPlainly() throws IOException {
        assertEquals(Optional.empty(), GuestCertificate.of(inputs(Map.of(), OptionalLong.empty()), work()));
    }

    private VmInputs inputs(Map<String, String> changes, OptionalLong asked) throws IOException {
        return VmInputs.of(root, root.resolve("cdk.json"), work(), changes, asked, Duration.ofMinutes(30));
    }

    private Path work() throws IOException {
        return Files.createTempDirectory(root, "work");
    }

    private static void assertHolds(long connections, long fleet, VmInputs inputs) {
        assertEquals(connections, inputs.connections());
        assertEquals(fleet, inputs.plan().spec().connections());
    }
}
