package dev.mooring.capacity.command;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/**
 * The version of the build, which Maven writes into a resource: the root's pom.xml has it, and nothing else.
 *
 * @param program the name that it is printed with
 */
record BuildVersion(String program) implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        try (InputStream text = requireNonNull(BuildVersion.class.getResourceAsStream("version.txt"))) {
            return new String[] {program + " " + new String(text.readAllBytes(), StandardCharsets.UTF_8).strip()};
        }
    }
}
