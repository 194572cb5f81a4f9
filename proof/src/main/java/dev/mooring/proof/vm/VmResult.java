package dev.mooring.proof.vm;

import dev.mooring.capacity.Ingress;
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
 * @param checks verify before, at load, and after the reboot
 * @param units what verify says of generated unit files, beside what the machine's systemd does
 */
record VmResult(
        Map<String, String> about,
        VmInputs inputs,
        Map<String, Duration> steps,
        GuestCourse guest,
        List<VerifyRun> checks,
        SwarmReport swarm,
        UnitResult units) {
    /** What the server may add to its fixed memory for each connection. */
    static final long MAX_USER_BYTES = 300;

    VmResult {
        checks = List.copyOf(checks);
    }

    /** Resident memory that a connection added to the server, at the end of the hold. */
    double userBytes() {
        return (double) (guest.last().memory().resident().count()
                        - guest.empty().memory().resident().count())
                / inputs.connections();
    }

    /**
     * Kernel memory of one end of a connection: what the machine uses beyond its two processes. The slab caches alone would
     * miss those that the kernel merged with others. Taken before verify lists the descriptors, which leaves inodes of
     * /proc behind.
     */
    double kernelBytes() {
        return (double) (guest.loaded().memory().outside()
                        - guest.empty().memory().outside())
                / (2 * inputs.connections());
    }

    /** The part of it that the caches of sockets and files show. */
    KernelMemory slabs() {
        return guest.loaded()
                .memory()
                .sockets()
                .perSocketSince(guest.empty().memory().sockets(), Math.toIntExact(inputs.connections()));
    }

    /** Kernel and server memory of the server's side, as measured. */
    Bytes measuredMemory() {
        return Bytes.of(guest.last().memory().resident().count() + Math.round(kernelBytes() * inputs.connections()));
    }

    /** The same, from the costs that every plan is made of. */
    Bytes predictedMemory() {
        return MeasuredCosts.KERNEL_MEASURED.times(inputs.connections()).plus(predictedServer());
    }

    /** The server's part of it. */
    Bytes predictedServer() {
        Ingress ingress = inputs.plan().spec().ingress();
        // What handshakes take has been given back by then.
        Bytes library = ingress.endsOnHost() ? MeasuredCosts.TLS_LIBRARY : Bytes.of(0);
        return MeasuredCosts.RESIDENT_MEASURED
                .plus(ingress.heap())
                .times(inputs.connections())
                .plus(MeasuredCosts.RESIDENT_FIXED)
                .plus(library);
    }

    boolean held() {
        return swarm.openedInRamp() == inputs.connections()
                && swarm.lost().values().stream().mapToLong(Long::longValue).sum() == 0
                && swarm.problems().isEmpty()
                && guest.last().open() == inputs.connections()
                && guest.last().pingTimeouts() == 0
                && checks.stream().allMatch(check -> check.code() == 0)
                && units.held()
                && userBytes() <= MAX_USER_BYTES;
    }
}
