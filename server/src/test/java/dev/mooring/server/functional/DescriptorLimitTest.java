package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.process.ServerMain;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server without descriptors says no to the next client, keeps those it has, and takes new ones when some leave. */
@Timeout(120)
class DescriptorLimitTest {
    private static final int LIMIT = 200;

    @Test
    void neitherHangsNorDiesAndTakesNewClientsWhenSomeLeave() throws InterruptedException {
        int port = TestServer.freePort();
        try (ChildServer child = start(port)) {
            List<RawClient> open = new ArrayList<>();
            int refused = 0;
            for (int i = 0; i < 2 * LIMIT; i++) {
                RawClient client = RawClient.connect(port);
                if (opens(client)) {
                    open.add(client);
                } else {
                    refused++;
                }
            }
            assertTrue(open.size() > LIMIT / 4, open.size() + " got in");
            assertTrue(refused > LIMIT, refused + " were refused");
            assertTrue(child.descriptors() <= LIMIT, child.descriptors() + " descriptors");
            open.forEach(client -> client.echoes("kept"));

            for (RawClient leaving : open.subList(0, 20)) {
                leaving.close();
            }
            Eventually.until(() -> opens(RawClient.connect(port)));
            open.subList(20, open.size()).forEach(client -> client.echoes("still kept"));

            List<String> lines = child.endAndReadLines();
            assertEquals(
                    List.of(),
                    lines.stream().filter(line -> line.contains("Exception")).toList());
        }
    }

    @Test
    void answersTheNextClientsAfterSomeThatLeftAsTheyWaited() throws InterruptedException {
        int port = TestServer.freePort();
        try (ChildServer child = start(port)) {
            List<RawClient> open = new ArrayList<>();
            for (RawClient next = RawClient.connect(port); opens(next); next = RawClient.connect(port)) {
                open.add(next);
            }
            child.standStill();
            for (int i = 0; i < 5; i++) {
                RawClient.connect(port).reset();
            }
            child.goOn();
            for (int i = 0; i < 5; i++) {
                assertFalse(opens(RawClient.connect(port)));
            }
            open.forEach(client -> client.echoes("kept"));
        }
    }

    @Test
    void refusesInOneSentenceWhenItsLoopsNeedMoreThanThereIs() throws InterruptedException {
        try (ChildServer child = ChildServer.launch(
                LIMIT,
                ServerMain.class,
                "--ports=" + TestServer.freePort(),
                "--admin=127.0.0.1:" + TestServer.freePort(),
                "--event-loops=100")) {
            assertEquals(69, child.exitCode());
            List<String> lines = child.endAndReadLines();
            String last = lines.get(lines.size() - 2);
            assertTrue(last.startsWith("mooring-server: event-loops=100 cannot be started with nofile=200: "), last);
            assertTrue(last.endsWith("; raise LimitNOFILE or take fewer"), last);
            assertEquals(
                    List.of(),
                    lines.stream().filter(line -> line.contains("Exception")).toList());
        }
    }

    private static ChildServer start(int port) throws InterruptedException {
        return ChildServer.start(
                LIMIT,
                ChildServer.class,
                "--ports=" + port,
                "--event-loops=1",
                "--handler=echo",
                "--handshake-timeout=1h",
                "--keepalive=33m",
                "--idle-timeout=100m");
    }

    /** Whether it gets 101; false for a 503 or an end. Nothing for a minute fails. */
    private static boolean opens(RawClient client) {
        try {
            client.sendUntilRefused(Frames.utf8(RawClient.REQUEST), 1);
            Response response = client.response();
            assertTrue(response.status() == 101 || response.status() == 503, response.text());
            return response.status() == 101;
        } catch (UncheckedIOException ended) {
            if (ended.getCause() instanceof SocketTimeoutException) {
                throw new AssertionError("a client was left hanging", ended);
            }
            return false;
        }
    }
}
