package dev.mooring.hosttuning.verify;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes sysctl.d: mostly ours, and lines of others in every spelling of keys and values that a guide or a slip gives. */
final class SysctlGenerator {
    /** What the plan asks of the keys that a network namespace has for itself. */
    static final Map<String, String> GOOD = Map.of(
            "net.core.somaxconn", "65535",
            "net.ipv4.tcp_max_syn_backlog", "65535",
            "net.ipv4.tcp_syncookies", "1",
            "net.ipv4.tcp_rmem", "4096 16384 4194304",
            "net.ipv4.ip_local_reserved_ports", "8080-8095",
            "net.ipv4.tcp_keepalive_time", "300",
            "net.ipv4.tcp_fin_timeout", "30");

    private static final List<String> KEYS = GOOD.keySet().stream().sorted().toList();

    private static final List<String> FREQUENT =
            List.of("net.core.somaxconn", "net.ipv4.tcp_rmem", "net.ipv4.ip_local_reserved_ports");

    private static final List<String> FOLDERS = List.of(
            "/etc/sysctl.d/", "/etc/sysctl.d/", "/run/sysctl.d/", "/usr/local/lib/sysctl.d/", "/usr/lib/sysctl.d/");

    private static final List<String> NAMES = List.of(
            "10-a.conf",
            "99-zz-mooring.conf",
            "99-zzz.conf",
            "zz.conf",
            "99-zz-mooring.a.conf",
            "A b.conf",
            "x.conf.bak");

    private static final List<String> VALUES = List.of(
            "128",
            "65535",
            "0x1ffff",
            "065535",
            "0200000",
            "08",
            "99999999999",
            "2147483648",
            "-1",
            "1",
            "0",
            "2",
            "001",
            "65535 # enough",
            "65535x",
            "\"65535\"",
            "'1'",
            "",
            "0x",
            "1 2",
            "1,2",
            "65536\t1",
            "+65535",
            "1e6",
            "300",
            "30");

    private static final List<String> VECTORS = List.of(
            "4096 16384 4194304",
            "4096\t16384\t4194304",
            "4096  16384 4194304 9",
            "4096 16384",
            "4096,16384,4194304",
            "0x1000 040000 4194304",
            "0 16384 4194304",
            "4096 16384 x",
            "4096 16384 99999999999");

    private static final List<String> PORTS = List.of(
            "8080-8095",
            "8080-8087,8088-8095",
            "8080-8087 8088-8095",
            "8080-8095,http",
            "8080-8095, 9000",
            "8000-9000",
            "0x1f90-8095",
            "8095-8080",
            "8080-8095,",
            "8080-8095,70000",
            "8080",
            "",
            "-",
            "8080-",
            "9000,8080-8095",
            "8080-8095 ");

    private final Random random;

    SysctlGenerator(Random random) {
        this.random = random;
    }

    /** Files by their path. */
    Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        if (random.nextInt(8) > 0) {
            StringBuilder ours = new StringBuilder("# Mooring\n");
            KEYS.forEach(
                    key -> ours.append(key).append(" = ").append(GOOD.get(key)).append('\n'));
            files.put("/etc/sysctl.d/99-zz-mooring.conf", ours.toString());
        }
        for (int count = random.nextInt(8); count > 0; count--) {
            String lines = random.nextInt(8) == 0 ? "" : line() + (random.nextBoolean() ? line() : "");
            files.merge(one(FOLDERS) + one(NAMES), lines, String::concat);
        }
        if (random.nextInt(3) == 0) {
            files.put(one(FOLDERS) + one(NAMES), NoFile.one(random));
        }
        return files;
    }

    private String line() {
        String key = random.nextInt(3) > 0 ? one(FREQUENT) : one(KEYS);
        String name = spelt(key);
        String value = value(key);
        return switch (random.nextInt(14)) {
            case 0 -> "# " + name + " = " + value + "\n";
            case 1 -> "; " + name + " = " + value + "\n";
            case 2 -> "-" + name + "\n";
            case 3 -> "-" + name + " = " + value + "\n";
            case 4 -> name + "\n";
            case 5 -> "- " + name + " = " + value + "\r\n";
            case 6 -> "  " + name + "=" + value + "  \n";
            case 7 -> name + " = " + GOOD.get(key) + "\n";
            default -> name + " = " + value + "\n";
        };
    }

    private String value(String key) {
        if (random.nextInt(4) == 0) {
            return GOOD.getOrDefault(key, "");
        }
        return switch (key) {
            case "net.ipv4.tcp_rmem" -> one(VECTORS);
            case "net.ipv4.ip_local_reserved_ports" -> one(PORTS);
            default -> one(VALUES);
        };
    }

    private String spelt(String key) {
        String slashes = key.replace('.', '/');
        return switch (random.nextInt(16)) {
            case 0 -> slashes;
            case 1 -> "/" + slashes;
            case 2 -> slashes.replaceFirst("/", "//");
            case 3 -> slashes.replaceFirst("/", "/./");
            case 4 -> key.substring(0, key.length() - 3) + "*";
            case 5 -> slashes.substring(0, slashes.length() - 2) + "??";
            case 6 -> "net.*." + key.substring(key.lastIndexOf('.') + 1);
            case 7 -> key.replaceFirst("\\.", "/");
            case 8 -> key.substring(0, key.length() - 1) + "[" + key.charAt(key.length() - 1) + "x]";
            case 9 -> key + ".";
            case 10 -> key.toUpperCase(Locale.ROOT);
            default -> key;
        };
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
