package dev.mooring.proof.balancer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets, and a clock that the test moves; the timeout is only a guard against a hang. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NodeTest {
    private static final Duration IDLE_TIMEOUT = Duration.ofMillis(500);
    private static final long SEED = 7;

    private final AtomicLong clock = new AtomicLong();
    private final ServerSocket target = listening();
    private final Node node = node();
    private final Thread thread = Thread.ofPlatform().start(() -> run(node));

    @BeforeEach
    void registerTheTarget() {
        node.targets(List.of(target.getLocalPort()));
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        thread.interrupt();
        thread.join();
        node.close();
        target.close();
    }

    @Test
    void forwardsBothWaysMoreThanTheSocketsHold() throws IOException, InterruptedException {
        byte[] sent = new byte[20_000_000];
        RandomGeneratorFactory.of("L64X128MixRandom").create(SEED).nextBytes(sent);
        try (Socket client = connect();
                Socket server = target.accept()) {
            Thread writer = Thread.ofVirtual().start(() -> write(client, sent));
            assertArrayEquals(sent, server.getInputStream().readNBytes(sent.length), "seed " + SEED);
            writer.join();
            server.getOutputStream().write(42);
            assertEquals(42, client.getInputStream().read());
        }
    }

    @Test
    void passesAnEndOnWhileTheOtherSideStillSends() throws IOException {
        try (Socket client = connect();
                Socket server = target.accept()) {
            client.shutdownOutput();
            assertEquals(-1, server.getInputStream().read());
            server.getOutputStream().write(1);
            assertEquals(1, client.getInputStream().read());
            server.shutdownOutput();
            assertEquals(-1, client.getInputStream().read());
        }
        await(status -> status.flows() == 0);
    }

    @Test
    void answersAPacketOfAForgottenFlowWithAResetAndTellsNobodyElse() throws IOException {
        try (Socket client = connect();
                Socket server = target.accept()) {
            clock.addAndGet(IDLE_TIMEOUT.toNanos() + 1);
            assertEquals(1, await(status -> status.forgotten() == 1).flows());
            server.getOutputStream().write(1);
            assertThrows(SocketException.class, () -> server.getInputStream().read());
            assertEquals(1, await(status -> status.resets() == 1).flows());
            client.getOutputStream().write(1);
            assertThrows(SocketException.class, () -> client.getInputStream().read());
            await(status -> status.resets() == 2 && status.flows() == 0);
        }
    }

    @Test
    void keepsAFlowOfWhichOneSideIsHeard() throws IOException {
        try (Socket quiet = connect();
                Socket forgotten = target.accept();
                Socket client = connect();
                Socket server = target.accept()) {
            for (int half = 0; half < 6; half++) {
                clock.addAndGet(IDLE_TIMEOUT.toNanos() / 2);
                server.getOutputStream().write(half);
                assertEquals(half, client.getInputStream().read());
            }
            assertEquals(2, await(status -> status.forgotten() == 1).flows());
            assertEquals(0, node.status().resets(), "nobody sent on the forgotten flow");
            quiet.getOutputStream().write(1);
            assertThrows(SocketException.class, () -> quiet.getInputStream().read(), forgotten::toString);
        }
    }

    @Test
    void sendsNewConnectionsToTheRegisteredTargetAndKeepsFlowsOfTheFormer() throws IOException {
        try (ServerSocket second = listening();
                Socket old = connect();
                Socket former = target.accept()) {
            node.targets(List.of(second.getLocalPort()));
            try (Socket young = connect();
                    Socket current = second.accept()) {
                young.getOutputStream().write(1);
                assertEquals(1, current.getInputStream().read());
                old.getOutputStream().write(2);
                assertEquals(2, former.getInputStream().read());
            }
        }
    }

    @Test
    void resetsAConnectionThatNoTargetTakes() throws IOException {
        // Bound, so that nobody else listens there either.
        try (SocketChannel deaf =
                SocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            node.targets(List.of(deaf.socket().getLocalPort()));
            try (Socket client = connect()) {
                assertThrows(
                        SocketException.class, () -> client.getInputStream().read());
            }
        }
        await(status -> status.withoutTarget() == 1 && status.flows() == 0);
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), node.port());
    }

    private NodeStatus await(Predicate<NodeStatus> reached) {
        NodeStatus status = node.status();
        while (!reached.test(status)) {
            Thread.onSpinWait();
            status = node.status();
        }
        return status;
    }

    private Node node() {
        try {
            return new Node(0, IDLE_TIMEOUT, clock::get);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Node node) {
        try {
            node.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
