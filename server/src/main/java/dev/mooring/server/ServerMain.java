package dev.mooring.server;

import dev.mooring.capacity.AdmissionCap;
import dev.mooring.capacity.GrantedHost;
import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.kernel.GrantedHostReader;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.server.admin.AdminServer;
import dev.mooring.server.configuration.ServerCommand;
import dev.mooring.server.configuration.ServerConfiguration;
import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.startup.TerminationSignal;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's process: checks, starts, waits, drains, ends.
 *
 * <p>Exit codes: 0 after a drain, 64 when the configuration is refused, 69 when the machine cannot run it or a port is in use,
 * 70 when the drain failed, 143 when a second signal, be it SIGINT or SIGTERM, cut the drain short.
 */
public final class ServerMain {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");
    /** This much of the heap may be kept for peers that send or read slowly, where messages are short. */
    private static final Bytes USUAL_BUFFER_BUDGET = Bytes.mebi(32);
    /** One of the longest messages as it arrives and its array grows, and once more as its echo waits, each in its pool. */
    private static final int LONGEST_MESSAGES = 4;

    /** EX_SOFTWARE of sysexits.h. */
    private static final int DRAIN_FAILED = 70;

    private ServerMain() {}

    public static void main(String[] arguments) {
        System.exit(ServerCommand.execute(
                arguments, System.getenv(), Runtime.getRuntime().availableProcessors(), ServerMain::run));
    }

    private static int run(ServerConfiguration configuration) {
        if (!Epoll.isAvailable()) {
            System.err.println("mooring-server: this machine=" + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch")
                    + " is not Linux on x86-64 or arm64 with glibc; run the server on such a host");
            return ServerCommand.UNAVAILABLE;
        }
        GrantedHost host = new GrantedHostReader(Path.of("/"))
                .read(Bytes.of(Runtime.getRuntime().maxMemory()));
        int cap = admissionCap(configuration, host, MooringServer.mostWebSockets(configuration));
        Bytes buffers = bufferBudget(configuration, Runtime.getRuntime().maxMemory());
        try (MooringServer server = MooringServer.start(configuration, cap, buffers);
                AdminServer admin = AdminServer.start(
                        configuration.admin(),
                        server,
                        configuration.limits().frames().maxMessage())) {
            TerminationSignal.onTermination(() -> drain(server));
            LOG.info(
                    "listening on {}:{} with {} event loops, at most {} connections, keepalive {}; admin on {}",
                    configuration.bind().getHostAddress(),
                    configuration.ports(),
                    configuration.eventLoops(),
                    cap,
                    DurationText.format(configuration.timeouts().keepalive()),
                    admin.boundAddress());
            return awaitDrained(server.drained(), server.counters());
        }
    }

    private static String drain(MooringServer server) {
        return server.drain()
                .map(left -> "the drain under way goes on, " + left.toSeconds() + "s are left of it")
                .orElseGet(() -> "draining over " + DurationText.format(server.drainWindow()));
    }

    /** The exit code, and why. */
    static int awaitDrained(CompletableFuture<Void> drained, ServerCounters counters) {
        try {
            drained.join();
            LOG.info("drained");
            return 0;
        } catch (CompletionException failed) {
            LOG.error(
                    "the drain failed; {} connections are left and end without a Close",
                    counters.open(),
                    failed.getCause());
            return DRAIN_FAILED;
        }
    }

    private static Bytes bufferBudget(ServerConfiguration configuration, long heap) {
        long longest = configuration.limits().frames().maxMessage().count() * LONGEST_MESSAGES;
        return Bytes.of(Math.min(Math.max(USUAL_BUFFER_BUDGET.count(), longest), heap / 3));
    }

    /** The most WebSockets: as many as asked, or as the host and the descriptors that this server leaves allow. */
    static int admissionCap(ServerConfiguration configuration, GrantedHost host, int webSockets) {
        OptionalLong asked = configuration.maxConnections().isPresent()
                ? OptionalLong.of(configuration.maxConnections().getAsInt())
                : OptionalLong.empty();
        AdmissionCap cap = AdmissionCap.of(asked, host, Bytes.of(0)).within(webSockets, host);
        if (cap.reason().isPresent()) {
            if (configuration.strict() && asked.isPresent()) {
                throw RefusedException.of(
                        "max-connections",
                        asked.getAsLong(),
                        "is more than",
                        cap.connections() + ", which " + cap.bindingLimit() + " allows",
                        "raise that limit, lower max-connections, or start without --strict");
            }
            LOG.warn("{}", cap.reason().get());
        }
        return Math.toIntExact(cap.connections());
    }
}
