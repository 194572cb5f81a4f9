package dev.mooring.proof;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.workbench.procfs.ClassHistogram;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The shipped server keeps at most 128 bytes of live heap for an idle connection; the figure repeats to 2 %. */
class HeapPerConnectionTest {
    private static final int FEW = 5_000;
    private static final int MANY = 18_900;
    private static final long MAX_BYTES = 128;

    @Test
    void keepsAtMost128BytesOfHeapForAnIdleConnection() throws IOException, InterruptedException {
        try (ShippedServer shipped = ShippedServer.start(MANY, Duration.ofSeconds(10));
                MeasuringClient client = shipped.client()) {
            RunningServer server = shipped.server();
            client.open(FEW);
            ClassHistogram few = server.classHistogram();
            client.open(MANY - FEW);
            ClassHistogram many = server.classHistogram();
            long slope = (many.totalBytes() - few.totalBytes()) / (MANY - FEW);
            assertTrue(
                    slope <= MAX_BYTES,
                    () -> slope + " bytes per connection, of them " + many.growthSince(few, MANY - FEW, 10));
        }
    }
}
