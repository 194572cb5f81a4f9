package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class FeatureFlagsTest {
    /** The command line would count them at each command. */
    @Test
    void leaveNoneForThisVersionOfTheCdk() throws IOException {
        JsonNode manifest =
                Json.read(Files.readString(Fleets.pipeline().folder().resolve("manifest.json")));
        Set<String> unconfigured = new TreeSet<>();
        manifest.path("artifacts")
                .forEach(artifact -> artifact.at("/properties/flags")
                        .properties()
                        .forEach(flag -> {
                            if (!flag.getValue().has("userValue")) {
                                unconfigured.add(flag.getKey());
                            }
                        }));

        assertEquals(Set.of(), unconfigured);
    }
}
