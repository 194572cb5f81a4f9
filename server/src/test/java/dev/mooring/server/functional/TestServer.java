package dev.mooring.server.functional;

import dev.mooring.capacity.GrantedHost;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.Audience;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.configuration.ServerCommand;
import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.runtime.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A server in this JVM on a free loopback port, configured by the words of its command line. Echoes unless told not to.
 *
 * <p>Its connections have all the time in the world, however long a test is held up, unless it is told to tick.
 */
public final class TestServer implements AutoCloseable {
    /** A host that grants what any test asks for. */
    public static final GrantedHost HOST = new GrantedHost(1_000_000, Bytes.gibi(64), Bytes.gibi(4));

    private static final int TRIES = 5;
    /** Outside those that Linux gives to outgoing connections: none of them may take one, or be connected to itself. */
    private static final int MIN_PORT = 10_240;

    private static final int MAX_PORT = 32_767;
    /** One that this JVM was given is not given again. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private final RunningServer server;
    private final int port;

    private TestServer(RunningServer server, int port) {
        this.server = server;
        this.port = port;
    }

    public static TestServer start(String... options) {
        return with(options).start();
    }

    public static Setup with(String... options) {
        return new Setup(options);
    }

    /** A port that nobody listens on at this moment, and that is given to nobody else here. */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(MIN_PORT, MAX_PORT + 1);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** The configuration that a command line gives, on the loopback address, without an admin port. */
    public static ServerConfiguration configuration(String... options) {
        List<String> arguments = overriding(List.of("--bind=127.0.0.1"), options);
        AtomicReference<@Nullable ServerConfiguration> read = new AtomicReference<>();
        ServerCommand.execute(arguments.toArray(String[]::new), Map.of(), 2, configuration -> {
            read.set(configuration);
            return 0;
        });
        ServerConfiguration configuration = read.get();
        if (configuration == null) {
            throw new IllegalArgumentException("not a server's command line: " + arguments);
        }
        return configuration.toBuilder().withoutAdmin().build();
    }

    public RunningServer server() {
        return server;
    }

    public ServerCounters counters() {
        return server.counters();
    }

    public int port() {
        return port;
    }

    /** A connected client that has said nothing yet. */
    public RawClient connect() {
        return RawClient.connect(port);
    }

    /** A client whose WebSocket is open. */
    public RawClient open() {
        return connect().upgrade();
    }

    /** Returns when every loop is done with what it is doing now. */
    public void settle() {
        server.count(Audience.all()).join();
    }

    @Override
    public void close() {
        server.close();
    }

    private static List<String> overriding(List<String> defaults, String... options) {
        List<String> arguments = new ArrayList<>(defaults);
        for (String option : options) {
            arguments.removeIf(earlier -> key(earlier).equals(key(option)));
            arguments.add(option);
        }
        return arguments;
    }

    private static String key(String option) {
        return option.split("=", 2)[0];
    }

    /** What is to be started. */
    public static final class Setup {
        private final String[] options;
        private int cap = 10_000;
        private Bytes buffers = Bytes.mebi(32);
        private int topicLimit = 128;
        private LongSupplier clock = () -> 0;
        private @Nullable WebSocketHandler handler;

        private Setup(String[] options) {
            this.options = options;
        }

        public Setup cap(int most) {
            cap = most;
            return this;
        }

        public Setup buffers(Bytes budget) {
            buffers = budget;
            return this;
        }

        public Setup topicLimit(int most) {
            topicLimit = most;
            return this;
        }

        public Setup handler(WebSocketHandler application) {
            handler = application;
            return this;
        }

        /** Its connections have no more time than the configuration says. */
        public Setup ticking() {
            return clock(System::nanoTime);
        }

        /** What time it is for its connections, in nanoseconds. */
        public Setup clock(LongSupplier nanoTime) {
            clock = nanoTime;
            return this;
        }

        /** Starts on a free port; a port that another process takes in between is tried again with another. */
        public TestServer start() {
            for (int tried = 1; ; tried++) {
                int port = freePort();
                try {
                    return new TestServer(RunningServer.start(configuration(port), HOST, clock), port);
                } catch (RefusedException taken) {
                    if (tried == TRIES) {
                        throw taken;
                    }
                }
            }
        }

        private ServerConfiguration configuration(int port) {
            List<String> arguments = overriding(
                    List.of("--ports=" + port, "--event-loops=1", "--handler=echo", "--max-connections=" + cap),
                    options);
            ServerConfiguration read = TestServer.configuration(arguments.toArray(String[]::new));
            ServerConfiguration.Builder changed =
                    read.toBuilder().bufferBudget(buffers).topicLimit(topicLimit);
            return (handler == null ? changed : changed.handler(handler)).build();
        }
    }
}
