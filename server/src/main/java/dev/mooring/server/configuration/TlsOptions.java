package dev.mooring.server.configuration;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.TlsSettings;
import dev.mooring.server.TlsSettings.Certificate;
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
                    "Ports for WebSockets over TLS 1.3 (wss), as 8443 or 8443-8458; where they are those of --ports, all speak"
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

    /**
     * What is asked for; empty when nothing is.
     *
     * @throws RefusedException when a part of it is missing
     */
    Optional<TlsSettings> settings() {
        List<Path> chains = paths("tls-certificate", certificates);
        List<Path> privateKeys = paths("tls-key", keys);
        if (ports.isBlank()) {
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
        return Optional.of(new TlsSettings(range, pairs));
    }

    private static void requireNone(String name, String text) {
        if (!text.isBlank()) {
            throw RefusedException.of(
                    name, text, "is without", "tls-ports", "name the ports for TLS, or leave " + name + " out");
        }
    }

    private static List<Path> paths(String name, String text) {
        try {
            return CommaList.parse(name, text).stream().map(Path::of).toList();
        } catch (InvalidPathException unnamable) {
            throw RefusedException.of(
                    name, text, "is not", "a path in this locale", "set LC_ALL=C.UTF-8 or name the file in ASCII");
        }
    }
}
