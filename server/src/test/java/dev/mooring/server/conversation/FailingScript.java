package dev.mooring.server.conversation;

import dev.mooring.server.Audience;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.eventloop.LogLimit;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.metrics.MemoryKind;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * Everything that a loop does, once, of which one allocation fails; then a look whether the loop lives, and everybody with it
 * but the one that the failure hit. Loaded by {@link WatchedClasses}.
 */
public final class FailingScript implements LongFunction<String> {
    private static final Duration KEEPALIVE = Duration.ofSeconds(4);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final int BYSTANDERS = 3;
    private static final String FLOOD = "x".repeat(100_000);

    private final List<String> wrong = new ArrayList<>();
    private final List<CompletableFuture<Integer>> answers = new ArrayList<>();

    /** What did not hold when this allocation failed; empty when all did. */
    @Override
    public String apply(long failing) {
        wrong.clear();
        answers.clear();
        SteppedLoop loop = new SteppedLoop(new Obeying(), (_, _) -> {}, KEEPALIVE, KEEPALIVE, Duration.ofHours(1));
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < BYSTANDERS; i++) {
                clients.add(opened(loop));
            }
            Allocations.count(failing);
            play(loop, clients);
            Allocations.stopCounting();
            look(loop, clients);
        } catch (RuntimeException | Error broken) {
            wrong.add("threw " + broken);
        } finally {
            Allocations.stopCounting();
            clients.forEach(RawClient::reset);
            turn(loop, 3);
            count(loop);
            loop.close();
        }
        return String.join("; ", wrong);
    }

    /**
     * Throws in the handler of one of two connections when no class can be loaded any more, as without descriptors.
     *
     * @param noMoreClasses is run when both are open and one has been heard
     * @return what the one hears, and what the other
     */
    public List<String> throwing(Runnable noMoreClasses) {
        SteppedLoop loop = new SteppedLoop(new Obeying(), (_, _) -> {}, KEEPALIVE, KEEPALIVE, Duration.ofHours(1));
        RawClient one = opened(loop);
        RawClient other = opened(loop);
        answers(loop, other);
        // So that the log can say which class is missing.
        new LogLimit(System::nanoTime).warn("the test is about to throw", new OutOfMemoryError("thrown by the test"));
        noMoreClasses.run();
        say(loop, one, Frames.text("throw"));
        String heard = one.frame().describe();
        one.reset();
        turn(loop, 3);
        boolean served = answers(loop, other);
        return List.of(heard, served ? "served" : "not served", loop.loop().open() + " open");
    }

    private void play(SteppedLoop loop, List<RawClient> clients) {
        RawClient talking = come(loop, clients, RawClient.REQUEST.substring(0, 50));
        say(loop, talking, RawClient.REQUEST.substring(50).getBytes(StandardCharsets.ISO_8859_1));
        say(loop, talking, Frames.text("hello"));
        say(loop, talking, Frames.ping("there"));
        say(loop, talking, Frames.frame(Frames.TEXT, "a part"));
        say(loop, talking, Frames.frame(Frames.FINAL | Frames.CONTINUATION, " and the rest"));
        say(loop, talking, Frames.text("task"));
        say(loop, talking, Frames.text("name"));
        say(loop, talking, Frames.text("subscribe"));
        publish(loop, Audience.topic("news"), "one");
        publish(loop, Audience.all(), "two");
        turn(loop, 3);
        CompletableFuture<Integer> _ = loop.broadcast().send(MessageType.TEXT, Frames.utf8("three"));
        turn(loop, 3);
        RawClient narrow = come(loop, clients, "");
        say(loop, narrow, RawClient.REQUEST.getBytes(StandardCharsets.ISO_8859_1));
        say(loop, narrow, Frames.text("flood"));
        publish(loop, Audience.all(), "four");
        turn(loop, 3);
        for (String mischief : List.of("throw", "close")) {
            RawClient other = come(loop, clients, RawClient.REQUEST);
            say(loop, other, Frames.text(mischief));
        }
        RawClient wrong = come(loop, clients, RawClient.REQUEST);
        say(loop, wrong, Frames.frame(0x83, "no such opcode"));
        RawClient refused = come(loop, clients, "GET / HTTP/1.1\r\n\r\n");
        turn(loop, 2);
        clients.remove(refused);
        refused.reset();
        say(loop, talking, Frames.close(1000, ""));
        for (Duration passed = Duration.ZERO; passed.compareTo(KEEPALIVE) < 0; passed = passed.plus(TICK)) {
            loop.pass(TICK);
            turn(loop, 1);
        }
    }

    /** The loop ticks, takes newcomers, and serves all but one of those who were there before. */
    private void look(SteppedLoop loop, List<RawClient> clients) {
        long pings = loop.counters().pingsSent.sum();
        clients.add(opened(loop));
        clients.getLast().send(Frames.text("new"));
        int answered = 0;
        for (RawClient bystander : clients.subList(0, BYSTANDERS)) {
            answered += answers(loop, bystander) ? 1 : 0;
        }
        if (answered < BYSTANDERS - 1) {
            wrong.add(answered + " of " + BYSTANDERS + " bystanders are served");
        }
        if (!answers(loop, clients.getLast())) {
            wrong.add("a newcomer is not served");
        }
        for (Duration passed = Duration.ZERO; passed.compareTo(KEEPALIVE) < 0; passed = passed.plus(TICK)) {
            loop.pass(TICK);
            turn(loop, 1);
        }
        if (!answers.stream().allMatch(CompletableFuture::isDone)) {
            wrong.add("a publication is not answered");
        }
        if (loop.counters().pingsSent.sum() == pings) {
            wrong.add("no pings are sent any more");
        }
    }

    /** Nothing is held for those who have gone. */
    private void count(SteppedLoop loop) {
        for (MemoryKind kind : MemoryKind.values()) {
            long used = loop.counters().memory(kind).used();
            if (used != 0) {
                wrong.add(used + " bytes of " + kind + " are held for nobody");
            }
        }
        if (loop.admission().open() != 0
                || loop.admission().strangers() != 0
                || loop.loop().open() != 0) {
            wrong.add(loop.admission().open() + " are counted as open, "
                    + loop.admission().strangers() + " as strangers, "
                    + loop.loop().open() + " by the loop");
        }
    }

    private void publish(SteppedLoop loop, Audience audience, String text) {
        answers.add(loop.fanout().publish(audience, MessageType.TEXT, ByteBuffer.wrap(Frames.utf8(text))));
    }

    private static boolean answers(SteppedLoop loop, RawClient client) {
        try {
            client.send(Frames.text("alive")).delivered();
            turn(loop, 2);
            String heard = client.frame().describe();
            while (!heard.equals("text alive")) {
                if (heard.startsWith("close")) {
                    return false;
                }
                heard = client.frame().describe();
            }
            return true;
        } catch (RuntimeException gone) {
            return false;
        }
    }

    private static RawClient opened(SteppedLoop loop) {
        RawClient client =
                RawClient.connect(loop.wide().getPort()).send(RawClient.REQUEST).delivered();
        turn(loop, 3);
        if (client.response().status() != 101) {
            throw new IllegalStateException("not admitted");
        }
        return client;
    }

    private static RawClient come(SteppedLoop loop, List<RawClient> clients, String said) {
        InetAddress address =
                said.isEmpty() ? loop.narrow().getAddress() : loop.wide().getAddress();
        int port = said.isEmpty() ? loop.narrow().getPort() : loop.wide().getPort();
        RawClient client = RawClient.connect(address, port, said.isEmpty() ? 2_304 : 0);
        clients.add(client);
        say(loop, client, said.getBytes(StandardCharsets.ISO_8859_1));
        return client;
    }

    private static void say(SteppedLoop loop, RawClient client, byte[] bytes) {
        client.sendUntilRefused(bytes, 1);
        hear(loop, client);
        turn(loop, 2);
    }

    /** Loopback may deliver later: waits for that where a turn finds nothing. */
    private static void hear(SteppedLoop loop, RawClient client) {
        if (turn(loop, 1) == 0) {
            client.delivered();
        }
    }

    private static long turn(SteppedLoop loop, int turns) {
        long events = 0;
        for (int i = 0; i < turns; i++) {
            Allocations.turning(true);
            try {
                events += loop.turn();
            } finally {
                Allocations.turning(false);
            }
        }
        return events;
    }

    /** Does what the client says. */
    private static final class Obeying implements WebSocketHandler {
        @Override
        public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
            String wish = StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
            switch (wish) {
                case "task" -> socket.execute(() -> socket.send("done"));
                case "name" -> socket.send(socket.id());
                case "subscribe" ->
                    socket.send(socket.topics().subscribe("news").toString());
                case "flood" -> socket.send(FLOOD);
                case "throw" -> throw new IllegalStateException("thrown by the test");
                case "close" -> socket.close(4000, "as you wish");
                default -> socket.send(type, payload);
            }
        }
    }
}
