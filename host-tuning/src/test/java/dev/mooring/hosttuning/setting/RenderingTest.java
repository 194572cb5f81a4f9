package dev.mooring.hosttuning.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.hosttuning.Golden;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RenderingTest {
    @ParameterizedTest
    @EnumSource(Role.class)
    void rendersTheFilesOfARole(Role role) throws IOException {
        for (RenderedFile file : Profiles.of(role).files()) {
            Golden.assertMatches("setting/" + role + "/" + name(file), file.text());
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void hasNoExpectedTextThatNobodyReads(Role role) throws IOException {
        Set<String> read = Profiles.of(role).files().stream()
                .map(RenderingTest::name)
                .collect(Collectors.toCollection(HashSet::new));
        read.add("tune-host.sh");
        Golden.assertOnly("setting/" + role, read);
    }

    private static String name(RenderedFile file) {
        return file.path().substring("/etc/".length()).replace('/', '-');
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void rendersTheScriptOfARole(Role role) throws IOException {
        Golden.assertMatches("setting/" + role + "/tune-host.sh", HostTuningScript.of(Profiles.of(role)));
    }

    @Test
    void keepsReasonsFreeOfWhatAShellWouldExpand() {
        for (Role role : Role.values()) {
            for (Setting setting : Profiles.of(role).settings()) {
                assertFalse(setting.rationale().why().matches(".*[$`\\\\].*"), setting.id());
            }
        }
    }

    /** Routers that drop large packets and say nothing stand between clients and a host without a load balancer. */
    @Test
    void probesThePathWhereClientsComeDirectly() {
        TuningProfile direct =
                TuningProfile.of(CapacityPlanner.plan(FleetSpec.of(Map.of("front", "direct"))), Role.SERVER, false);
        assertTrue(
                sysctls(direct).contains("net.ipv4.tcp_mtu_probing = $(at_least net.ipv4.tcp_mtu_probing 1)\n"),
                sysctls(direct));
        assertFalse(sysctls(Profiles.of(Role.SERVER)).contains("tcp_mtu_probing"), "behind a load balancer");
    }

    private static String sysctls(TuningProfile profile) {
        return profile.files().stream()
                .filter(file -> file.path().startsWith("/etc/sysctl.d/"))
                .map(RenderedFile::text)
                .collect(Collectors.joining());
    }

    @Test
    void keepsTheHashWhenAFirewallBecomesActive() {
        assertEquals(
                TuningProfile.of(Profiles.PLAN, Role.SERVER, false).hash(),
                TuningProfile.of(Profiles.PLAN, Role.SERVER, true).hash());
    }

    @Test
    void changesTheHashWithAnyNumber() {
        FleetSpec larger = FleetSpec.of(Map.of("nofile", "1048576"));
        assertNotEquals(
                Profiles.of(Role.SERVER).hash(),
                TuningProfile.of(CapacityPlanner.plan(larger), Role.SERVER, false)
                        .hash());
    }
}
