package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.metrics.RefusalReason;
import dev.mooring.server.process.ServerMain;
import dev.mooring.server.runtime.RunningServer;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Silent strangers, more than there are descriptors: honest clients get in, the admin port answers, nobody hangs. */
@Timeout(120)
class StrangersTest {
    private static final int DESCRIPTORS = 300;
    private static final int STRANGERS = 420;

    @Test
    void answersEveryOneOf420ClientsWith300Descriptors() throws InterruptedException {
        int port = TestServer.freePort();
        int admin = TestServer.freePort();
        try (ChildServer child = ChildServer.start(
                DESCRIPTORS,
                ServerMain.class,
                "--bind=127.0.0.1",
                "--ports=" + port,
                "--admin=127.0.0.1:" + admin,
                "--handler=echo",
                "--event-loops=2",
                // So that no stranger goes for being late.
                "--handshake-timeout=1h")) {
            List<RawClient> strangers = new ArrayList<>();
            for (int i = 0; i < STRANGERS; i++) {
                strangers.add(RawClient.connect(port));
            }
            assertEquals("200 serving", asked(admin, "GET", "/ready"));
            assertTrue(asked(admin, "GET", "/metrics").startsWith("200 "));
            for (int i = 0; i < 20; i++) {
                RawClient.connect(port).upgrade().echoes("let in");
            }
            int turnedAway = 0;
            for (RawClient stranger : strangers) {
                Response response = stranger.sendUntilRefused(Frames.utf8(RawClient.REQUEST), 1)
                        .response();
                turnedAway += response.status() == 503 ? 1 : 0;
                assertTrue(isExplained(response), response.text());
            }
            assertTrue(child.descriptors() <= DESCRIPTORS, child.descriptors() + " descriptors");
            assertTrue(turnedAway >= STRANGERS - DESCRIPTORS, turnedAway + " were turned away");
            assertEquals("202 draining", asked(admin, "POST", "/drain").replaceFirst(";.*", ""));
        }
    }

    @Test
    void answersEverybodyThoughTheApplicationTookTheDescriptors() throws InterruptedException {
        int port = TestServer.freePort();
        try (ChildServer child =
                ChildServer.start(DESCRIPTORS, Hungry.class, "--ports=" + port, "--event-loops=2", "--handler=echo")) {
            for (int i = 0; i < 50; i++) {
                Response response = RawClient.connect(port).response();
                assertEquals(503, response.status(), response.text());
                assertTrue(response.text().endsWith("server has no file descriptor left\n"), response.text());
            }
            List<String> lines = child.endAndReadLines();
            assertTrue(
                    lines.stream().anyMatch(line -> line.contains("the process has no descriptor left")),
                    lines::toString);
            assertEquals(
                    List.of(),
                    lines.stream().filter(line -> line.contains("Exception")).toList());
        }
    }

    @Test
    void makesTheOldestStrangersPayWhenTooManyHandshakesAreUnderWay() {
        try (TestServer server =
                TestServer.with("--event-loops=1", "--handshake-timeout=1h").start()) {
            List<RawClient> strangers = new ArrayList<>();
            while (server.counters().refusedFor(RefusalReason.HANDSHAKES) == 0) {
                strangers.add(server.connect());
            }
            Eventually.until(() -> server.counters().accepted.sum() == strangers.size());
            // The last is counted before somebody pays for it.
            server.settle();
            int paid = (int) server.counters().refusedFor(RefusalReason.HANDSHAKES);
            for (RawClient stranger : strangers.subList(0, paid)) {
                Response response = stranger.response();
                assertEquals(503, response.status(), response.text());
                assertTrue(response.text().endsWith("too many handshakes under way\n"), response.text());
            }
            strangers.get(paid).upgrade().echoes("the oldest of the others");
            strangers.getLast().upgrade().echoes("the newest");
            strangers.forEach(RawClient::close);
        }
    }

    private static boolean isExplained(Response response) {
        return switch (response.status()) {
            case 101 -> true;
            case 503 ->
                !response.field("Retry-After").isEmpty()
                        && (response.text().endsWith("server has no file descriptor left\n")
                                || response.text().endsWith("server is full\n"));
            default -> false;
        };
    }

    private static String asked(int admin, String method, String path) {
        try (RawClient client = RawClient.connect(admin)) {
            Response response = client.send(method + " " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                    .response();
            return response.status() + " "
                    + response.text().replaceFirst("(?s)^.*?\r\n\r\n", "").strip();
        }
    }

    /** An application that embeds the server and opens files until it gets no more. */
    static final class Hungry {
        private static final List<FileInputStream> FILES = new ArrayList<>();

        private Hungry() {}

        public static void main(String[] arguments) throws IOException {
            RunningServer server = RunningServer.start(TestServer.configuration(arguments), TestServer.HOST);
            try {
                while (true) {
                    FILES.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException full) {
                System.out.println("listening");
            }
            int ended = System.in.read();
            server.close();
            System.exit(ended < 0 ? 0 : 1);
        }
    }
}
