package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.functional.Eventually;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.Response;
import dev.mooring.server.functional.TestListener;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.handler.BuiltInHandler;
import dev.mooring.server.metrics.HandshakeFailure;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.ChannelException;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Errors;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attempts that fail in the server: counted by cause, each once, and named for what it was; and who makes room. */
@Timeout(60)
class FailedAttemptsTest {
    private final ServerCounters counters = new ServerCounters();
    private Admission admission = new Admission(0);
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    private Supplier<Duration> retryAfter = () -> {
        throw new IllegalStateException("thrown by the test");
    };

    @AfterEach
    void end() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void countsWhatEpollRefusesAndSaysWhatItSaid() {
        IoEventLoop real = group.next();
        IoEventLoop full = (IoEventLoop) Proxy.newProxyInstance(
                IoEventLoop.class.getClassLoader(), new Class<?>[] {IoEventLoop.class}, (_, method, arguments) -> {
                    if (method.getName().equals("register")) {
                        return real.newFailedFuture(Errors.newIOException("epoll_ctl", -28));
                    }
                    return method.invoke(real, arguments);
                });
        ConnectionLoop loop = new ConnectionLoop(full, settings());
        LinuxSocket socket = LinuxSocket.newSocketStream(false);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            real.submit(() -> loop.accepted(socket.intValue(), Entrance.PLAIN)).syncUninterruptibly();
        } finally {
            System.setErr(before);
        }
        assertCounted(HandshakeFailure.EPOLL);
        String said = log.toString(StandardCharsets.UTF_8);
        assertTrue(
                said.contains(
                        "epoll takes no more descriptors: a connection is reset;" + " raise fs.epoll.max_user_watches"),
                said);
    }

    @Test
    void countsWhatThrowsWhileARequestIsAnswered() {
        int port = listen(group.next());
        try (RawClient client = RawClient.connect(port)) {
            client.send(RawClient.REQUEST);
            client.ends();
            Eventually.until(() -> counters.failedFor(HandshakeFailure.ERROR) == 1);
            group.submit(() -> {}).syncUninterruptibly();
        }
        assertCounted(HandshakeFailure.ERROR);
    }

    @Test
    void readsTheOldestStrangerBeforeItPays() {
        admission = new Admission(1, 1);
        retryAfter = () -> Duration.ofSeconds(5);
        IoEventLoop eventLoop = group.next();
        int port = listen(eventLoop);
        try (RawClient oldest = RawClient.connect(port)) {
            Eventually.until(() -> counters.accepted.sum() == 1);
            CountDownLatch held = new CountDownLatch(1);
            eventLoop.execute(() -> Eventually.until(() -> held.getCount() == 0));
            // Ready in this order: the listening socket, then the oldest.
            try (RawClient newest = RawClient.connect(port)) {
                oldest.send(RawClient.REQUEST).delivered();
                held.countDown();
                assertEquals(101, oldest.response().status());
                Response response = newest.response();
                assertEquals(503, response.status());
                assertTrue(response.text().endsWith("server has no file descriptor left\n"), response.text());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-28 | epoll takes no more descriptors: a connection is reset; raise fs.epoll.max_user_watches",
                "-12 | the kernel has no memory for another descriptor in epoll: a connection is reset",
                "-1  | epoll did not take a descriptor: a connection is reset",
            })
    void namesWhatEpollSaid(int errno, String sentence) {
        assertEquals(sentence, EpollRefusal.sentence(new ChannelException(Errors.newIOException("epoll_ctl", errno))));
        assertEquals(
                "epoll did not take a descriptor: a connection is reset",
                EpollRefusal.sentence(new IllegalStateException("another cause")));
    }

    private int listen(IoEventLoop eventLoop) {
        ConnectionLoop loop = new ConnectionLoop(eventLoop, settings());
        return TestListener.start(loop, Entrance.PLAIN, counters, () -> Duration.ZERO);
    }

    private void assertCounted(HandshakeFailure cause) {
        assertEquals(1, counters.failedFor(cause));
        assertEquals(1, counters.connections().failures());
        assertEquals(0, counters.connections().inHandshake());
        assertEquals(0, admission.strangers());
        assertEquals(0, admission.open());
    }

    /** With a cap of none, and a delay for the refused that throws, unless told otherwise. */
    private LoopSettings settings() {
        return new LoopSettings(
                ConnectionLimits.of(TestServer.configuration()),
                new PingTiming(Duration.ofSeconds(100), Duration.ofSeconds(20), Duration.ofSeconds(10)),
                new SharedState(new BufferBudget(Bytes.mebi(1), counters), admission, counters),
                BuiltInHandler.ECHO,
                () -> retryAfter.get(),
                System::nanoTime);
    }
}
