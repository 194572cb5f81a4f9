package dev.mooring.server.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.Audience;
import dev.mooring.server.EngineHost;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.runtime.RunningServer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine knows what this host hears, whatever its loops gain and lose at once. */
@Timeout(120)
class InterestsTest {
    private static final int CLIENTS = 12;
    private static final int TOPICS = 5;
    private static final int CHANGES = 3_000;

    private final ToldEngine engine = new ToldEngine();
    private final Queue<WebSocket> sockets = new ConcurrentLinkedQueue<>();
    private final CountDownLatch open = new CountDownLatch(CLIENTS);

    @Test
    void theEngineHearsOfEveryTopicThatSomeLoopHasAndOfNoOther() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (RunningServer server = started()) {
            List<RawClient> clients = connected(server);
            Set<String> held = ConcurrentHashMap.newKeySet();
            List<WebSocket> all = List.copyOf(sockets);
            List<CompletableFuture<Void>> done = new ArrayList<>();
            for (int i = 0; i < CHANGES; i++) {
                int client = random.nextInt(CLIENTS);
                String topic = "t" + random.nextInt(TOPICS);
                boolean subscribe = random.nextInt(3) == 0;
                done.add(CompletableFuture.runAsync(
                        () -> {
                            String entry = client + " " + topic;
                            if (subscribe) {
                                all.get(client).topics().subscribe(topic);
                                held.add(entry);
                            } else {
                                all.get(client).topics().unsubscribe(topic);
                                held.remove(entry);
                            }
                        },
                        all.get(client)::execute));
            }
            done.forEach(CompletableFuture::join);
            Set<Audience> expected = new HashSet<>();
            held.forEach(entry -> expected.add(Audience.topic(entry.substring(entry.indexOf(' ') + 1))));
            awaitHeard(expected, "seed " + seed);
            Set<Audience> repeated = ConcurrentHashMap.newKeySet();
            repeatAll(repeated);
            assertEquals(expected, repeated, "seed " + seed);
            clients.forEach(RawClient::close);
            awaitHeard(Set.of(), "seed " + seed);
        }
    }

    @Test
    void aMessageOfTheEngineReachesThoseWhoHearIt() throws Exception {
        try (RunningServer server = started()) {
            List<RawClient> clients = connected(server);
            WebSocket first = sockets.element();
            CompletableFuture.runAsync(() -> first.topics().subscribe("news"), first::execute)
                    .join();
            server.settled(Audience.topic("news")).join();
            assertEquals(1, server.publish("news", "hello").join());
            assertEquals(0, server.publish("sport", "hello").join());
            assertEquals(1, server.count(Audience.topic("news")).join());
            first.execute(() -> first.send("end"));
            clients.forEach(RawClient::close);
        }
    }

    private RunningServer started() {
        return RunningServer.start(
                TestServer.configuration("--ports=" + TestServer.freePort(), "--event-loops=3").toBuilder()
                        .handler(new WebSocketHandler() {
                            @Override
                            public void open(WebSocket socket) {
                                sockets.add(socket);
                                open.countDown();
                            }

                            @Override
                            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}
                        })
                        .build(),
                TestServer.HOST,
                engine);
    }

    private List<RawClient> connected(RunningServer server) throws InterruptedException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(RawClient.connect(server.ports().first()).upgrade());
        }
        open.await();
        return clients;
    }

    private void repeatAll(Set<Audience> repeated) {
        for (int part = 0; part < EngineHost.PARTS; part++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            engine.host().repeat(part, repeated::add, () -> done.complete(null));
            done.join();
        }
    }

    /** That nobody hears a topic any more is known when all loops were asked. */
    private void awaitHeard(Set<Audience> expected, String what) {
        while (!engine.heard.equals(expected)) {
            Thread.onSpinWait();
        }
        assertEquals(expected, engine.heard, what);
    }
}
