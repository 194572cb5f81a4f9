package dev.mooring.hosttuning.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a requirement asks of a host, and how it is written for the script and for people. */
class ValueTest {
    private static final Bytes MEMORY = Bytes.gibi(16);

    @Test
    void aFixedValueIsTheSameEverywhere() {
        Value value = new Value.Fixed("65535", "fixed");
        assertEquals("65535 65535 fixed", told(value));
        assertEquals("65535", value.on(Bytes.of(0)));
    }

    @Test
    void aQuarterFollowsWhatTheHostGets() {
        assertEquals(
                "262144 $(($(at_least net.netfilter.nf_conntrack_max 1048576) / 4)) conntrack-max / 4",
                told(new Value.QuarterOf("net.netfilter.nf_conntrack_max", 1_048_576, "conntrack-max / 4")));
    }

    /** 16 GiB are 4,194,304 pages of 4 KiB. */
    @Test
    void sharesOfTheMemoryAreCountedInPages() {
        Value value = new Value.PagesOfMemory(List.of(125, 180, 250));
        assertEquals(
                "524288 754974 1048576 $((pages * 125 / 1000)) $((pages * 180 / 1000)) $((pages * 250 / 1000))"
                        + " 12.5 %, 18 %, 25 % of the memory, in pages of 4 KiB",
                told(value));
    }

    @Test
    void aRequirementNamesItsSign() {
        assertEquals(
                List.of(">= 7", "<= 7", "= seven"),
                Stream.of(
                                Requirement.atLeast(7, "fixed"),
                                Requirement.atMost(7, "fixed"),
                                Requirement.exactly("seven", "fixed"))
                        .map(requirement -> requirement.text(MEMORY))
                        .toList());
        assertEquals(
                "about 524288", new Requirement(Comparison.ABOUT, new Value.PagesOfMemory(List.of(125))).text(MEMORY));
        assertEquals("includes", Comparison.INCLUDES.toString());
    }

    @Test
    void aRequirementHoldsOnTheHostThatItIsReadOn() {
        Requirement about = new Requirement(Comparison.ABOUT, new Value.PagesOfMemory(List.of(125)));
        assertTrue(about.holds("524288", MEMORY));
        assertEquals(false, about.holds("524288", Bytes.gibi(8)), "a file of a larger host");
    }

    @Test
    void everySettingHasANameAFileAndAKey() {
        List<String> server = Profiles.of(Role.SERVER).settings().stream()
                .filter(setting -> !(setting instanceof Setting.Sysctl))
                .map(setting -> setting.id() + " | " + setting.file() + " | " + setting.key())
                .toList();
        assertEquals(
                List.of(
                        "nofile root soft | /etc/security/limits.d/99-zz-mooring.conf | root soft nofile",
                        "nofile root hard | /etc/security/limits.d/99-zz-mooring.conf | root hard nofile",
                        "nofile everyone soft | /etc/security/limits.d/99-zz-mooring.conf | * soft nofile",
                        "nofile everyone hard | /etc/security/limits.d/99-zz-mooring.conf | * hard nofile",
                        "module nf_conntrack | /etc/modules-load.d/mooring.conf | nf_conntrack",
                        "unit LimitNOFILE | /etc/systemd/system/mooring-server.service | LimitNOFILE",
                        "unit TimeoutStopSec | /etc/systemd/system/mooring-server.service | TimeoutStopSec",
                        "unit Restart | /etc/systemd/system/mooring-server.service | Restart"),
                server);
        for (Setting.Sysctl sysctl : Profiles.of(Role.SERVER).ofType(Setting.Sysctl.class)) {
            assertEquals(sysctl.key(), sysctl.id());
            assertEquals("/etc/sysctl.d/99-zz-mooring.conf", sysctl.file());
            assertEquals("/proc/sys/" + sysctl.key().replace('.', '/'), sysctl.kernelPath());
        }
    }

    @Test
    void aLoadGeneratorHasNoServiceAndNoListenQueue() {
        List<String> generator = Profiles.of(Role.LOAD_GENERATOR).settings().stream()
                .map(Setting::id)
                .toList();
        List<String> server =
                Profiles.of(Role.SERVER).settings().stream().map(Setting::id).toList();
        assertTrue(generator.stream().noneMatch(id -> id.startsWith("unit ")), generator::toString);
        assertEquals(
                List.of(true, false),
                List.of(server.contains("net.core.somaxconn"), generator.contains("net.core.somaxconn")));
        assertEquals("load-generator", Role.LOAD_GENERATOR.toString());
    }

    private static String told(Value value) {
        return value.on(MEMORY) + " " + value.shell() + " " + value.formula();
    }
}
