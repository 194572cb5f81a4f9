package dev.mooring.server.configuration;

import dev.mooring.capacity.unit.PortClaim;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.ListeningPorts;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.apikey.ApiKeys;
import dev.mooring.server.gateway.RouteSelection;
import dev.mooring.server.messaging.MessagingSettings;
import dev.mooring.server.messaging.Prefixes;
import dev.mooring.server.push.PushSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The settings of messages as text. All are off by default, and load nothing then. */
@SuppressWarnings("NullAway.Init") // picocli fills every field: each has a default
public final class MessagingOptions {
    private static final String DEFAULT_ROUTE = "$request.body.action";

    @Option(
            names = "--push",
            paramLabel = "ADDRESS:PORT",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Address and port to push messages through. Default: none.")
    String push;

    @Option(
            names = "--api-keys",
            paramLabel = "FILE",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "The keys that may push, one a line: bearer NAME KEY or access-key ID SECRET.")
    String apiKeys;

    @Option(
            names = "--push-open",
            showDefaultValue = Visibility.NEVER,
            description = "Let everybody push who reaches the push port.")
    boolean pushOpen;

    @Option(
            names = "--public-topics",
            paramLabel = "PREFIXES",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Beginnings of topics that any client may hear, as news.,status. Default: none.")
    String publicTopics;

    @Option(
            names = "--client-topics",
            paramLabel = "PREFIXES",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Beginnings of topics that any client may publish to. Default: none.")
    String clientTopics;

    @Option(
            names = "--centrifugo-path",
            paramLabel = "PATH",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Path at which Centrifugo's JSON protocol is spoken, as /connection/websocket. Default: none.")
    String centrifugoPath;

    @Option(
            names = "--backend",
            paramLabel = "URL",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Where connects, messages and disconnects are posted as API Gateway's events. Default: none.")
    String backend;

    @Option(
            names = "--route-selection",
            paramLabel = "EXPRESSION",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Chooses the route of a message to the backend. Default: $request.body.action.")
    String routeSelection;

    /**
     * Refuses what would be taken and then do nothing.
     *
     * @param handler the setting of that name, which messages leave no place for
     * @param others whether other hosts publish too
     * @throws RefusedException when a setting needs another that is not given, or forbids one that is
     */
    void requireUsed(String handler, boolean others) {
        if (!clientTopics.isBlank() && centrifugoPath.isBlank()) {
            throw without("client-topics", clientTopics, "centrifugo-path", "by whose protocol alone clients publish");
        }
        if (!routeSelection.isBlank() && backend.isBlank()) {
            throw without("route-selection", routeSelection, "backend", "which routes are told to");
        }
        if (!publicTopics.isBlank() && push.isBlank() && clientTopics.isBlank() && !others) {
            throw without("public-topics", publicTopics, "push or client-topics", "through which alone is published");
        }
        if (push.isBlank() && !apiKeys.isBlank()) {
            throw without("api-keys", apiKeys, "push", "which asks for them");
        }
        if (push.isBlank() && pushOpen) {
            throw without("push-open", "true", "push", "which it opens");
        }
        if (pushOpen && !apiKeys.isBlank()) {
            throw RefusedException.of(
                    "push-open", "true", "contradicts", "api-keys=" + apiKeys, "give the one or the other");
        }
        if (!handler.equals("idle") && handles()) {
            throw RefusedException.of(
                    "handler",
                    handler,
                    "is given beside",
                    "public-topics, centrifugo-path or backend, which answer messages themselves",
                    "leave handler out, or them");
        }
    }

    /**
     * Refuses a push port that something else listens on.
     *
     * @throws RefusedException when a port or the health checks of the configuration have it
     */
    void requireOwnPort(ServerConfiguration configuration) {
        if (push.isBlank()) {
            return;
        }
        List<PortClaim> claims = new ArrayList<>(ListeningPorts.of(configuration));
        claims.add(PortClaim.of("push", pushAddress()));
        PortClaim.requireApart(claims);
    }

    private static RefusedException without(String name, String text, String missing, String why) {
        return RefusedException.of(
                name,
                text,
                "is given without",
                missing + ", " + why,
                "give " + missing + " too, or leave " + name + " out");
    }

    private boolean handles() {
        return !(publicTopics.isBlank() && clientTopics.isBlank() && centrifugoPath.isBlank() && backend.isBlank());
    }

    /**
     * What clients may do, and who is told; empty when nothing of it is asked for.
     *
     * @throws RefusedException when a value is not readable
     */
    public Optional<MessagingSettings> handling() {
        return handles()
                ? Optional.of(new MessagingSettings(
                        prefixes("public-topics", publicTopics),
                        prefixes("client-topics", clientTopics),
                        path(),
                        backendUri(),
                        RouteSelection.parse(routeSelection.isBlank() ? DEFAULT_ROUTE : routeSelection)))
                : Optional.empty();
    }

    private static Prefixes prefixes(String name, String text) {
        List<String> prefixes = CommaList.parse(name, text);
        try {
            return new Prefixes(prefixes);
        } catch (IllegalArgumentException unfit) {
            throw RefusedException.of(
                    name, text, "has", "a beginning that no topic can have", "name topics of 255 bytes at most");
        }
    }

    private Optional<String> path() {
        if (!centrifugoPath.isBlank() && !centrifugoPath.matches("/[!-~&&[^?#]]*")) {
            throw RefusedException.of(
                    "centrifugo-path", centrifugoPath, "is not", "a path", "write it as /connection/websocket");
        }
        return Optional.of(centrifugoPath).filter(path -> !path.isBlank());
    }

    private Optional<URI> backendUri() {
        if (backend.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(WebAddress.parse(
                "backend",
                backend,
                "http or https without user and fragment, which are not sent",
                "http://10.0.0.7:3000/events"));
    }

    /**
     * The push port, if there is to be one.
     *
     * @throws RefusedException when a value is not readable, or breaks a rule
     */
    public Optional<PushSettings> pushSettings() {
        if (push.isBlank()) {
            return Optional.empty();
        }
        Optional<ApiKeys> keys = apiKeys.isBlank() ? Optional.empty() : Optional.of(ApiKeys.read(Path.of(apiKeys)));
        return Optional.of(new PushSettings(pushAddress(), keys, pushOpen));
    }

    private InetSocketAddress pushAddress() {
        return ServerOptions.socketAddress("push", push, "127.0.0.1:9100");
    }
}
