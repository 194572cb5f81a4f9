package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;

/**
 * Where the memory of one host goes at the planned number of connections.
 * Formulas: docs/capacity-model.md, "Memory".
 *
 * @param total the memory of the host
 * @param operatingSystem kept for the kernel's own tables, the page cache and the other programs
 * @param kernelSockets sockets, descriptors and epoll items
 * @param kernelBuffers socket buffers of the connections that are active at the same moment
 * @param conntrack the conntrack table, counted in full although it is empty unless a firewall rule uses it
 * @param programs the server and the agent beside it
 */
public record MemoryBudget(
        Bytes total,
        Bytes operatingSystem,
        Bytes kernelSockets,
        Bytes kernelBuffers,
        Bytes conntrack,
        ProgramMemory programs) {
    private static final Bytes OPERATING_SYSTEM_FLOOR = Bytes.mebi(512);
    private static final long OPERATING_SYSTEM_ONE_IN = 16;

    /** One 16 KiB receive and one 16 KiB send buffer, the default sizes that the host tuning sets. */
    private static final Bytes BUFFERS_PER_ACTIVE_CONNECTION = Bytes.kibi(32);

    /** The budget of so many plain connections, whether it fits or not; {@link #requireFits} refuses the ones that do not. */
    public static MemoryBudget of(long connections, Bytes userBytes, long conntrackBuckets, Bytes total) {
        return of(connections, userBytes, Bytes.of(0), conntrackBuckets, total);
    }

    /**
     * The same where the server speaks TLS.
     *
     * @param tls resident memory of it beside the heap
     */
    static MemoryBudget of(long connections, Bytes userBytes, Bytes tls, long conntrackBuckets, Bytes total) {
        return new MemoryBudget(
                total,
                operatingSystemReserve(total),
                MeasuredCosts.KERNEL_PLANNED.times(connections),
                BUFFERS_PER_ACTIVE_CONNECTION.times(Math.ceilDiv(connections, HeapPlan.ACTIVE_ONE_IN)),
                conntrackTable(connections, conntrackBuckets),
                new ProgramMemory(
                        MeasuredCosts.RESIDENT_FIXED.plus(tls),
                        HeapPlan.of(connections, userBytes).heap(),
                        MeasuredCosts.AGENT_RESIDENT));
    }

    /** The most plain connections whose budget fits. */
    public static long mostConnections(Bytes userBytes, long conntrackBuckets, Bytes total) {
        return mostConnections(userBytes, Bytes.of(0), conntrackBuckets, total);
    }

    /** The same where the server speaks TLS. */
    static long mostConnections(Bytes userBytes, Bytes tls, long conntrackBuckets, Bytes total) {
        return Bisection.largest(connections ->
                of(connections, userBytes, tls, conntrackBuckets, total).fits());
    }

    /**
     * Refuses a budget that is larger than the host.
     *
     * @throws RefusedException naming what fits
     */
    public void requireFits(long connections, long mostConnections, String instanceType) {
        if (!fits()) {
            throw RefusedException.of(
                    "connections",
                    connections,
                    "need " + used().human() + ", more than",
                    "memory=" + total.human() + " of " + instanceType,
                    "lower connections to " + mostConnections + " or less, lower user-bytes, or choose a larger type");
        }
    }

    public boolean fits() {
        return used().compareTo(total) <= 0;
    }

    public Bytes used() {
        return operatingSystem
                .plus(kernelSockets)
                .plus(kernelBuffers)
                .plus(conntrack)
                .plus(programs.total());
    }

    /** What is left; nothing when the budget does not fit. */
    public Bytes free() {
        return Bytes.of(Math.max(0, total.count() - used().count()));
    }

    /** Memory that one more connection costs, kernel and heap, without the fixed parts. */
    public static Bytes bytesPerConnection(Bytes userBytes) {
        return MeasuredCosts.KERNEL_PLANNED.plus(HeapPlan.liveBytesPerConnection(userBytes));
    }

    private static Bytes operatingSystemReserve(Bytes total) {
        return OPERATING_SYSTEM_FLOOR.plus(Bytes.of(total.count() / OPERATING_SYSTEM_ONE_IN));
    }

    private static Bytes conntrackTable(long connections, long buckets) {
        return MeasuredCosts.CONNTRACK_ENTRY.times(connections).plus(MeasuredCosts.CONNTRACK_BUCKET.times(buckets));
    }
}
