package dev.mooring.loadgenerator.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.loadgenerator.measure.Counters;
import dev.mooring.loadgenerator.measure.LoopHistograms;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.Errors;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attempts that fail before a byte is sent. */
@Timeout(60)
class OpenerTest {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<String> endings = new ArrayList<>();

    @AfterEach
    void end() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void saysWhatEpollSaidWhenItRefuses() throws Exception {
        IoEventLoop real = group.next();
        IoEventLoop full = (IoEventLoop) Proxy.newProxyInstance(
                IoEventLoop.class.getClassLoader(), new Class<?>[] {IoEventLoop.class}, (_, method, arguments) -> {
                    if (method.getName().equals("register")) {
                        return real.newFailedFuture(Errors.newIOException("epoll_ctl", -28));
                    }
                    return method.invoke(real, arguments);
                });
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AddressPairs pairs =
                    new AddressPairs(List.of((InetSocketAddress) server.getLocalSocketAddress()), List.of());
            Opener opener = new Opener(full, loop(), pairs, false);
            assertEquals(
                    Optional.empty(),
                    real.submit(() -> opener.open(0, 0, 2))
                            .syncUninterruptibly()
                            .getNow());
        }
        assertEquals(List.of("other error: errno 28 after 2"), endings);
    }

    private LoopContext loop() {
        SplittableRandom random = new SplittableRandom(1);
        return new LoopContext(
                new Owner(),
                new Counters(),
                new LoopHistograms(),
                new EchoMessages(1, random),
                false,
                random,
                System::nanoTime,
                Optional.empty());
    }

    private final class Owner implements ConnectionOwner {
        @Override
        public void opened() {
            endings.add("opened");
        }

        @Override
        public void ended(Ending ending, int failures) {
            String label =
                    ending instanceof Ending.Failed failed ? failed.failure().label() : ending.toString();
            endings.add(label + " after " + failures);
        }

        @Override
        public void closing(Connection connection) {
            endings.add("closing");
        }

        @Override
        public void closed(boolean answered) {
            endings.add("closed");
        }
    }
}
