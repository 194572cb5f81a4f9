package dev.mooring.hosttuning.fleet;

import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.nio.file.Path;
import java.util.List;

/** A file of hosts, one a line. Blank lines and everything after {@code #} do not count. */
public final class HostsFile {
    private static final Bytes MAX_SIZE = Bytes.mebi(16);

    private HostsFile() {}

    /**
     * The hosts of the file, in its order.
     *
     * @throws RefusedException when the file cannot be read or names no host
     */
    public static List<String> read(Path file) {
        List<String> hosts = new InputFile("hosts-file", file, MAX_SIZE)
                .lines("give the path of a list of hosts").stream()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
        if (hosts.isEmpty()) {
            throw RefusedException.of("hosts-file", file, "names", "no host", "write one host a line");
        }
        return hosts;
    }
}
