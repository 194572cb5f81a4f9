package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.metrics.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cap: who is over it is told so and when to return, and nobody else notices. */
@Timeout(60)
class AdmissionTest {
    @Test
    void answers503AtTheCapAndLetsAnotherInAfterOneLeaves() {
        try (TestServer server = TestServer.with().cap(2).start();
                RawClient first = server.open();
                RawClient second = server.open()) {
            assertRefused(server);
            second.send(Frames.close(1000, ""));
            second.expectClose(1000);
            try (RawClient third = server.open()) {
                third.echoes("third");
                first.echoes("first");
                assertRefused(server);
            }
            assertEquals(2, server.counters().refusedFor(RefusalReason.CAPACITY));
        }
    }

    @Test
    void spreadsTheReturnOfThoseItRefused() {
        List<Integer> delays = new ArrayList<>();
        try (TestServer server = TestServer.with().cap(1).start();
                RawClient in = server.open()) {
            for (int i = 0; i < 200; i++) {
                delays.add(assertRefused(server));
            }
            in.echoes("in");
        }
        assertTrue(delays.stream().distinct().count() > 15, () -> "Retry-After " + delays);
    }

    @Test
    void countsNeitherHalfHandshakesNorRefusedOnesAsOpen() {
        try (TestServer server = TestServer.with().cap(1).start();
                RawClient half = server.connect()) {
            half.send("GET /");
            server.connect().close();
            try (RawClient whole = server.open()) {
                whole.echoes("in");
                assertEquals(1, server.counters().open());
            }
        }
    }

    private static int assertRefused(TestServer server) {
        try (RawClient client = server.connect()) {
            client.send(RawClient.REQUEST);
            Response response = client.response();
            assertEquals(503, response.status(), response.text());
            client.expectEnd();
            int delay = Integer.parseInt(response.field("Retry-After"));
            assertTrue(delay >= 5 && delay <= 30, response.text());
            return delay;
        }
    }
}
