package dev.mooring.hosttuning.verify;

import java.util.List;
import java.util.Map;

/**
 * A name in sysctl.d as systemd-sysctl reads it: a path below /proc/sys, or a pattern of such paths (sysctl.d(5)).
 *
 * @param path with slashes, without one at either end
 */
record SysctlKey(String path) {
    /** Names of one variable of the kernel; the last write counts, whichever name it has. */
    private static final Map<String, List<String>> ALIASES =
            Map.of("net/netfilter/nf_conntrack_max", List.of("net/nf_conntrack_max"));

    /** If the first separator is a dot, dots separate and slashes are dots within a name; else the other way round. */
    static SysctlKey of(String name) {
        int dot = name.indexOf('.');
        int slash = name.indexOf('/');
        boolean dotted = dot >= 0 && (slash < 0 || dot < slash);
        String path = dotted ? name.replace('.', '\0').replace('/', '.').replace('\0', '/') : name;
        String simple = path.replaceAll("/+", "/")
                .replaceAll("(?<=/|^)(?:\\./)+", "")
                .replaceFirst("/\\.$", "")
                .replaceFirst("(?<=.)/$", "");
        return new SysctlKey(simple.length() > 1 && simple.startsWith("/") ? simple.substring(1) : simple);
    }

    boolean isPattern() {
        return path.indexOf('*') >= 0 || path.indexOf('?') >= 0 || path.indexOf('[') >= 0;
    }

    /** Other names of the same variable. */
    List<SysctlKey> aliases() {
        return ALIASES.getOrDefault(path, List.of()).stream()
                .map(SysctlKey::new)
                .toList();
    }

    /** Whether this pattern covers a key, as glob(3) has it. */
    boolean covers(SysctlKey key) {
        return Glob.covers(path, key.path);
    }

    /** The name with dots, as sysctl(8) prints it. */
    String inWords() {
        return path.replace('/', '.');
    }
}
