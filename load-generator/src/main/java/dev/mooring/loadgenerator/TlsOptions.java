package dev.mooring.loadgenerator;

import dev.mooring.loadgenerator.plan.Trust;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of wss://. */
final class TlsOptions {
    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates of the authorities that wss:// trusts, in PEM. Default: those of the system.")
    private @Nullable Path ca;

    @Option(
            names = "--insecure",
            description = "Take any certificate for the server's: whoever is between can read and change everything.")
    private boolean insecure;

    Trust trust() {
        return new Trust(insecure, Optional.ofNullable(ca));
    }
}
