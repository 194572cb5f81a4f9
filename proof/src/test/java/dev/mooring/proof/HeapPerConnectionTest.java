package dev.mooring.proof;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.proof.peers.reading.ClassHistogram;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The shipped server keeps at most 128 bytes of live heap for an idle connection; the figure repeats to 2 %. */
class HeapPerConnectionTest {
    private static final int FEW = 5_000;
    private static final int MANY = 19_000;
    private static final long MOST_BYTES = 128;

    @Test
    void keepsAtMost128BytesOfHeapForAnIdleConnection() throws IOException, InterruptedException {
        try (ShippedServer shipped = ShippedServer.start(MANY, Duration.ofSeconds(10));
                MeasuringClient client = shipped.client()) {
            RunningServer server = shipped.server();
            client.open(FEW);
            long few = server.classHistogram().totalBytes();
            client.open(MANY - FEW);
            ClassHistogram histogram = server.classHistogram();
            long slope = (histogram.totalBytes() - few) / (MANY - FEW);
            assertTrue(slope <= MOST_BYTES, () -> slope + " bytes per connection; largest: " + largest(histogram));
        }
    }

    private static String largest(ClassHistogram histogram) {
        return histogram.rows().stream()
                .limit(10)
                .map(row -> row.instances() + " " + row.className() + " = " + row.bytes() + " B")
                .collect(Collectors.joining(", "));
    }
}
