package dev.mooring.server.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingSourcesTest {
    private static final Set<String> KEYS = Set.of("keepalive", "pong-timeout");

    @TempDir
    Path folder;

    @Test
    void prefersTheEnvironmentToTheFile() throws IOException {
        SettingSources sources = SettingSources.read(
                KEYS, Map.of("MOORING_PONG_TIMEOUT", "5s"), Optional.of(file("pong-timeout=9s\nkeepalive=30s\n")));
        assertEquals(Optional.of("5s"), sources.value("pong-timeout"));
        assertEquals(Optional.of("30s"), sources.value("keepalive"));
    }

    @Test
    void refusesAnUnknownKeyInTheFile() throws IOException {
        Path file = file("pingtimeout=9s\n");
        RefusedException refused =
                assertThrows(RefusedException.class, () -> SettingSources.read(KEYS, Map.of(), Optional.of(file)));
        assertEquals(
                file + ": key=pingtimeout is not one of keepalive, pong-timeout; remove or correct it",
                refused.getMessage());
    }

    @Test
    void refusesAnUnknownVariable() {
        RefusedException refused = assertThrows(
                RefusedException.class, () -> SettingSources.read(KEYS, Map.of("MOORING_PING", "1"), Optional.empty()));
        assertEquals(
                "environment: key=MOORING_PING is not one of keepalive, pong-timeout; remove or correct it",
                refused.getMessage());
    }

    @Test
    void leavesOtherVariablesAlone() {
        assertEquals(
                Optional.empty(),
                SettingSources.read(
                                KEYS,
                                Map.of("MOORING_PUBLIC_KEY", "id.pub", "MOORING_JAVA_OPTIONS", "-Xmx1g"),
                                Optional.empty())
                        .value("keepalive"));
    }

    @Test
    void refusesAFileThatIsNotThere() {
        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> SettingSources.read(KEYS, Map.of(), Optional.of(Path.of("/nowhere/server.properties"))));
        assertEquals(
                "config=/nowhere/server.properties does not exist; check the path and its permissions",
                refused.getMessage());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("server.properties"), text);
    }
}
