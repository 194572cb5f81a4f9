package dev.mooring.hosttuning.setting;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.hosttuning.setting.Setting.UnitProperty;
import java.util.List;

/** The server's service. A load generator has none: it is started from a session. */
final class ServiceSettings {
    private ServiceSettings() {}

    static List<Setting> of(CapacityPlan plan, Role role) {
        if (role == Role.LOAD_GENERATOR) {
            return List.of();
        }
        return List.of(
                new UnitProperty(
                        "LimitNOFILE",
                        "LimitNOFILE",
                        Requirement.atLeast(plan.host().descriptors().nofile(), "nofile of the plan"),
                        new Rationale(
                                "Services do not read limits.d. Without this the server gets 1,024 open files.",
                                "/proc/PID/limits of the server; systemctl show prints the wish",
                                "measured with systemd 252",
                                Severity.FAILURE)),
                new UnitProperty(
                        "TimeoutStopSec",
                        "TimeoutStopUSec",
                        Requirement.atLeast(
                                plan.roll().stopTimeout().toSeconds(),
                                "drain window of "
                                        + DurationText.format(plan.roll().drainWindow()) + " + 2 min, in seconds"),
                        new Rationale(
                                "A shorter time kills the server in the middle of its drain.",
                                "systemctl show",
                                "systemd.service(5)",
                                Severity.WARNING)),
                new UnitProperty(
                        "Restart",
                        "Restart",
                        Requirement.exactly("on-failure", "fixed"),
                        new Rationale(
                                "A server that crashed holds no connections; one that drained has exit code 0, and"
                                        + " must not come back on a host that leaves.",
                                "systemctl show",
                                "systemd.service(5)",
                                Severity.WARNING)));
    }
}
