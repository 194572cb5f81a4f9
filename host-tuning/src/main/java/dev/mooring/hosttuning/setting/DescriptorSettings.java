package dev.mooring.hosttuning.setting;

import static dev.mooring.hosttuning.setting.Severity.FAILURE;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.hosttuning.setting.Setting.Limit;
import dev.mooring.hosttuning.setting.Setting.Sysctl;
import java.util.List;
import java.util.stream.Stream;

/** Open files, from the session to the whole system. */
final class DescriptorSettings {
    private DescriptorSettings() {}

    static List<Setting> of(CapacityPlan plan) {
        return Stream.concat(limits(plan), Stream.of(fileMax(plan), ceiling(plan)))
                .toList();
    }

    private static Stream<Setting> limits(CapacityPlan plan) {
        return Stream.of("root", "*")
                .flatMap(domain -> Stream.of("soft", "hard")
                        .map(type -> new Limit(
                                domain,
                                type,
                                Requirement.atLeast(plan.host().descriptors().nofile(), "nofile of the plan"),
                                new Rationale(
                                        "A connection is an open file. Sessions start load generators, and servers by hand.",
                                        "/etc/security, and ulimit -n of a new session",
                                        "pam_limits(8)",
                                        FAILURE))));
    }

    private static Setting fileMax(CapacityPlan plan) {
        return new Sysctl(
                "fs.file-max",
                Requirement.atLeast(
                        plan.host().descriptors().fileMax(), "max(nofile, 1.25 x connections) + 100000; never lowered"),
                new Rationale(
                        "Open files of the whole system.",
                        "/proc/sys/fs/file-nr, third number",
                        "kernel: fs/file_table.c",
                        FAILURE));
    }

    private static Setting ceiling(CapacityPlan plan) {
        return new Sysctl(
                "fs.nr_open",
                Requirement.atLeast(plan.host().descriptors().nrOpen(), "max(1048576, next power of two >= nofile)"),
                new Rationale(
                        "The ceiling of every nofile, for root too. systemd silently lowers a higher LimitNOFILE to it.",
                        "/proc/sys/fs/nr_open",
                        "kernel: kernel/sys.c, do_prlimit; measured with systemd 252",
                        FAILURE));
    }
}
