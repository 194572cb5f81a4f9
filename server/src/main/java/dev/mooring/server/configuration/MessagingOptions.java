package dev.mooring.server.configuration;

import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.unit.PortRange;
import dev.mooring.server.apikey.ApiKeys;
import dev.mooring.server.push.PushSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
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
