package dev.mooring.server.configuration;

import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a setting comes from when the command line does not say: first the environment, then the properties file.
 *
 * <p>The key {@code pong-timeout} is {@code --pong-timeout}, {@code MOORING_PONG_TIMEOUT} and {@code pong-timeout=} in
 * the file. A key that does not exist is refused wherever it stands, so that a misspelt or removed one is not ignored.
 */
public final class SettingSources {
    private static final String PREFIX = "MOORING_";
    private static final Bytes MAX_SIZE = Bytes.mebi(1);
    /** Read by the scripts, not by the server. */
    private static final Set<String> OF_THE_SCRIPTS = Set.of(
            "MOORING_JAVA_OPTIONS",
            "MOORING_EXTENSIONS",
            "MOORING_AGENT_JAVA_OPTIONS",
            "MOORING_PUBLIC_KEY",
            "MOORING_PROJECT");

    private final Map<String, String> environment;
    private final Properties file;

    private SettingSources(Map<String, String> environment, Properties file) {
        this.environment = environment;
        this.file = file;
    }

    /**
     * Reads the sources.
     *
     * @param keys every key there is
     * @throws RefusedException when the file cannot be read, or a source has an unknown key
     */
    public static SettingSources read(Set<String> keys, Map<String, String> environment, Optional<Path> path) {
        Properties file = path.map(SettingSources::load).orElseGet(Properties::new);
        for (Object key : file.keySet()) {
            requireKnown(
                    keys,
                    key.toString(),
                    key.toString(),
                    path.map(Path::toString).orElse("") + ": ");
        }
        for (String name : environment.keySet()) {
            if (name.startsWith(PREFIX) && !OF_THE_SCRIPTS.contains(name)) {
                requireKnown(keys, keyOf(name), name, "environment: ");
            }
        }
        return new SettingSources(environment, file);
    }

    public Optional<String> value(String key) {
        String fromEnvironment =
                environment.get(PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_'));
        return Optional.ofNullable(fromEnvironment == null ? file.getProperty(key) : fromEnvironment);
    }

    private static String keyOf(String environmentName) {
        return environmentName
                .substring(PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    private static Properties load(Path path) {
        return new InputFile("config", path, MAX_SIZE).properties("check the path and its permissions");
    }

    private static void requireKnown(Set<String> keys, String key, String asWritten, String where) {
        if (!keys.contains(key)) {
            throw RefusedException.of(
                    where + "key",
                    asWritten,
                    "is not one of",
                    String.join(", ", new TreeSet<>(keys)),
                    "remove or correct it");
        }
    }
}
