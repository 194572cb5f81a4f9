package dev.mooring.loadgenerator.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mooring.capacity.output.StopRequest;
import dev.mooring.loadgenerator.SwarmCommand;
import dev.mooring.loadgenerator.run.PlainServer;
import dev.mooring.loadgenerator.run.PlainServer.Peer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs against a server and a push port that deliver right, or wrong in a way that the test chooses. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DeliveryRunTest {
    private static final int CONNECTIONS = 3;
    /** Messages that are published at the least. */
    private static final int ENOUGH = 4;

    private static final Duration MAX_HOLD = Duration.ofSeconds(50);

    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> greetings = new LinkedBlockingQueue<>();
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private volatile CountDownLatch opened = new CountDownLatch(CONNECTIONS);
    private boolean greeted;
    /** What each connection gets in place of the message of a number. */
    private IntFunction<UnaryOperator<List<byte[]>>> wrong = _ -> UnaryOperator.identity();

    private int status = 200;

    @TempDir
    private Path folder = Path.of("");

    private PlainServer server;
    private HttpServer push;

    @BeforeEach
    void start() throws IOException {
        server = new PlainServer(peer -> {
            peer.open();
            if (greeted) {
                greetings.add(new String(peer.readFrame().payload(), UTF_8));
            }
            peers.add(peer);
            opened.countDown();
            peer.closeWhenAsked();
        });
        push = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        push.createContext("/", this::deliver);
        push.start();
    }

    @AfterEach
    void end() throws IOException {
        push.stop(0);
        server.close();
    }

    @Test
    void passesWhenEverythingComesOnceAndInOrder() throws Exception {
        assertEquals(0, swarm("--topics", "news.a,news.b"), output + "" + errors);
        JsonNode deliveries = report().at("/atEnd/deliveries");
        int published = deliveries.get("published").intValue();
        assertTrue(published > 1, deliveries::toString);
        assertEquals(CONNECTIONS * published, deliveries.get("received").intValue());
        assertEquals(CONNECTIONS * published, deliveries.get("told").intValue());
        assertEquals(
                CONNECTIONS * published, report().at("/deliveryMicros/count").intValue());
        assertEquals(List.of("/topics/news.a", "/topics/news.b"), posted.subList(0, 2));
        assertTrue(output.toString().contains("0 lost, 0 repeated, 0 out of order"), output::toString);
        assertTrue(Files.readString(folder.resolve("run.html")).contains("Delivery latency"));
    }

    @Test
    void asksCentrifugosWayForTopics() throws Exception {
        greeted = true;
        assertEquals(0, swarm("--topics", "news.\"a\",news.b", "--protocol", "centrifugo"), output + "" + errors);
        assertEquals("""
                {"connect":{"name":"swarm"},"id":1}
                {"subscribe":{"channel":"news.\\"a\\""},"id":2}
                {"subscribe":{"channel":"news.b"},"id":3}""", greetings.take());
        assertEquals("/topics/news.%22a%22", posted.getFirst());
    }

    @Test
    void tellsWhatIsLostAlsoAtTheEnd() throws Exception {
        wrong = number -> number >= 1 ? _ -> List.of() : UnaryOperator.identity();
        assertEquals(1, swarm("--topics", "news.a"));
        int published = report().at("/atEnd/deliveries/published").intValue();
        assertEquals(
                CONNECTIONS * (published - 1), report().get("deliveriesMissing").intValue());
        assertTrue(
                problems().contains("deliveries did not come; check that the topics are open to clients."),
                this::problems);
    }

    @Test
    void tellsWhatComesAgain() throws Exception {
        wrong = number -> number == 1 ? one -> List.of(one.getFirst(), one.getFirst()) : UnaryOperator.identity();
        assertEquals(1, swarm("--topics", "news.a"));
        assertTrue(problems().contains(CONNECTIONS + " deliveries came again, and 0 after a later"), this::problems);
        assertEquals(0, report().get("deliveriesMissing").intValue());
    }

    @Test
    void tellsWhatComesAfterALaterOne() throws Exception {
        List<byte[]> kept = new ArrayList<>();
        wrong = number -> one -> {
            if (number == 0) {
                kept.clear();
                kept.add(one.getFirst());
                return List.of();
            }
            return number == 1 ? List.of(one.getFirst(), kept.getFirst()) : one;
        };
        assertEquals(1, swarm("--topics", "news.a"));
        assertTrue(
                problems().contains("0 deliveries came again, and " + CONNECTIONS + " after a later"), this::problems);
        assertEquals(0, report().get("deliveriesMissing").intValue());
    }

    @Test
    void tellsWhatThePushPortDoesNotTake() throws Exception {
        status = 403;
        assertEquals(1, swarm("--topics", "news.a"));
        assertTrue(problems().contains("No message was published; check push and push-key."), this::problems);
        assertTrue(problems().contains("messages were not taken by the push port."), this::problems);
    }

    /** A run in whose hold some messages were published: on a machine on which none is in time, a longer one. */
    private int swarm(String... options) {
        Duration hold = Duration.ofSeconds(2);
        int code = swarm(hold, options);
        while (posted.size() < ENOUGH && hold.compareTo(MAX_HOLD) < 0) {
            hold = hold.multipliedBy(3);
            peers.clear();
            posted.clear();
            greetings.clear();
            output.getBuffer().setLength(0);
            errors.getBuffer().setLength(0);
            opened = new CountDownLatch(CONNECTIONS);
            code = swarm(hold, options);
        }
        return code;
    }

    private int swarm(Duration hold, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "ws://127.0.0.1:" + server.port() + "/",
                "--connections",
                Integer.toString(CONNECTIONS),
                "--hold",
                hold.toSeconds() + "s",
                "--publish",
                "100/s",
                "--push",
                "http://127.0.0.1:" + push.getAddress().getPort(),
                "--json",
                folder.resolve("run.json").toString(),
                "--html",
                folder.resolve("run.html").toString()));
        arguments.addAll(List.of(options));
        return SwarmCommand.commandLine(new StopRequest())
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.toArray(String[]::new));
    }

    private void deliver(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] message = exchange.getRequestBody().readAllBytes();
            posted.add(exchange.getRequestURI().getRawPath());
            int connections = 0;
            if (status == 200) {
                // A connection is open to the client before it is to the thread that serves it.
                opened.await();
                ByteBuffer frame = ByteBuffer.allocate(4 + message.length)
                        .put((byte) 0x81)
                        .put((byte) 126)
                        .putShort((short) message.length)
                        .put(message);
                List<byte[]> frames = wrong.apply(posted.size() - 1).apply(List.of(frame.array()));
                for (Peer peer : peers) {
                    for (byte[] each : frames) {
                        peer.write(each);
                    }
                    connections++;
                }
            }
            byte[] answer = ("{\"connections\":" + connections + "}").getBytes(UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("run.json").toFile());
    }

    private String problems() {
        return output.toString();
    }
}
