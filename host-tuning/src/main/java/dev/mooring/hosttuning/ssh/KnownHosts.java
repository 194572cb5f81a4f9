package dev.mooring.hosttuning.ssh;

import dev.mooring.hosttuning.ssh.KnownHostsLine.Marker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The host keys that sessions trust: the lines of the user's and the machine's known_hosts files, read once, by
 * OpenSSH's rules. {@link HostKeys} is what they say about one host.
 *
 * <p>A host that no line covers is refused, or learned in one step with the check, so of two sessions that meet the same
 * new host the second sees what the first learned. Strict or not, no line of a file is ever changed. Thread-safe:
 * sessions share one instance.
 */
public final class KnownHosts {
    private final List<KnownHostsLine> lines;
    private final String name;
    private final Optional<KnownHostsFile> learnInto;
    private final Consumer<String> warnings;
    private boolean warned;

    private KnownHosts(
            List<KnownHostsLine> lines, String name, Optional<KnownHostsFile> learnInto, Consumer<String> warnings) {
        this.lines = lines;
        this.name = name;
        this.learnInto = learnInto;
        this.warnings = warnings;
    }

    /** Trusts what the files say; messages name the first. */
    public static KnownHosts strict(KnownHostsFile... files) {
        return new KnownHosts(read(files), files[0].path().toString(), Optional.empty(), warning -> {});
    }

    /**
     * Trusts what the files say, and the first key of a host that they do not name.
     *
     * @param warnings told once when a new key cannot be appended; it is then trusted for this run, as ssh does
     * @param files new keys are appended to the first
     */
    public static KnownHosts acceptNew(Consumer<String> warnings, KnownHostsFile... files) {
        return new KnownHosts(read(files), files[0].path().toString(), Optional.of(files[0]), warnings);
    }

    /**
     * Trusts these keys of one host, unless they are revoked, and nothing else.
     *
     * @param keys lines of the form {@code type base64}
     * @param found where they were found, for messages
     */
    public synchronized KnownHosts pinning(SshAddress address, List<String> keys, String found) {
        Stream<KnownHostsLine> pinned =
                keys.stream().map(key -> KnownHostsLine.loose(address.alias() + " " + key, found));
        Stream<KnownHostsLine> revoked = lines.stream().filter(line -> line.is(Marker.REVOKED));
        List<KnownHostsLine> both = Stream.concat(pinned, revoked).toList();
        return new KnownHosts(new ArrayList<>(both), found, Optional.empty(), warnings);
    }

    /** What is known about one host, for one session. */
    HostKeys of(SshAddress address) {
        return new HostKeys(this, address);
    }

    /** What the keys come from, for messages. */
    String name() {
        return name;
    }

    boolean learns() {
        return learnInto.isPresent();
    }

    synchronized List<KnownHostsLine> linesFrom(int start) {
        return List.copyOf(lines.subList(start, lines.size()));
    }

    /** Trusts a key from now on, and in later runs if the file can be written. */
    synchronized void learn(String alias, PublicKeyText key) {
        String line = alias + " " + key.type() + " " + key.base64();
        lines.add(KnownHostsLine.loose(line, name));
        try {
            learnInto.orElseThrow().append(line);
        } catch (IOException e) {
            if (!warned) {
                warned = true;
                warnings.accept("known-hosts=" + name + " cannot be written ("
                        + e.getClass().getSimpleName()
                        + "), new host keys are trusted for this run only; make it writable, or give --known-hosts");
            }
        }
    }

    private static List<KnownHostsLine> read(KnownHostsFile... files) {
        List<KnownHostsLine> lines = new ArrayList<>();
        Arrays.stream(files)
                .forEach(file ->
                        lines.addAll(KnownHostsLine.all(file.text(), file.path().toString())));
        return lines;
    }
}
