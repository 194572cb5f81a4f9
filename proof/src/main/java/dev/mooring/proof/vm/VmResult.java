package dev.mooring.proof.vm;

import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.proof.units.UnitResult;
import dev.mooring.workbench.procfs.KernelMemory;
import dev.mooring.workbench.shipped.SwarmReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What one run found.
 *
 * @param about command, commit, machines and programs, by name
 * @param steps how long each took, in order
 * @param empty before the first connection
 * @param loaded when all were open
 * @param samples in order of time, the last one taken before the clients began to close; a loss shows in them
 * @param checks verify before, at load, and after the reboot
 * @param units what verify says of generated unit files, beside what the machine's systemd does
 */
record VmResult(
        Map<String, String> about,
        VmInputs inputs,
        Map<String, Duration> steps,
        GuestSnapshot empty,
        GuestSnapshot loaded,
        List<GuestSnapshot> samples,
        List<VerifyRun> checks,
        SwarmReport swarm,
        UnitResult units) {
    /** What the server may add to its fixed memory for each connection. */
    static final long MAX_USER_BYTES = 300;

    VmResult {
        samples = List.copyOf(samples);
        checks = List.copyOf(checks);
    }

    GuestSnapshot last() {
        return samples.getLast();
    }

    /** Resident memory that a connection added to the server, at the end of the hold. */
    double userBytes() {
        return (double) (last().resident().count() - empty.resident().count()) / inputs.connections();
    }

    /**
     * Kernel memory of one end of a connection: what the machine uses beyond its two processes. The slab caches alone would
     * miss those that the kernel merged with others. Taken before verify lists the descriptors, which leaves inodes of
     * /proc behind.
     */
    double kernelBytes() {
        return (double) (outside(loaded) - outside(empty)) / (2 * inputs.connections());
    }

    /** The part of it that the caches of sockets and files show. */
    KernelMemory slabs() {
        return loaded.sockets().perSocketSince(empty.sockets(), Math.toIntExact(inputs.connections()));
    }

    /** Kernel and server memory of the server's side, as measured. */
    Bytes measuredMemory() {
        return Bytes.of(last().resident().count() + Math.round(kernelBytes() * inputs.connections()));
    }

    /** The same, from the costs that every plan is made of. */
    Bytes predictedMemory() {
        return MeasuredCosts.KERNEL_MEASURED
                .plus(MeasuredCosts.RESIDENT_MEASURED)
                .times(inputs.connections())
                .plus(MeasuredCosts.RESIDENT_FIXED);
    }

    private static long outside(GuestSnapshot snapshot) {
        return snapshot.used().count()
                - snapshot.resident().count()
                - snapshot.generator().count();
    }

    boolean held() {
        return swarm.openedInRamp() == inputs.connections()
                && swarm.lost().values().stream().mapToLong(Long::longValue).sum() == 0
                && swarm.problems().isEmpty()
                && last().open() == inputs.connections()
                && last().pingTimeouts() == 0
                && checks.stream().allMatch(check -> check.code() == 0)
                && units.held()
                && userBytes() <= MAX_USER_BYTES;
    }
}
