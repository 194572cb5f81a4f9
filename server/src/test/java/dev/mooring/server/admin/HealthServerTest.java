package dev.mooring.server.admin;

import dev.mooring.server.rotation.HostRotation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HealthServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final StandingServer server = new StandingServer();
    private final HealthServer health = HealthServer.start(ANY_PORT, server);
    private final AdminClient client = new AdminClient(health.boundAddress());

    @AfterEach
    void close() {
        client.close();
        health.close();
    }

    @Test
    void wantsClientsWhileTheServerServes() throws Exception {
        client.get("/rotation").is(200, "serving\n");
    }

    @Test
    void wantsNoClientsWhileTheServerIsFullOrMoves() throws Exception {
        server.rotation = HostRotation.State.FULL;
        client.get("/rotation").is(503, "full\n");
        server.rotation = HostRotation.State.MOVING;
        client.get("/rotation").is(503, "moving\n");
    }

    @Test
    void wantsNoClientsWhileTheServerCannotServe() throws Exception {
        server.phase = ServerControl.Phase.DRAINING;
        client.get("/rotation").is(503, "draining\n");
        server.phase = ServerControl.Phase.SERVING;
        server.silences = List.of(Duration.ZERO, Duration.ofSeconds(9));
        client.get("/rotation")
                .is(
                        503,
                        "1 of 2 event loops have not turned for 9s: a handler blocks, or the log says what ended"
                                + " them\n");
    }

    @Test
    void tellsNothingElseAndChangesNothing() throws Exception {
        for (String path : List.of("/", "/status", "/metrics", "/drain", "/rotation/")) {
            client.get(path).is(404, "nothing here\n");
        }
        client.send("POST", "/drain", "").is(404, "nothing here\n");
        client.send("POST", "/rotation", "").is(405, "use GET, HEAD\n");
    }
}
