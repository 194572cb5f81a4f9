package dev.mooring.server.configuration;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.TlsSettings;
import dev.mooring.server.TlsSettings.Certificate;
import dev.mooring.server.TlsSettings.Version;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The settings of TLS as text. It is off by default, and loads nothing then. */
@SuppressWarnings("NullAway.Init") // picocli fills every field: each has a default
final class TlsOptions {
    @Option(
            names = "--tls-ports",
            paramLabel = "PORTS",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Ports for WebSockets over TLS (wss), as 8443 or 8443-8458; where they are those of --ports, all speak"
                            + " TLS. Default: none.")
    String ports;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILES",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "PEM file of the certificate and its chain; several, comma-separated, for several names.")
    String certificates;

    @Option(
            names = "--tls-key",
            paramLabel = "FILES",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "PEM file of the private key, one for each certificate.")
    String keys;

    @Option(
            names = "--tls-oldest",
            paramLabel = "VERSION",
            defaultValue = "1.2",
            description = "The oldest version of TLS that is spoken: 1.2 or 1.3.")
    String oldest;

    @Option(
            names = "--tls-tickets",
            paramLabel = "MODE",
            defaultValue = "off",
            description =
                    "Tickets that let a client come back without the server's signature: off or on. Who steals their key"
                            + " within eight hours may read what was sent over TLS 1.2.")
    String tickets;

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description =
                    "PEM file of those who issue certificates to clients; each client must show one. Default: none is"
                            + " asked for.")
    String clientAuthorities;

    /**
     * What is asked for; empty when nothing is.
     *
     * @throws RefusedException when a part of it is missing
     */
    Optional<TlsSettings> settings() {
        List<Path> chains = paths("tls-certificate", certificates);
        List<Path> privateKeys = paths("tls-key", keys);
        boolean handsOutTickets = ServerOptions.choice("tls-tickets", tickets, "on", "off");
        Version version = ServerOptions.choice("tls-oldest", oldest, "1.2", "1.3") ? Version.TLS_1_2 : Version.TLS_1_3;
        if (ports.isBlank()) {
            requireNone("tls-client-ca", clientAuthorities);
            requireNone("tls-tickets", handsOutTickets ? tickets : "");
            requireNone("tls-certificate", certificates);
            requireNone("tls-key", keys);
            return Optional.empty();
        }
        PortRange range = PortRange.parse("tls-ports", ports);
        if (chains.size() != privateKeys.size()) {
            throw RefusedException.of(
                    "tls-certificate",
                    certificates,
                    "has " + chains.size() + " files, not",
                    privateKeys.size() + " as tls-key=" + keys,
                    "name one key for each certificate, in the same order");
        }
        List<Certificate> pairs = new ArrayList<>();
        for (int i = 0; i < chains.size(); i++) {
            pairs.add(new Certificate(chains.get(i), privateKeys.get(i)));
        }
        Optional<Path> authorities = clientAuthorities.isBlank()
                ? Optional.empty()
                : Optional.of(path("tls-client-ca", clientAuthorities, clientAuthorities.strip()));
        return Optional.of(new TlsSettings(range, pairs, version, handsOutTickets, authorities));
    }

    private static void requireNone(String name, String text) {
        if (!text.isBlank()) {
            throw RefusedException.of(
                    name, text, "is without", "tls-ports", "name the ports for TLS, or leave " + name + " out");
        }
    }

    private static List<Path> paths(String name, String text) {
        return CommaList.parse(name, text).stream()
                .map(file -> path(name, text, file))
                .toList();
    }

    private static Path path(String name, String text, String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException unnamable) {
            throw RefusedException.of(
                    name, text, "is not", "a path in this locale", "set LC_ALL=C.UTF-8 or name the file in ASCII");
        }
    }
}
