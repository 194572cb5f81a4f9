package dev.mooring.server.configuration;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.Engine;
import dev.mooring.server.EngineProvider;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** What connects hosts, as text. Nothing by default, and nothing is loaded then. */
@SuppressWarnings("NullAway.Init") // picocli fills every field: each has a default
public final class EngineOptions {
    @Option(
            names = "--engine",
            paramLabel = "URLS",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "What carries messages between hosts, as rediss://user:password@cache:6379/; of several,"
                    + " with commas between, each has its share of the topics. Default: none.")
    String engine;

    boolean isGiven() {
        return !engine.isBlank();
    }

    /**
     * The engine, not joined yet; empty where none is asked for.
     *
     * @throws RefusedException when an address is not readable, or there is nothing that speaks to its kind; no password is in
     *     the message
     */
    public Optional<Engine> engine() {
        if (!isGiven()) {
            return Optional.empty();
        }
        List<String> addresses = List.of(engine.split(",", -1));
        String scheme = scheme(addresses.getFirst());
        for (EngineProvider provider : ServiceLoader.load(EngineProvider.class)) {
            if (provider.takes(scheme)) {
                return Optional.of(provider.open(addresses));
            }
        }
        throw RefusedException.of(
                "engine",
                scheme.isEmpty() ? "…" : scheme + "://…",
                "is of no kind in",
                "this bundle's lib",
                "write redis:// or rediss://, and put engine-redis-VERSION.jar into lib");
    }

    private static String scheme(String address) {
        int end = address.indexOf("://");
        return end < 0 ? "" : address.substring(0, end).strip();
    }
}
