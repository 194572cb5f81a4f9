package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.kernel.KernelFile;
import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The local ports that the kernel gives to outgoing connections, {@code net.ipv4.ip_local_port_range}.
 *
 * <p>Each pair of source address and target port has the whole range, because sources are bound with
 * {@code IP_BIND_ADDRESS_NO_PORT} (ip(7)).
 */
public record LocalPorts(int first, int last) {
    /** Linux's own default, for a host that does not show its range. */
    private static final LocalPorts DEFAULT = new LocalPorts(32_768, 60_999);

    public static LocalPorts ofThisHost() {
        return read(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
    }

    /** Reads the range from the kernel's file. */
    public static LocalPorts read(Path file) {
        try {
            String[] ends = KernelFile.read(file).strip().split("\\s+", -1);
            return new LocalPorts(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return DEFAULT;
        }
    }

    public int count() {
        return last - first + 1;
    }

    /** Refuses a run that no assignment of ports can open. */
    public void require(int connections, int targetPorts, int sources) {
        long most = (long) targetPorts * sources * count();
        if (connections > most) {
            long needed = Math.ceilDiv((long) connections, (long) targetPorts * count());
            throw RefusedException.of(
                    "connections",
                    connections,
                    "is more than",
                    "target-ports*sources*local-ports=" + targetPorts + "*" + sources + "*" + count() + "=" + most,
                    "give at least " + needed + " --sources, as in 127.0.0.2-127.0.0." + Math.min(254, needed + 1)
                            + ", or more target ports");
        }
    }
}
