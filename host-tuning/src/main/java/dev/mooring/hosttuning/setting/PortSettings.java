package dev.mooring.hosttuning.setting;

import static dev.mooring.hosttuning.setting.Severity.FAILURE;
import static dev.mooring.hosttuning.setting.Severity.WARNING;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.hosttuning.setting.Setting.Sysctl;
import java.util.List;

/** Local ports: the server keeps its own, a load generator wants all of them. */
final class PortSettings {
    private PortSettings() {}

    static List<Setting> of(CapacityPlan plan, Role role) {
        return role == Role.SERVER ? List.of(reserved(plan)) : List.of(range(), reuse());
    }

    private static Setting reserved(CapacityPlan plan) {
        return new Sysctl(
                "net.ipv4.ip_local_reserved_ports",
                new Requirement(
                        Comparison.INCLUDES,
                        new Value.Fixed(plan.spec().host().ports().toString(), "ports of the plan")),
                new Rationale(
                        "No outgoing connection takes a port that the server listens on.",
                        "/proc/sys/net/ipv4/ip_local_reserved_ports",
                        "kernel: ip-sysctl",
                        WARNING));
    }

    private static Setting range() {
        return new Sysctl(
                "net.ipv4.ip_local_port_range",
                Requirement.exactly("1024 65535", "fixed"),
                new Rationale(
                        "One address opens at most so many connections to one address and port.",
                        "/proc/sys/net/ipv4/ip_local_port_range",
                        "kernel: ip-sysctl; the default is 32768 to 60999",
                        FAILURE));
    }

    private static Setting reuse() {
        return new Sysctl(
                "net.ipv4.tcp_tw_reuse",
                Requirement.exactly("1", "fixed"),
                new Rationale(
                        "A port in TIME_WAIT is free for the next run.",
                        "/proc/sys/net/ipv4/tcp_tw_reuse",
                        "kernel: ip-sysctl",
                        WARNING));
    }
}
