package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.unit.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Turns the output of a {@link Probe} into a {@link HostFacts}. Lines outside the probe's own are ignored. A surprise in
 * one reading loses that reading: it counts as one that could not be made.
 */
final class ProbeParser {
    private static final String MARK = "::mooring ";
    private static final String EXIT = MARK + "exit ";
    private static final String END = MARK + "end ";

    private final Map<String, ProbeSection> data = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private int readings;
    private boolean ended;
    private boolean ordered = true;

    private ProbeParser() {}

    static ProbeParser of(String output) {
        ProbeParser parser = new ProbeParser();
        parser.read(output);
        return parser;
    }

    /** What a probe read, whether it finished or not. */
    static HostFacts parse(String output) {
        return of(output).facts();
    }

    /** How many readings came to their end. */
    int readings() {
        return readings;
    }

    /** Whether the probe finished, and all readings that it made arrived. */
    boolean isComplete() {
        return ended;
    }

    /**
     * Whether each reading has a beginning and an end of its own, and they come in this order. Some may be missing, in what
     * an older probe recorded: then they could not be made.
     */
    boolean isInOrderOf(List<String> known) {
        int next = 0;
        for (String name : names) {
            int found = known.subList(next, known.size()).indexOf(name);
            if (found < 0) {
                return false;
            }
            next += found + 1;
        }
        return ordered;
    }

    HostFacts facts() {
        return new HostFacts(
                machine(),
                new KernelFacts(
                        named("kernel "),
                        named("module "),
                        KernelNumber.read(section("conntrack-count").word()),
                        section("tracking-rules")),
                files(),
                Surprise.contained(
                        () -> UnitFacts.of(section("unit-files"), section("unit"), section("unit-conditions")),
                        surprise -> UnitFacts.of(ProbeSection.MISSING, ProbeSection.MISSING, ProbeSection.MISSING)),
                Surprise.contained(
                        () -> ControlGroupFacts.of(
                                section("groups"),
                                UnitFacts.of(ProbeSection.MISSING, section("unit"), ProbeSection.MISSING)),
                        surprise -> List.of()),
                Surprise.contained(
                        () -> SessionFacts.of(section("session"), section("session-group"), section("pam-messages")),
                        surprise -> SessionFacts.of(ProbeSection.MISSING, ProbeSection.MISSING, ProbeSection.MISSING)),
                new ServerFacts(
                        Surprise.contained(this::server, surprise -> Optional.empty()),
                        section("server-pid"),
                        section("listeners"),
                        section("server-status"),
                        new PushPortFacts(section("push-settings"), section("push-answer")),
                        new TlsFacts(section("tls-settings"), section("certificates")),
                        new AccessFacts(section("access-settings"), section("access-keys"))));
    }

    private MachineFacts machine() {
        return new MachineFacts(
                section("boot").word(),
                system(),
                memory("MemTotal:"),
                memory("MemAvailable:"),
                KernelNumber.read(section("file-nr").word().split(" ", 2)[0]));
    }

    private FileFacts files() {
        return new FileFacts(
                Surprise.contained(
                        () -> new SysctlFiles(ConfigurationFiles.of(section("sysctl-files")), section("sysctl-config")),
                        surprise -> new SysctlFiles(ConfigurationFiles.of(ProbeSection.MISSING), ProbeSection.MISSING)),
                Surprise.contained(
                        () -> LimitsFacts.of(
                                section("limits-files"), section("users"), section("pam"), section("first-limits")),
                        surprise -> LimitsFacts.of(
                                ProbeSection.MISSING,
                                ProbeSection.MISSING,
                                ProbeSection.MISSING,
                                ProbeSection.MISSING)),
                Surprise.contained(
                        () -> modules(section("module-files"), section("modprobe-files")),
                        surprise -> modules(ProbeSection.MISSING, ProbeSection.MISSING)),
                section("record"));
    }

    private ProbeSection section(String name) {
        return data.getOrDefault(name, ProbeSection.MISSING);
    }

    private ModuleFacts modules(ProbeSection load, ProbeSection options) {
        return new ModuleFacts(
                ConfigurationFiles.of(load),
                ConfigurationFiles.of(options),
                section("command-line").word(),
                named("modprobe "));
    }

    private Map<String, ProbeSection> named(String prefix) {
        return data.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
    }

    private String system() {
        String distribution =
                section("os-release").word().replaceFirst("^PRETTY_NAME=", "").replace("\"", "");
        return List.of(section("uname").word(), distribution).stream()
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private Optional<Bytes> memory(String name) {
        return Surprise.contained(
                () -> section("meminfo")
                        .text()
                        .lines()
                        .filter(line -> line.startsWith(name))
                        .map(line -> KernelNumber.read(line.replaceAll("\\D", "")))
                        .filter(OptionalLong::isPresent)
                        .map(kibibytes -> Bytes.kibi(kibibytes.getAsLong()))
                        .findFirst(),
                surprise -> Optional.empty());
    }

    private Optional<ServerProcess> server() {
        OptionalLong pid = KernelNumber.read(section("server-pid").word());
        return pid.isPresent()
                ? Optional.of(ServerProcess.of(
                        pid.getAsLong(),
                        section("server-limits"),
                        section("server-descriptors"),
                        section("server-age")))
                : Optional.empty();
    }

    /** A reading whose end is missing was cut off and is left out. */
    private void read(String output) {
        Optional<String> name = Optional.empty();
        List<String> lines = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.startsWith(EXIT)) {
                int exitCode =
                        (int) KernelNumber.read(line.substring(EXIT.length())).orElse(-1);
                ordered &= name.isPresent();
                name.ifPresent(names::add);
                data.put(
                        name.orElse(""),
                        new ProbeSection(String.join("\n", lines).stripTrailing(), exitCode));
                name = Optional.empty();
                readings++;
            } else if (line.startsWith(END)) {
                ended = line.equals(END + readings);
            } else if (line.startsWith(MARK)) {
                ordered &= name.isEmpty();
                name = Optional.of(line.substring(MARK.length()));
                lines.clear();
            } else {
                lines.add(line);
            }
        }
    }
}
