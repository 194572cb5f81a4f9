package dev.mooring.hosttuning.setting;

import static dev.mooring.hosttuning.setting.Severity.FAILURE;
import static dev.mooring.hosttuning.setting.Severity.WARNING;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.Front;
import dev.mooring.hosttuning.setting.Setting.Sysctl;
import java.util.List;
import java.util.stream.Stream;

/** What lets a storm of new connections in, over whatever path they come. */
final class AcceptSettings {
    private static final long BACKLOG = 65_535;

    private AcceptSettings() {}

    static List<Setting> of(CapacityPlan plan, Role role) {
        Stream<Setting> path = plan.spec().ingress().front() == Front.DIRECT ? Stream.of(pathProbes()) : Stream.empty();
        Stream<Setting> storms =
                role == Role.SERVER ? Stream.of(backlog(), halfOpen(), cookies(), packets()) : Stream.of(packets());
        return Stream.concat(storms, path).toList();
    }

    /** Behind a load balancer it is the load balancer that meets the clients' tunnels. */
    private static Setting pathProbes() {
        return new Sysctl(
                "net.ipv4.tcp_mtu_probing",
                Requirement.atLeast(1, "1 where the front is direct"),
                new Rationale(
                        "A client behind a tunnel whose router drops large packets without a word gets smaller ones.",
                        "/proc/sys/net/ipv4/tcp_mtu_probing",
                        "kernel: ip-sysctl; RFC 4821",
                        WARNING));
    }

    private static Setting backlog() {
        return new Sysctl(
                "net.core.somaxconn",
                Requirement.atLeast(BACKLOG, "fixed"),
                new Rationale(
                        "Accepted connections that wait for the server. It must ask for as many in listen.",
                        "/proc/sys/net/core/somaxconn",
                        "kernel: ip-sysctl; no overflow measured at 65535",
                        FAILURE));
    }

    private static Setting halfOpen() {
        return new Sysctl(
                "net.ipv4.tcp_max_syn_backlog",
                Requirement.atLeast(BACKLOG, "fixed"),
                new Rationale(
                        "Connections in the middle of their handshake.",
                        "/proc/sys/net/ipv4/tcp_max_syn_backlog",
                        "kernel: tcp_ipv4.c, whose default is as small as 128",
                        WARNING));
    }

    private static Setting cookies() {
        return new Sysctl(
                "net.ipv4.tcp_syncookies",
                Requirement.exactly("1", "fixed"),
                new Rationale(
                        "Fallback when the backlog still overflows.",
                        "/proc/sys/net/ipv4/tcp_syncookies",
                        "kernel: ip-sysctl",
                        WARNING));
    }

    private static Setting packets() {
        return new Sysctl(
                "net.core.netdev_max_backlog",
                Requirement.atLeast(16_384, "fixed"),
                new Rationale(
                        "Packets that wait for a processor in a storm of reconnects.",
                        "/proc/sys/net/core/netdev_max_backlog",
                        "kernel: sysctl/net; the default is 1000",
                        WARNING));
    }
}
