package dev.mooring.hosttuning.verify;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is loaded at boot: modules-load.d names modules, and modprobe.d and the kernel's command line may forbid them.
 *
 * @param load modules-load.d
 * @param options modprobe.d
 * @param commandLine of the kernel
 * @param tried what {@code modprobe -D -b} said it would do for a module, by name
 */
record ModuleReading(
        ConfigurationFiles load, ConfigurationFiles options, String commandLine, Map<String, Datum> tried) {
    private static final List<String> LOAD_FOLDERS = ConfigurationFolders.of("modules-load.d");
    private static final List<String> OPTION_FOLDERS = ConfigurationFolders.of("modprobe.d");

    ModuleReading {
        tried = Map.copyOf(tried);
    }

    boolean complete() {
        return load.complete() && options.complete();
    }

    /** The line that names a module, or an alias of it, for every boot. */
    Optional<ConfiguredLine> naming(String module) {
        return ConfigurationFolders.lasting(load, LOAD_FOLDERS).stream()
                .filter(line -> ConfigurationFolders.lines(load, LOAD_FOLDERS).contains(line))
                .filter(line -> resolved(line.text()).equals(module))
                .findFirst();
    }

    /** What keeps systemd from loading a module that is named. */
    Optional<Obstacle> obstacle(String module) {
        Optional<Obstacle> configured = ConfigurationFolders.lines(options, OPTION_FOLDERS).stream()
                .map(line -> new Obstacle(line, words(line)))
                .filter(obstacle -> obstacle.forbids(module))
                .findFirst();
        Datum said = tried.getOrDefault(module, Datum.MISSING);
        if (said.isRead()) {
            boolean loads =
                    said.text().lines().anyMatch(line -> line.startsWith("insmod ") || line.startsWith("builtin "))
                            && said.text().lines().noneMatch(line -> line.startsWith("install "));
            return loads ? Optional.empty() : configured.or(() -> Optional.of(Obstacle.said(said)));
        }
        return configured.or(() -> forbidden(module) ? Optional.of(Obstacle.COMMAND_LINE) : Optional.empty());
    }

    private boolean forbidden(String module) {
        return List.of(commandLine.split("\\s+", -1)).stream()
                .filter(word -> word.startsWith("modprobe.blacklist="))
                .flatMap(word -> List.of(word.substring(word.indexOf('=') + 1).split(",", -1)).stream())
                .anyMatch(name -> normal(name).equals(module));
    }

    private String resolved(String name) {
        String normal = normal(name);
        return ConfigurationFolders.lines(options, OPTION_FOLDERS).stream()
                .map(ModuleReading::words)
                .filter(words -> words.size() >= 3 && words.getFirst().equals("alias"))
                .filter(words -> normal(words.get(1)).equals(normal))
                .map(words -> normal(words.get(2)))
                .findFirst()
                .orElse(normal);
    }

    private static List<String> words(ConfiguredLine line) {
        return List.of(line.text().strip().split("\\s+", -1));
    }

    /** A dash in a name is an underscore. */
    private static String normal(String name) {
        return name.replace('-', '_');
    }

    /**
     * What forbids a module.
     *
     * @param line where; line 0 of nothing where it is not in a file
     * @param words the words of it
     */
    record Obstacle(ConfiguredLine line, List<String> words) {
        static final Obstacle COMMAND_LINE =
                new Obstacle(new ConfiguredLine("", 0, "modprobe.blacklist on the kernel's command line"), List.of());

        static Obstacle said(Datum datum) {
            String text = datum.word().isEmpty() ? "modprobe -D -b, which would load nothing" : datum.word();
            return new Obstacle(new ConfiguredLine("", 0, text), List.of());
        }

        boolean forbids(String module) {
            return words.size() >= 2
                    && normal(words.get(1)).equals(module)
                    && (words.getFirst().equals("blacklist")
                            || (words.getFirst().equals("install") && words.size() > 2));
        }

        String inWords() {
            return line.file().isEmpty() ? line.text() : line.origin() + ", " + line.text();
        }
    }
}
