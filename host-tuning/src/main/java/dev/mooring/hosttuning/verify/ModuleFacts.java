package dev.mooring.hosttuning.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is loaded at boot: modules-load.d and the kernel's command line name modules, and modprobe.d and the command line may
 * forbid them (modules-load.d(5), modprobe.d(5), systemd-modules-load.service(8)).
 *
 * @param load modules-load.d
 * @param options modprobe.d
 * @param commandLine of the kernel
 * @param tried what {@code modprobe -D -b} said it would do for a module, by name
 */
record ModuleFacts(
        ConfigurationFiles load, ConfigurationFiles options, String commandLine, Map<String, ProbeSection> tried) {
    private static final List<String> LOAD_FOLDERS = ConfigurationFolders.of("modules-load.d");
    private static final List<String> OPTION_FOLDERS = ConfigurationFolders.of("modprobe.d");
    private static final String INSTALL = "install ";

    ModuleFacts {
        tried = Map.copyOf(tried);
    }

    boolean complete() {
        return load.complete() && options.complete();
    }

    /** What could not be read, for a sentence. */
    String unread() {
        return load.complete() ? options.unread() : load.unread();
    }

    /** Who says whether a module may be loaded. */
    Evidence evidence(String module) {
        return tried.getOrDefault(module, ProbeSection.MISSING).isRead() ? Evidence.MODPROBE : Evidence.FILES;
    }

    /** The line that names a module, or an alias of it, for every boot. */
    Optional<ConfiguredLine> naming(String module) {
        Stream<ConfiguredLine> booted =
                fromCommandLine("modules_load=").map(name -> new ConfiguredLine("the kernel's command line", 1, name));
        List<ConfiguredLine> now = ConfigurationFolders.lines(load, LOAD_FOLDERS);
        Stream<ConfiguredLine> written =
                ConfigurationFolders.lasting(load, LOAD_FOLDERS).stream().filter(now::contains);
        return Stream.concat(written, booted)
                .filter(line -> resolved(line.text(), now()).contains(module)
                        && resolved(line.text(), lasting()).contains(module))
                .findFirst();
    }

    /** What keeps systemd from loading a module that is named: now, or once the files in /run are gone. */
    Optional<Obstacle> obstacle(String module) {
        Optional<Obstacle> now = configured(module, now());
        Optional<Obstacle> later = configured(module, lasting());
        ProbeSection said = tried.getOrDefault(module, ProbeSection.MISSING);
        if (said.isRead()) {
            Optional<Obstacle> told = said(module, said);
            return told.isPresent() ? now.or(() -> told) : later.filter(found -> !now.equals(later));
        }
        return now.or(() -> later)
                .or(() -> fromCommandLine("modprobe.blacklist=").anyMatch(module::equals)
                        ? Optional.of(Obstacle.COMMAND_LINE)
                        : Optional.empty());
    }

    /** An install command speaks for the module alone, so where the module itself would be inserted it is of another. */
    private static Optional<Obstacle> said(String module, ProbeSection said) {
        if (said.text().lines().anyMatch(line -> inserts(line, module))) {
            return Optional.empty();
        }
        return said.text().lines().filter(line -> line.startsWith(INSTALL)).reduce((one, other) -> other).stream()
                .map(line -> Install.of(module, line.substring(INSTALL.length()).strip()))
                .findFirst()
                .map(install -> Obstacle.of(install, new ConfiguredLine("", 0, said.word())))
                .orElseGet(() -> Optional.of(
                        new Obstacle(new ConfiguredLine("", 0, "modprobe -D -b, which would not load it"), true)));
    }

    private static boolean inserts(String line, String module) {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !List.of("insmod", "builtin").contains(words[0])) {
            return false;
        }
        String file = words[1].substring(words[1].lastIndexOf('/') + 1);
        return normal(file.replaceFirst("\\.ko(\\..*)?$", "")).equals(module);
    }

    /** A blacklist wins over every install command; of these the first counts. */
    private static Optional<Obstacle> configured(String module, List<ConfiguredLine> lines) {
        Optional<Obstacle> listed = lines.stream()
                .filter(line ->
                        isAbout(line, "blacklist") && normal(words(line).get(1)).equals(module))
                .findFirst()
                .map(line -> new Obstacle(line, true));
        return listed.or(() -> lines.stream()
                .filter(line -> isAbout(line, "install") && words(line).size() > 2)
                .filter(line -> Glob.covers(normal(words(line).get(1)), module))
                .findFirst()
                .flatMap(line ->
                        Obstacle.of(Install.of(module, line.text().strip().split("\\s+", 3)[2]), line)));
    }

    /** The modules that a name stands for: the targets of all aliases that cover it, else the one of this name. */
    private static List<String> resolved(String name, List<ConfiguredLine> options) {
        List<String> targets = options.stream()
                .filter(line -> isAbout(line, "alias") && words(line).size() > 2)
                .filter(line -> Glob.covers(normal(words(line).get(1)), normal(name)))
                .map(line -> normal(words(line).get(2)))
                .toList();
        return targets.isEmpty() ? List.of(normal(name)) : targets;
    }

    private List<ConfiguredLine> now() {
        return joined(ConfigurationFolders.lines(options, OPTION_FOLDERS));
    }

    private List<ConfiguredLine> lasting() {
        return joined(ConfigurationFolders.lasting(options, OPTION_FOLDERS));
    }

    /** A backslash at the end of a line of modprobe.d joins the next one to it. What is joined has no number. */
    private static List<ConfiguredLine> joined(List<ConfiguredLine> lines) {
        List<ConfiguredLine> joined = new ArrayList<>();
        int end = 0;
        for (ConfiguredLine line : lines) {
            ConfiguredLine last = joined.isEmpty() ? new ConfiguredLine("", 0, "") : joined.getLast();
            boolean continues =
                    last.text().endsWith("\\") && last.file().equals(line.file()) && line.number() == end + 1;
            if (continues) {
                String text = last.text().substring(0, last.text().length() - 1) + line.text();
                joined.set(joined.size() - 1, new ConfiguredLine(last.file(), 0, text));
            } else {
                joined.add(line);
            }
            end = line.number();
        }
        return joined;
    }

    private Stream<String> fromCommandLine(String option) {
        return Arrays.stream(commandLine.split("\\s+", -1))
                .filter(word -> word.startsWith(option))
                .flatMap(word -> Arrays.stream(word.substring(option.length()).split(",", -1)));
    }

    private static boolean isAbout(ConfiguredLine line, String command) {
        return words(line).size() > 1 && words(line).getFirst().equals(command);
    }

    private static List<String> words(ConfiguredLine line) {
        return List.of(line.text().strip().split("\\s+", -1));
    }

    /** A dash in a name is an underscore; on the kernel's command line it is not. */
    private static String normal(String name) {
        return name.replace('-', '_');
    }

    /** What a command in the place of a module does to it. */
    private enum Install {
        LOADS,
        DOES_NOT,
        WHO_KNOWS;

        private static final String IGNORING = "\\s(--ignore-install|-i)\\s";

        /** Only what is plain is judged: modprobe that is told to ignore the command, and what never loads. */
        static Install of(String module, String command) {
            String first = command.split("\\s*(;|&&|\\|\\|)\\s*", 2)[0];
            String program = first.split("\\s+", 2)[0].replaceFirst(".*/", "");
            boolean ignores = (first + " ").replaceAll(IGNORING, " \0 ").contains("\0");
            if (program.equals("modprobe")
                    && ignores
                    && Arrays.stream(first.split("\\s+", -1))
                            .skip(1)
                            .anyMatch(word -> normal(word).equals(module))) {
                return LOADS;
            }
            boolean plain = List.of("true", "false", ":", "echo", "exit").contains(program)
                    && !command.contains("modprobe")
                    && !command.contains("insmod")
                    && first.length() == command.length();
            return plain ? DOES_NOT : WHO_KNOWS;
        }
    }

    /**
     * What forbids a module.
     *
     * @param line where; line 0 of nothing where it is not in a file
     * @param isCertain whether it does; else a command stands in its place, and only running it tells
     */
    record Obstacle(ConfiguredLine line, boolean isCertain) {
        static final Obstacle COMMAND_LINE =
                new Obstacle(new ConfiguredLine("", 0, "modprobe.blacklist on the kernel's command line"), true);

        private static Optional<Obstacle> of(Install install, ConfiguredLine line) {
            return install == Install.LOADS
                    ? Optional.empty()
                    : Optional.of(new Obstacle(line, install == Install.DOES_NOT));
        }

        String inWords() {
            String origin = line.number() == 0 ? line.file() : line.origin();
            return origin.isEmpty() ? line.text() : origin + ", " + line.text();
        }
    }
}
