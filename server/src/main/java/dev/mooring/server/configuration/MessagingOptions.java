package dev.mooring.server.configuration;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.apikey.ApiKeys;
import dev.mooring.server.gateway.RouteSelection;
import dev.mooring.server.messaging.MessagingSettings;
import dev.mooring.server.messaging.Prefixes;
import dev.mooring.server.push.PushSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The settings of messages as text. All are off by default, and load nothing then. */
@SuppressWarnings("NullAway.Init") // picocli fills every field: each has a default
public final class MessagingOptions {
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
            defaultValue = "$request.body.action",
            description = "Chooses the route of a message to the backend.")
    String routeSelection;

    /**
     * What clients may do, and who is told; empty when nothing of it is asked for.
     *
     * @throws RefusedException when a value is not readable
     */
    public Optional<MessagingSettings> handling() {
        boolean off = publicTopics.isBlank() && clientTopics.isBlank() && centrifugoPath.isBlank() && backend.isBlank();
        return off
                ? Optional.empty()
                : Optional.of(new MessagingSettings(
                        prefixes(publicTopics),
                        prefixes(clientTopics),
                        path(),
                        backendUri(),
                        RouteSelection.parse(routeSelection)));
    }

    private static Prefixes prefixes(String text) {
        return text.isBlank()
                ? Prefixes.NONE
                : new Prefixes(List.of(text.strip().split("\\s*,\\s*", -1)));
    }

    private Optional<String> path() {
        if (!centrifugoPath.isBlank() && !centrifugoPath.startsWith("/")) {
            throw RefusedException.of(
                    "centrifugo-path", centrifugoPath, "does not begin with", "/", "write it as /connection/websocket");
        }
        return Optional.of(centrifugoPath).filter(path -> !path.isBlank());
    }

    private Optional<URI> backendUri() {
        if (backend.isBlank()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(backend);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException unreadable) {
            // Said below, as for another scheme.
        }
        throw RefusedException.of(
                "backend", backend, "is not", "a URL of http or https", "write it as http://10.0.0.7:3000/events");
    }

    /**
     * The push port, if there is to be one.
     *
     * @throws RefusedException when a value is not readable, or breaks a rule
     */
    public Optional<PushSettings> pushSettings() {
        if (push.isBlank()) {
            if (!apiKeys.isBlank() || pushOpen) {
                throw RefusedException.of(
                        "push", "", "is missing", "beside api-keys or push-open", "give push=ADDRESS:PORT too");
            }
            return Optional.empty();
        }
        Optional<ApiKeys> keys = apiKeys.isBlank() ? Optional.empty() : Optional.of(ApiKeys.read(Path.of(apiKeys)));
        return Optional.of(new PushSettings(pushAddress(), keys, pushOpen));
    }

    private InetSocketAddress pushAddress() {
        int colon = push.lastIndexOf(':');
        if (colon < 1) {
            throw RefusedException.of("push", push, "is not", "ADDRESS:PORT", "write it as 127.0.0.1:9100");
        }
        try {
            return new InetSocketAddress(
                    InetAddress.getByName(push.substring(0, colon)),
                    PortRange.parse("push", push.substring(colon + 1)).first());
        } catch (UnknownHostException unknown) {
            throw RefusedException.of("push", push, "is not", "an address this machine knows", "write an IP address");
        }
    }
}
