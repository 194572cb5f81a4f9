package dev.mooring.proof.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.MeasuringClient.Echoed;
import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.proof.peers.process.RunningServer;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The C floor and the C client over wss; the timeout ends a hang. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SecureFloorTest {
    private static final Duration WINDOW = Duration.ofMillis(500);
    private static final int CONNECTIONS = 50;

    private final ChildProcesses children = new ChildProcesses();
    private final SecureFloorPeer floor = new SecureFloorPeer();
    private final Bench bench =
            new Bench(PeersWorkspace.ofModule(), children, PeersScale.quick(PeersScale.QUICK_CONNECTIONS));

    @BeforeEach
    void builds() throws IOException, InterruptedException {
        assumeTrue(
                Files.exists(Path.of("/usr/include/openssl/ssl.h")),
                PeersWorkspace.OPENSSL + " is not installed, which the refusal of a run says");
        floor.build(bench.workspace(), children);
    }

    @AfterEach
    void endAll() {
        children.close();
    }

    @Test
    void pingsEverybodyAndIsAnswered() throws IOException, InterruptedException {
        try (RunningServer server = bench.start(floor, WINDOW);
                MeasuringClient client = bench.client(floor, server)) {
            client.open(CONNECTIONS);
            var waited = client.await(WINDOW);
            while (waited.received().pings() == 0) {
                waited = client.await(WINDOW);
            }
            assertEquals(CONNECTIONS, waited.open());
            assertEquals(waited.received().pings(), waited.received().pongs());
        }
    }

    @Test
    void sendsBackWhatWasSentToIt() throws IOException, InterruptedException {
        try (RunningServer server = bench.start(floor, Bench.NO_PINGS);
                MeasuringClient client = bench.client(floor, server)) {
            client.open(CONNECTIONS);
            long messages = 0;
            while (messages < CONNECTIONS) {
                Echoed echoed = client.echo(CONNECTIONS, WINDOW);
                assertEquals(0, echoed.mismatched());
                messages += echoed.messages();
            }
        }
    }
}
