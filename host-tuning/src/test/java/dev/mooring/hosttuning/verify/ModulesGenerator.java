package dev.mooring.hosttuning.verify;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes modules-load.d, modprobe.d and the kernel's command line: mostly ours, and what guides and slips add to it. */
final class ModulesGenerator {
    /** Where the command line of a case is; no path of a host. */
    static final String COMMAND_LINE = "/command-line";

    private static final List<String> LOAD = List.of(
            "/etc/modules-load.d/",
            "/etc/modules-load.d/",
            "/run/modules-load.d/",
            "/usr/local/lib/modules-load.d/",
            "/usr/lib/modules-load.d/");

    private static final List<String> OPTIONS = List.of(
            "/etc/modprobe.d/",
            "/etc/modprobe.d/",
            "/run/modprobe.d/",
            "/usr/local/lib/modprobe.d/",
            "/usr/lib/modprobe.d/");

    private static final List<String> NAMES =
            List.of("mooring.conf", "mooring.conf", "x.conf", "zz.conf", "x.conf.bak");

    private static final List<String> NAMING = List.of(
            "nf_conntrack",
            "nf-conntrack",
            "  nf_conntrack\t",
            "nf_conntrack\r",
            "# nf_conntrack",
            "; nf_conntrack",
            "nf_conntrack other",
            "nf_conntrack # ours",
            "nf_conntrack hashsize=131072",
            "nf_conntrack.ko",
            "NF_CONNTRACK",
            "\"nf_conntrack\"",
            "tracking",
            "other",
            "");

    /** What a shell script does is not among them: verify says of it that it cannot know. */
    private static final List<String> RULES = List.of(
            "blacklist nf_conntrack",
            "blacklist nf-conntrack",
            "  blacklist\tnf_conntrack  other",
            "black\\\nlist nf_conntrack",
            "blacklist \\\n  nf-conntrack",
            "blacklist other",
            "blacklist nf_*",
            "blacklist NF_CONNTRACK",
            "blacklist",
            "# blacklist nf_conntrack",
            "#blacklist nf_conntrack",
            "; blacklist nf_conntrack",
            "Blacklist nf_conntrack",
            "install nf_conntrack /bin/false",
            "install nf-conntrack /bin/true",
            "install nf_* /bin/true",
            "install nf_conntrack",
            "install other /bin/false",
            "install nf_conntrack /sbin/modprobe --ignore-install nf_conntrack",
            "install nf_conntrack /sbin/modprobe -i nf-conntrack $CMDLINE_OPTS && true",
            "options nf_conntrack hashsize=131072",
            "options nf_conntrack nonsense=1",
            "softdep nf_conntrack pre: other",
            "remove nf_conntrack /bin/false",
            "alias tracking nf_conntrack",
            "alias track* nf-conntrack",
            "alias nf_conntrack other",
            "alias nf_conntrack off",
            "alias other nf_conntrack",
            "alias nf-conn* nf_conntrack");

    private static final List<String> COMMAND_LINES = List.of(
            "quiet modprobe.blacklist=nf_conntrack",
            "modprobe.blacklist=other,nf_conntrack quiet",
            "modprobe.blacklist=nf-conntrack",
            "modprobe.blacklist=other",
            "modprobe.blacklist=",
            "blacklist=nf_conntrack",
            "nf_conntrack.hashsize=131072",
            "modules_load=nf_conntrack",
            "modules_load=other,nf-conntrack modprobe.blacklist=other");

    private final Random random;

    ModulesGenerator(Random random) {
        this.random = random;
    }

    /** Files by their path; the text /dev/null stands for a link to it. */
    Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        files.put(COMMAND_LINE, random.nextInt(4) == 0 ? one(COMMAND_LINES) : "quiet");
        if (random.nextInt(6) > 0) {
            files.put("/etc/modules-load.d/mooring.conf", "# Mooring\nnf_conntrack\n");
        }
        if (random.nextInt(4) == 0) {
            files.put("/etc/modules", "nf_conntrack\n");
        }
        for (int count = random.nextInt(4); count > 0; count--) {
            add(files, one(LOAD) + one(NAMES), one(NAMING));
        }
        for (int count = random.nextInt(4); count > 0; count--) {
            add(files, one(OPTIONS) + one(NAMES), one(RULES));
        }
        return files;
    }

    private void add(Map<String, String> files, String path, String line) {
        switch (random.nextInt(10)) {
            case 0 -> files.put(path, "");
            case 1 -> files.put(path, "/dev/null");
            default -> files.merge(path, line + "\n", ModulesGenerator::joined);
        }
    }

    private static String joined(String before, String line) {
        return before.equals("/dev/null") ? before : before + line;
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
