package dev.mooring.server.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.gateway.RouteSelection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom the backend let in it hears of again, once, behind that client's messages, whatever became of it. */
@Timeout(60)
class DisconnectTest {
    private final ToldBackend backend = new ToldBackend();
    private final MessagingHandler handler = new MessagingHandler(
            new MessagingSettings(
                    Prefixes.NONE,
                    Prefixes.NONE,
                    Optional.empty(),
                    Optional.of(backend.uri()),
                    RouteSelection.parse("$request.body.action")),
            Optional::empty,
            InstantSource.system());

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void ofAClientThatLeavesWhileTheBackendDecides() throws Exception {
        backend.connects = new CountDownLatch(1);
        try (TestServer server = server(10)) {
            RawClient client = server.connect();
            client.send(RawClient.REQUEST);
            String id = backend.connecting.take().substring("$connect ".length());
            client.reset();
            backend.connects.countDown();
            assertEquals("$connect " + id, backend.next());
            assertEquals("$disconnect " + id, backend.next());
        }
        handler.close();
        assertEquals(List.of(), backend.left());
    }

    @Test
    void ofAClientForWhichThereIsNoPlaceAnyMore() throws Exception {
        backend.connects = new CountDownLatch(1);
        try (TestServer server = server(1);
                RawClient one = server.connect();
                RawClient other = server.connect()) {
            one.send(RawClient.REQUEST);
            other.send(RawClient.REQUEST);
            backend.connecting.take();
            backend.connecting.take();
            backend.connects.countDown();
            assertEquals(604, one.response().status() + other.response().status());
            List<String> told = List.of(backend.next(), backend.next(), backend.next());
            assertEquals(
                    1,
                    told.stream()
                            .filter(event -> event.startsWith("$disconnect "))
                            .count());
        }
        handler.close();
        assertToldOnce();
    }

    @Test
    void ofAClientThatDoesNotSpeakWhatTheBackendWants() throws Exception {
        backend.subprotocol = "mqtt";
        try (TestServer server = server(10);
                RawClient client = server.connect()) {
            assertEquals(500, client.send(RawClient.REQUEST).response().status());
            assertTrue(backend.next().startsWith("$connect "));
            assertTrue(backend.next().startsWith("$disconnect "));
        }
        handler.close();
        assertEquals(List.of(), backend.left());
    }

    @Test
    void ofAClientWhoseGrantCannotBeUnderstoodOrIsTooMuch() throws Exception {
        StringBuilder many = new StringBuilder("{\"topics\":[\"t\"");
        for (int i = 0; i < 128; i++) {
            many.append(",\"t").append(i).append('"');
        }
        try (TestServer server = server(10)) {
            for (String answer : List.of("{\"user\":7}", many + "]}", "{\"topics\":[\"" + "x".repeat(256) + "\"]}")) {
                backend.answer = answer;
                try (RawClient client = server.connect()) {
                    assertEquals(502, client.send(RawClient.REQUEST).response().status(), answer);
                    assertTrue(backend.next().startsWith("$connect "));
                    assertTrue(backend.next().startsWith("$disconnect "));
                }
            }
        }
    }

    @Test
    void ofEverybodyWhomADrainClosesOrTheServerLeavesBehind() throws Exception {
        for (boolean drain : new boolean[] {true, false}) {
            TestServer server = server(100);
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                clients.add(server.open());
            }
            if (drain) {
                server.server().drain(Duration.ZERO);
                for (RawClient client : clients) {
                    assertEquals("close 1012", client.frame().describe());
                    client.close();
                }
                server.server().drained().get(50, TimeUnit.SECONDS);
            }
            server.close();
            clients.forEach(RawClient::close);
            if (!drain) {
                handler.close();
            }
        }
        assertEquals(120, backend.left().size());
        assertToldOnce();
    }

    @Test
    void behindTheMessagesOfEveryClientThatComesAndGoes() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int clients = 60;
        try (TestServer server = server(1_000)) {
            for (int i = 0; i < clients; i++) {
                RawClient client = server.open();
                for (int message = random.nextInt(12); message > 0; message--) {
                    client.send(Frames.text("{\"action\":\"go\"}"));
                }
                if (random.nextBoolean()) {
                    client.send(Frames.close(1000, ""));
                    assertEquals("close 1000", client.frame().describe(), "seed " + seed);
                    client.close();
                } else {
                    client.reset();
                }
            }
            List<String> all = new ArrayList<>();
            for (int ended = 0; ended < clients; ) {
                String event = backend.next();
                all.add(event);
                ended += event.startsWith("$disconnect ") ? 1 : 0;
            }
            Map<String, String> last = new HashMap<>();
            for (String event : all) {
                String id = event.substring(event.indexOf(' ') + 1);
                String before = String.valueOf(last.put(id, event));
                assertFalse(before.startsWith("$disconnect "), "seed " + seed + ": " + event + " after " + before);
            }
            assertEquals(clients, last.size(), "seed " + seed);
        }
    }

    private void assertToldOnce() {
        Map<String, Integer> ends = new HashMap<>();
        int connects = 0;
        for (String event : backend.left()) {
            if (event.startsWith("$disconnect ")) {
                ends.merge(event, 1, Integer::sum);
            } else {
                connects++;
            }
        }
        assertTrue(ends.values().stream().allMatch(times -> times == 1), ends::toString);
        assertTrue(connects <= ends.size(), () -> backend.left().toString());
    }

    private TestServer server(int cap) {
        return TestServer.with().cap(cap).handler(handler).start();
    }
}
