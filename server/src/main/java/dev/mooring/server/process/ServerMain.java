package dev.mooring.server.process;

import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.server.MooringServer;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.access.AccessHandler;
import dev.mooring.server.access.AccessSettings;
import dev.mooring.server.configuration.AccessOptions;
import dev.mooring.server.configuration.EngineOptions;
import dev.mooring.server.configuration.MessagingOptions;
import dev.mooring.server.configuration.ServerCommand;
import dev.mooring.server.messaging.MessagingHandler;
import dev.mooring.server.messaging.MessagingSettings;
import dev.mooring.server.push.PushPort;
import dev.mooring.server.push.PushSettings;
import dev.mooring.server.startup.ServerSignals;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's process: starts, waits, drains, ends.
 *
 * <p>Exit codes: 0 after a drain, 64 when the configuration is refused, 69 when the machine cannot run it or a port is in use,
 * 70 when the drain failed; 130 when a second signal cut the drain short and it was SIGINT, 143 when it was SIGTERM.
 */
public final class ServerMain {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");

    private ServerMain() {}

    public static void main(String[] arguments) {
        System.exit(ServerCommand.execute(
                arguments, System.getenv(), Runtime.getRuntime().availableProcessors(), ServerMain::run));
    }

    private static int run(
            ServerConfiguration configuration, MessagingOptions messaging, EngineOptions engine, AccessOptions access) {
        Optional<MessagingSettings> handling = messaging.handling();
        Optional<AccessSettings> guarding = access.settings(configuration.subprotocols());
        Wiring wiring = new Wiring(messaging, engine, guarding, new AtomicReference<>());
        return handling.isEmpty() ? guarded(configuration, wiring) : handled(configuration, wiring, handling.get());
    }

    /** What stands beside the configuration, and the server when it runs. */
    private record Wiring(
            MessagingOptions messaging,
            EngineOptions engine,
            Optional<AccessSettings> guarding,
            AtomicReference<@Nullable MooringServer> running) {}

    private static int handled(ServerConfiguration configuration, Wiring wiring, MessagingSettings settings) {
        try (MessagingHandler handler = new MessagingHandler(
                settings, () -> Optional.ofNullable(wiring.running().get()), InstantSource.system())) {
            return guarded(configuration.toBuilder().handler(handler).build(), wiring);
        }
    }

    private static int guarded(ServerConfiguration configuration, Wiring wiring) {
        if (wiring.guarding().isEmpty()) {
            return serve(configuration, wiring);
        }
        try (AccessHandler handler =
                new AccessHandler(configuration.handler(), wiring.guarding().get(), InstantSource.system())) {
            return serve(configuration.toBuilder().handler(handler).build(), wiring);
        }
    }

    private static int serve(ServerConfiguration configuration, Wiring wiring) {
        Optional<PushSettings> push = wiring.messaging().pushSettings();
        try (MooringServer server = started(configuration, wiring);
                PushPort port = push.isEmpty() ? null : PushPort.start(push.get(), server, InstantSource.system())) {
            LOG.info(
                    "listening on {}:{} with {} event loops, at most {} connections, keepalive {}; admin on {}",
                    configuration.bind().getHostAddress(),
                    server.ports(),
                    configuration.eventLoops(),
                    server.maxConnections(),
                    DurationText.format(configuration.timeouts().keepalive()),
                    server.adminAddress().map(ServerMain::text).orElse("no port"));
            configuration.admin().flatMap(ServerMain::openness).ifPresent(LOG::warn);
            configuration
                    .tls()
                    .ifPresent(
                            tls -> LOG.info("wss on {}:{}", configuration.bind().getHostAddress(), tls.ports()));
            if (port != null) {
                LOG.info("push on {}", text(port.boundAddress()));
            }
            return awaitDrained(server.drained(), server::connections);
        }
    }

    /** What to know of an admin port that others than this host reach: it asks nobody who he is. */
    static Optional<String> openness(InetSocketAddress admin) {
        return admin.getAddress().isLoopbackAddress()
                ? Optional.empty()
                : Optional.of(
                        "admin=" + text(admin) + " lets everybody who reaches it broadcast and drain; let the network"
                                + " keep others out, or leave it at 127.0.0.1");
    }

    /** As a user types it, and gave it: Java would put a slash before it. */
    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Drains on a signal from the first moment on, and is published through by the clients that are let in already. */
    private static MooringServer started(ServerConfiguration configuration, Wiring wiring) {
        MooringServer server =
                MooringServer.start(configuration, wiring.engine().engine().orElse(null));
        wiring.running().set(server);
        ServerSignals.handle(server::reloadCertificates, () -> drain(server, configuration));
        return server;
    }

    private static String drain(MooringServer server, ServerConfiguration configuration) {
        return server.drain()
                .map(left -> "the drain under way goes on, " + left.toSeconds() + "s are left of it")
                .orElseGet(() -> "draining over " + DurationText.format(configuration.drainWindow()));
    }

    /** The exit code, and why. */
    static int awaitDrained(CompletableFuture<Void> drained, IntSupplier left) {
        try {
            drained.join();
            LOG.info("drained");
            return 0;
        } catch (CompletionException failed) {
            LOG.error(
                    "the drain failed; {} connections are left and end without a Close",
                    left.getAsInt(),
                    failed.getCause());
            return ExitCode.BUG.code();
        }
    }
}
