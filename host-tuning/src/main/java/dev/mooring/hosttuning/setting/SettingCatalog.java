package dev.mooring.hosttuning.setting;

import dev.mooring.capacity.CapacityPlan;
import java.util.List;
import java.util.stream.Stream;

/** The settings that a plan asks of a host, in the order of the report: first what decides, then what helps. */
public final class SettingCatalog {
    private SettingCatalog() {}

    /**
     * The settings of a host.
     *
     * @param firewallActive whether a firewall rule tracks connections; without one the table stays empty, and a small
     *     table is a warning instead of a failure
     */
    public static List<Setting> of(CapacityPlan plan, Role role, boolean firewallActive) {
        return Stream.of(
                        DescriptorSettings.of(plan),
                        ConntrackSettings.of(plan, firewallActive),
                        ServiceSettings.of(plan, role),
                        MemorySettings.of(),
                        AcceptSettings.of(plan, role),
                        PortSettings.of(plan, role),
                        ClosingSettings.of(plan))
                .flatMap(List::stream)
                .toList();
    }
}
