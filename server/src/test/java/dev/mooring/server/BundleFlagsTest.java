package dev.mooring.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The bundle brings the flags of the default fleet; a host's own come with its other files. */
class BundleFlagsTest {
    @Test
    void areThoseOfTheDefaultPlan() throws IOException {
        assertEquals(
                CapacityPlanner.plan(FleetSpec.defaults()).host().jvm().flags(),
                Files.readAllLines(Path.of("src/main/bundle/jvm.options")));
    }
}
