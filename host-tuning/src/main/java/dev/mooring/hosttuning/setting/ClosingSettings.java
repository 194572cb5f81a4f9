package dev.mooring.hosttuning.setting;

import static dev.mooring.hosttuning.setting.Severity.WARNING;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.hosttuning.setting.Setting.Sysctl;
import java.util.List;

/** The end of connections: dead peers, and everybody leaving at once. */
final class ClosingSettings {
    private static final String BACKSTOP =
            "A backstop for sockets with SO_KEEPALIVE; the server pings its peers itself and does not need it.";

    private ClosingSettings() {}

    static List<Setting> of(CapacityPlan plan) {
        long connections = plan.spec().connections();
        return List.of(
                sysctl("net.ipv4.tcp_keepalive_time", Requirement.atMost(300, "fixed, in seconds"), BACKSTOP),
                sysctl("net.ipv4.tcp_keepalive_intvl", Requirement.atMost(30, "fixed, in seconds"), BACKSTOP),
                sysctl("net.ipv4.tcp_keepalive_probes", Requirement.atMost(4, "fixed"), BACKSTOP),
                sysctl(
                        "net.ipv4.tcp_fin_timeout",
                        Requirement.atMost(30, "fixed, in seconds"),
                        "Sockets that were closed here and not yet there."),
                sysctl(
                        "net.ipv4.tcp_max_orphans",
                        Requirement.atLeast(connections, "connections"),
                        "When everybody leaves at once, sockets above it are reset. The default is a ninth of 600,000."),
                sysctl(
                        "net.ipv4.tcp_max_tw_buckets",
                        Requirement.atLeast(connections, "connections"),
                        "The same for sockets in TIME_WAIT; one mass close left 59,796 of them."),
                sysctl(
                        "net.ipv4.tcp_slow_start_after_idle",
                        Requirement.exactly("0", "fixed"),
                        "The first message after a silence is not slowed down."));
    }

    private static Setting sysctl(String key, Requirement requirement, String why) {
        String path = "/proc/sys/" + key.replace('.', '/');
        return new Sysctl(key, requirement, new Rationale(why, path, "kernel: ip-sysctl", WARNING));
    }
}
