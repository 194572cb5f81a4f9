package dev.mooring.hosttuning.setting;

import static dev.mooring.hosttuning.setting.Severity.WARNING;

import dev.mooring.hosttuning.setting.Setting.Sysctl;
import java.util.List;

/** What the kernel may spend on socket buffers. Idle connections need none: 2 MB in all for 1.2 million sockets. */
final class MemorySettings {
    private static final String BUFFERS = "4096 16384 4194304";

    private MemorySettings() {}

    static List<Setting> of() {
        return List.of(
                new Sysctl(
                        "net.ipv4.tcp_mem",
                        new Requirement(Comparison.ABOUT, new Value.PagesOfMemory(List.of(125, 180, 250))),
                        new Rationale(
                                "Memory of all TCP buffers: more than the default for bursts, less than what starves the host.",
                                "/proc/sys/net/ipv4/tcp_mem",
                                "kernel: tcp_init_mem, whose defaults are 4.7, 6.3 and 9.4 percent",
                                WARNING)),
                new Sysctl(
                        "net.ipv4.tcp_rmem",
                        Requirement.exactly(BUFFERS, "fixed: least, first and most"),
                        new Rationale(
                                "What one peer can make the host keep before the server reads it.",
                                "/proc/sys/net/ipv4/tcp_rmem",
                                "kernel: ip-sysctl",
                                WARNING)),
                new Sysctl(
                        "net.ipv4.tcp_wmem",
                        Requirement.exactly(BUFFERS, "fixed: least, first and most"),
                        new Rationale(
                                "What one slow peer can make the host keep of a broadcast.",
                                "/proc/sys/net/ipv4/tcp_wmem",
                                "kernel: ip-sysctl",
                                WARNING)),
                new Sysctl(
                        "net.ipv4.tcp_notsent_lowat",
                        Requirement.atMost(131_072, "fixed"),
                        new Rationale(
                                "Unsent bytes wait in the server, which bounds them, and not in the kernel.",
                                "/proc/sys/net/ipv4/tcp_notsent_lowat",
                                "TuneD: network-throughput",
                                WARNING)),
                new Sysctl(
                        "vm.swappiness",
                        Requirement.atMost(10, "fixed"),
                        new Rationale(
                                "A swapped-out heap makes one sweep of pings take seconds.",
                                "/proc/sys/vm/swappiness",
                                "TuneD: throughput-performance",
                                WARNING)));
    }
}
