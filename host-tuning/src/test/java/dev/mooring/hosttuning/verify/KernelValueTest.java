package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kernel makes of a text that is written to a parameter, and of its name in a file. */
class KernelValueTest {
    private static final String PORTS = "net.ipv4.ip_local_reserved_ports";

    @ParameterizedTest
    @CsvSource({
        "net.core.somaxconn, 128, 128",
        "net.core.somaxconn, 0x80, 128",
        "net.core.somaxconn, 0X80, 128",
        "net.core.somaxconn, 0200, 128",
        "net.core.somaxconn, 0, 0",
        "net.core.somaxconn, 2147483647, 2147483647",
        "net.core.somaxconn, 2147483648, refused",
        "net.core.somaxconn, -1, refused",
        "net.core.somaxconn, 08, refused",
        "net.core.somaxconn, 12k, refused",
        "net.core.somaxconn, '', refused",
        "net.core.somaxconn, 1 2, 1",
        "net.core.somaxconn, 1 x, 1",
        "net.core.netdev_max_backlog, -5, -5",
        "net.core.netdev_max_backlog, -2147483648, -2147483648",
        "net.core.netdev_max_backlog, -2147483649, refused",
        "net.ipv4.tcp_syncookies, 255, 255",
        "net.ipv4.tcp_syncookies, 256, refused",
        "net.ipv4.tcp_tw_reuse, 2, 2",
        "net.ipv4.tcp_tw_reuse, 3, refused",
        "vm.swappiness, 200, 200",
        "vm.swappiness, 201, refused",
        "fs.nr_open, 64, 64",
        "fs.nr_open, 63, refused",
        "fs.nr_open, 2147483584, 2147483584",
        "fs.nr_open, 2147483585, refused",
        "fs.file-max, 9223372036854775807, 9223372036854775807",
        "fs.file-max, 9223372036854775808, refused",
        "net.netfilter.nf_conntrack_buckets, 0, refused",
        "net.ipv4.tcp_fin_timeout, 2147483, 2147483",
        "net.ipv4.tcp_fin_timeout, 2147484, refused",
        "net.ipv4.tcp_mem, 1 2 3, 1 2 3",
        "net.ipv4.tcp_mem, 1 2, 1 2",
        "net.ipv4.tcp_mem, 1 x 3, refused",
        "net.ipv4.tcp_mem, 18446744073709551615, 18446744073709551615",
        "net.ipv4.tcp_mem, 18446744073709551616, refused",
        "net.ipv4.tcp_mem, 000000000000000000001, refused",
        "net.ipv4.tcp_mem, 00000000000000000001, 1",
        "net.ipv4.tcp_rmem, 0 1 1, refused",
        "net.ipv4.tcp_notsent_lowat, 4294967295, 4294967295",
        "net.ipv4.tcp_notsent_lowat, 4294967296, refused",
        "net.ipv4.ip_local_port_range, 1 65535, 1 65535",
        "net.ipv4.ip_local_port_range, 1 65536, refused",
        "some.other.key, -7, -7",
    })
    void takesANumberWithinTheBoundsOfItsVariable(String key, String text, String taken) {
        assertEquals(taken, KernelValue.taken(key, text).orElse("refused"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8080-8095           | 8080-8095",
                "8080                | 8080-8080",
                "80,8080-8095        | 80-80,8080-8095",
                "80,                 | 80-80",
                "''                  | ''",
                ",                   | refused",
                "80,,81              | refused",
                "0-65535             | 0-65535",
                "0-65536             | refused",
                "-1                  | refused",
                "9-8                 | refused",
                "8-8                 | 8-8",
                "1-2-3               | refused",
            })
    void takesAListOfPortRanges(String text, String taken) {
        assertEquals(taken, KernelValue.taken(PORTS, text).orElse("refused"));
    }

    @Test
    void knowsTheKeysWhoseRulesItHas() {
        assertTrue(KernelValue.knows(PORTS));
        assertTrue(KernelValue.knows("fs.nr_open"));
        assertFalse(KernelValue.knows("some.other.key"));
    }

    @ParameterizedTest
    @CsvSource({
        "net.core.somaxconn, net/core/somaxconn",
        "net/core/somaxconn, net/core/somaxconn",
        "net.ipv4.conf.eth0/1.forwarding, net/ipv4/conf/eth0.1/forwarding",
        "net/ipv4/conf/eth0.1/forwarding, net/ipv4/conf/eth0.1/forwarding",
        "/net//core/./somaxconn/, net/core/somaxconn",
        "net/core/., net/core",
        "kernel, kernel",
        "/, /",
    })
    void readsANameByItsFirstSeparator(String name, String path) {
        assertEquals(path, SysctlKey.of(name).path());
    }

    @ParameterizedTest
    @CsvSource({
        "net.ipv4.conf.*.forwarding, net.ipv4.conf.all.forwarding, true",
        "net.ipv4.conf.?.forwarding, net.ipv4.conf.all.forwarding, false",
        "net.ipv4.conf.[ab]ll.forwarding, net.ipv4.conf.all.forwarding, true",
        "net.ipv4.conf.[^a]ll.forwarding, net.ipv4.conf.all.forwarding, false",
        "net.*, net.ipv4.conf.all.forwarding, false",
    })
    void coversKeysAsGlobDoes(String pattern, String key, boolean covers) {
        assertTrue(SysctlKey.of(pattern).isPattern());
        assertFalse(SysctlKey.of(key).isPattern());
        assertEquals(covers, SysctlKey.of(pattern).covers(SysctlKey.of(key)));
    }

    @Test
    void coversNothingByWhatIsNoPattern() {
        assertFalse(Glob.covers("[", "["));
        assertFalse(Glob.covers("a", "a\0"));
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "unlimited, 9223372036854775807",
        "infinity, 9223372036854775807",
        "999999999999999999, 999999999999999999",
        "18446744073709551615, 9223372036854775807",
        "-1, none",
        "'', none",
        "x, none",
    })
    void readsWhatTheKernelPrints(String text, String number) {
        assertEquals(
                number,
                KernelNumber.read(text).isPresent()
                        ? Long.toString(KernelNumber.read(text).getAsLong())
                        : "none");
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, 1000000",
        "+7, 7",
        "0xFF, 255",
        "0b101, 5",
        "0o17, 15",
        "017, 15",
        "08, none",
        "0, 0",
        "5:7, 7",
        "7:5, none",
        "7:7, 7",
        "x:7, none",
        "7:x, none",
        "infinity, infinity",
        "7:infinity, infinity",
        "18446744073709551614, 18446744073709551614",
        "18446744073709551615, none",
        "7k, none",
        "'', none",
        "-1, none",
    })
    void readsALimitOfAUnitAsSystemdDoes(String text, String hard) {
        assertEquals(hard, UnitLimit.hard(text).orElse("none"));
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "5s, 5",
        "1min 30s, 90",
        "2h, 7200",
        "1d, 86400",
        "1w 1d, 691200",
        "1M, 2629800",
        "1y, 31557600",
        "1500ms, 1",
        "999999us, 0",
        ".5min, 30",
        "1.5h, 5400",
        "5 m, 300",
        "infinity, infinity",
        "5x, none",
        "'', none",
        "s, none",
        "1..5, none",
        "5 5, 10",
        "5s extra, none",
    })
    void readsSpansOfTimeAsSystemdDoes(String span, String seconds) {
        assertEquals(seconds, TimeSpan.seconds(span).orElse("none"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, infinity",
        "0.9us, infinity",
        "1us, 0",
        "90, 90",
        "infinity, infinity",
        "5x, none",
    })
    void takesATimeoutOfNothingForNoTimeout(String span, String seconds) {
        assertEquals(seconds, TimeSpan.limit(span).orElse("none"));
    }
}
