package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The number of connections a server admits on the host it finds itself on. A cap above what the host carries does not
 * refuse the surplus politely; it leaves clients hanging without descriptors or ends the process without memory.
 *
 * @param connections the cap
 * @param bindingLimit what sets it: the name of the wish when the wish is granted, else the limit's name
 * @param reason why it is not what was asked for, or which limit set it when nothing was; empty when granted as asked
 */
public record AdmissionCap(long connections, String bindingLimit, Optional<String> reason) {
    private static final String ASKED = "max-connections";
    private static final String NOFILE = "nofile";

    /** Of the available memory nine tenths are given out; the rest is for the page cache and the kernel. */
    private static final long MEMORY_TENTHS = 9;

    /** Grants the server's {@code max-connections} as far as the host carries them. */
    public static AdmissionCap of(OptionalLong asked, GrantedHost host, Bytes userBytes) {
        return of(ASKED, asked, host, userBytes);
    }

    /**
     * Grants the wish as far as the host carries it.
     *
     * @param name of the wish, as the program has it that was told
     * @param asked the wish; without one, the host's lowest limit is the cap
     * @param userBytes heap bytes that the application attaches to one connection
     * @throws RefusedException when the host carries no connection at all
     */
    public static AdmissionCap of(String name, OptionalLong asked, GrantedHost host, Bytes userBytes) {
        HostLimit lowest = limits(host, userBytes).stream()
                .min(Comparator.comparingLong(HostLimit::connections))
                .orElseThrow();
        if (lowest.connections() < 1) {
            throw RefusedException.of(
                    lowest.name(), lowest.value(), "carries", "no connection", lowest.remedy() + " to hold any");
        }
        if (asked.isPresent() && asked.getAsLong() <= lowest.connections()) {
            return new AdmissionCap(asked.getAsLong(), name, Optional.empty());
        }
        return new AdmissionCap(lowest.connections(), lowest.name(), Optional.of(sentence(name, asked, lowest)));
    }

    /**
     * The same, if the server leaves descriptors for so many: a small limit is soon used up by its own.
     *
     * @param webSockets what nofile leaves when the server's event loops, ports and handshakes have theirs
     */
    public AdmissionCap within(long webSockets, GrantedHost host) {
        if (connections <= webSockets) {
            return this;
        }
        return new AdmissionCap(
                webSockets,
                NOFILE,
                Optional.of(
                        ASKED + " is lowered to " + webSockets + ": event loops, ports and handshakes need the rest of "
                                + NOFILE + "=" + host.nofile() + "; raise LimitNOFILE to hold more"));
    }

    private static List<HostLimit> limits(GrantedHost host, Bytes userBytes) {
        long fitInMemory = host.memoryAvailable().count()
                / 10
                * MEMORY_TENTHS
                / MemoryBudget.bytesPerConnection(userBytes).count();
        return List.of(
                new HostLimit(
                        NOFILE,
                        Long.toString(host.nofile()),
                        host.nofile() + " - " + DescriptorBudget.reserveOf(host.nofile()),
                        DescriptorBudget.connectionsWithin(host.nofile()),
                        "raise LimitNOFILE"),
                new HostLimit(
                        "memory-available",
                        host.memoryAvailable().human(),
                        host.memoryAvailable().human() + " carries",
                        fitInMemory,
                        "use a larger host or lower user-bytes"),
                new HostLimit(
                        "heap",
                        host.heap().human(),
                        host.heap().human() + " carries",
                        HeapPlan.connectionsWithin(host.heap(), userBytes),
                        "raise -Xmx"));
    }

    private static String sentence(String name, OptionalLong asked, HostLimit limit) {
        if (asked.isEmpty()) {
            return name + " is " + limit.connections() + ", set by " + limit.name() + "=" + limit.value() + "; "
                    + limit.remedy() + " to hold more";
        }
        return name + "=" + asked.getAsLong() + " is more than " + limit.name() + "=" + limit.bound() + "; lowered to "
                + limit.connections() + ", " + limit.remedy() + " to hold more";
    }

    private record HostLimit(String name, String value, String bound, long connections, String remedy) {}
}
