package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.rotation.HostRotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A move: 1012 to some, while others come. */
@Timeout(60)
class MoveTest {
    @Test
    void tellsSoManyThatTheServiceRestartsAndKeepsTheOthers() {
        try (TestServer server = TestServer.start("--event-loops=2")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(server.open());
            }

            assertTrue(server.server().move(40, Duration.ofMillis(300)));

            Eventually.until(() -> told(server) >= 39);
            try (RawClient late = server.open()) {
                late.echoes("admitted all the same");
            }
            assertTrue(told(server) <= 41, () -> "give or take one a loop: " + told(server));
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void tellsNobodyWhenOnlyTheRotationIsToBeLeft() {
        try (TestServer server = TestServer.start();
                RawClient client = server.open()) {
            assertTrue(server.server().move(0, Duration.ofSeconds(60)));

            client.echoes("still here");
            assertEquals(HostRotation.State.MOVING, server.server().rotation());
        }
    }

    @Test
    void tellsNobodyAnyMoreWhenAnotherMoveTakesItsPlace() {
        try (TestServer server = TestServer.start();
                RawClient client = server.open()) {
            server.server().move(1, Duration.ofHours(1));
            server.server().move(0, Duration.ZERO);

            client.echoes("still here");
        }
    }

    @Test
    void isRefusedByAServerThatDrains() {
        try (TestServer server = TestServer.start("--drain-window=1h");
                RawClient client = server.open()) {
            server.server().drain();

            assertFalse(server.server().move(1, Duration.ZERO));
            client.echoes("told at the pace of the drain");
        }
    }

    private static long told(TestServer server) {
        return server.counters().closedByCode().getOrDefault("1012", 0L);
    }
}
