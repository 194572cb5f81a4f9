package dev.mooring.proof.units;

import dev.mooring.hosttuning.setting.TuningProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the unit files of hosts: mostly ours, and what a guide, a package, an administrator or a slip adds to them. */
final class UnitCases {
    static final String UNIT = TuningProfile.SERVER_UNIT;
    private static final String LINKED = "/etc/systemd/system/multi-user.target.wants/" + UNIT;

    private static final List<String> ROOTS = List.of(
            "/etc/systemd/system/",
            "/etc/systemd/system/",
            "/run/systemd/system/",
            "/usr/local/lib/systemd/system/",
            "/usr/lib/systemd/system/");
    private static final List<String> MASKED =
            List.of("/etc/systemd/system/", "/run/systemd/system/", "/usr/lib/systemd/system/");
    private static final List<String> FOLDERS =
            List.of(UNIT + ".d/", UNIT + ".d/", UNIT + ".d/", "mooring-.service.d/");
    private static final List<String> NAMES = List.of(
            "10-a.conf", "50-limits.conf", "override.conf", "zz.conf", "A b.conf", "x.conf.bak", "zz-mooring.conf");

    private static final List<String> LIMITS = List.of(
            "1000000",
            "1048576",
            "2000000",
            "1024",
            "524288",
            "infinity",
            "1024:1000000",
            "1024:524288",
            "1000000:infinity",
            "2000000:1000000",
            "infinity:infinity",
            " 1000000",
            "\"1000000\"",
            "1M",
            "1000K",
            "0xF4240",
            "03641100",
            "0b1",
            "+1000000",
            "-1",
            "1e6",
            "1000000 # enough",
            "1000000;",
            "1024 : 1000000",
            "1000000:",
            ":1000000",
            "unlimited",
            "Infinity",
            "18446744073709551615",
            "18446744073709551614",
            "99999999999999999999",
            "1,000,000",
            "0",
            "%i1024",
            "");

    private static final List<String> SPANS = List.of(
            "1020",
            "1020s",
            "17min",
            "16min 60s",
            "16min60s",
            "1week",
            "2w",
            "1 week 2 days",
            "1month",
            "1M",
            "1m",
            "1y",
            "5.5",
            "0.3h",
            "0.2833334h",
            ".5h",
            "1.h",
            "1020.",
            "5.5.5",
            "1020000ms",
            "1020000msec",
            "1020000000us",
            "1020000000000ns",
            "1020000000000nsec",
            "infinity",
            "infinity ",
            "Infinity",
            "0",
            "0s",
            "-1",
            "+1020",
            "90",
            "1h 5",
            "5 1h",
            "1H",
            "1hr",
            "1 hour",
            "2hours30minutes",
            "1020 sec",
            "1020seconds",
            "\"1020\"",
            "1020 # long",
            "17 min ",
            "99999999y",
            "1000000\u00b5s",
            "");

    private static final List<String> RESTARTS = List.of(
            "on-failure",
            "on-failure",
            "always",
            "no",
            "on-abnormal",
            "on-success",
            "yes",
            "On-Failure",
            "onfailure",
            "\"on-failure\"",
            "on-failure # no",
            "");

    private static final List<String> CONDITIONS = List.of(
            "ConditionPathExists=/nowhere",
            "ConditionPathExists=!/nowhere",
            "ConditionPathExists=/etc",
            "ConditionPathExists=|/nowhere\nConditionPathExists=|/etc",
            "ConditionPathExists=/nowhere\nConditionPathExists=",
            "ConditionKernelCommandLine=mooring.nowhere",
            "AssertPathExists=/nowhere",
            "AssertPathExists=/etc",
            "Condition=/nowhere",
            "ConditionArchitecture=s390");

    private static final List<String> COMMANDS = List.of(
            "ExecStart=\nExecStart=/bin/sleep 1000",
            "ExecStart=/bin/sleep 1000",
            "ExecStart=\nExecStart=/opt/mooring/server/bin/mooring-server --config /etc/other.properties",
            "ExecStart=\nExecStart=/bin/sleep 1000 mooring-server",
            "ExecStart=",
            "ExecStart=\nExecStart=-/opt/mooring/server/bin/mooring-server --config /etc/mooring/server.properties",
            "ExecStart=\nExecStart=/opt/mooring-server/run",
            "ExecStartPost=/bin/true");

    private final Random random;
    private final String ours;

    /** @param ours the unit file as the tuning script writes it */
    UnitCases(Random random, String ours) {
        this.random = random;
        // What costs a namespace of mounts for each start, and says nothing of this.
        this.ours = ours.replaceAll("(?m)^(Protect|Private).*\n", "");
    }

    /** Cases that have no file in common: each way to mask a unit, and others. */
    UnitBatch apart(int count) {
        List<UnitCase> cases = new ArrayList<>(masked());
        cases.addAll(cases(count - cases.size()));
        return new UnitBatch(cases, Map.of(), true);
    }

    /** The same, and some below a drop-in of all services, which systemd has read or not. */
    List<UnitBatch> batches(int count) {
        int few = count / 10;
        List<UnitBatch> batches = new ArrayList<>();
        batches.add(apart(count - 2 * few));
        batches.add(new UnitBatch(cases(few), everyService(), true));
        batches.add(new UnitBatch(cases(few), everyService(), false));
        return batches;
    }

    private List<UnitCase> cases(int count) {
        return Stream.generate(this::one).limit(count).toList();
    }

    private Map<String, String> everyService() {
        return Map.of(
                one(ROOTS) + "service.d/" + one(NAMES.subList(0, 4)), "[Service]\n" + property(random.nextInt(3)));
    }

    private UnitCase one() {
        Map<String, String> loaded = ours();
        Map<String, String> changed = new TreeMap<>();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            change(random.nextBoolean() ? loaded : changed);
        }
        return new UnitCase(loaded, changed, random.nextInt(3) == 0, random.nextInt(3) == 0);
    }

    /** A unit that each of its folders masks in each way, now or once systemd reads its files again. */
    private List<UnitCase> masked() {
        List<UnitCase> cases = new ArrayList<>();
        for (String folder : MASKED) {
            for (String nothing : List.of(UnitCase.LINK + "/dev/null", "")) {
                Map<String, String> files = new TreeMap<>();
                if (!folder.startsWith("/etc/")) {
                    files.put("/etc/systemd/system/" + UNIT, UnitCase.GONE);
                }
                if (folder.startsWith("/run/")) {
                    files.put("/usr/lib/systemd/system/" + UNIT, ours);
                }
                files.put(folder + UNIT, nothing);
                cases.add(changed(files));
                String dropIn = UNIT + ".d/50-limits.conf";
                Map<String, String> dropIns = new TreeMap<>();
                dropIns.put("/usr/lib/systemd/system/" + dropIn, "[Service]\nLimitNOFILE=1024\n");
                dropIns.put(folder + dropIn, nothing);
                cases.add(changed(dropIns));
            }
        }
        return cases;
    }

    private UnitCase changed(Map<String, String> files) {
        Map<String, String> loaded = ours();
        boolean later = random.nextBoolean();
        if (!later) {
            loaded.putAll(files);
        }
        return new UnitCase(loaded, later ? files : Map.of(), random.nextInt(3) == 0, random.nextBoolean());
    }

    private Map<String, String> ours() {
        Map<String, String> files = new TreeMap<>();
        files.put("/etc/systemd/system/" + UNIT, ours);
        files.put(LINKED, UnitCase.LINK + "/etc/systemd/system/" + UNIT);
        return files;
    }

    private void change(Map<String, String> files) {
        switch (random.nextInt(20)) {
            case 0 -> files.put(LINKED, UnitCase.GONE);
            case 1 -> files.put(one(ROOTS) + UNIT, UnitCase.LINK + "/dev/null");
            case 2 -> files.put(one(ROOTS) + UNIT, "");
            case 3 -> files.put(one(ROOTS) + one(FOLDERS) + one(NAMES), UnitCase.LINK + "/dev/null");
            case 4 -> files.put(one(ROOTS) + one(FOLDERS) + one(NAMES), "");
            case 5 -> files.put(one(ROOTS) + one(FOLDERS) + one(NAMES), "[Unit]\n" + one(CONDITIONS) + "\n");
            case 6 -> files.put(one(ROOTS) + one(FOLDERS) + one(NAMES), "[Service]\n" + one(COMMANDS) + "\n");
            case 7 -> files.put("/etc/systemd/system/" + UNIT, ours.replaceFirst("(?m)^LimitNOFILE=.*\n", ""));
            case 8 -> files.put("/etc/systemd/system/" + UNIT, ours.replaceFirst("(?m)^ExecStart=", "#ExecStart="));
            case 9 -> files.put(one(ROOTS) + UNIT, ours.replaceFirst("(?m)^(LimitNOFILE)=.*", "$1=" + one(LIMITS)));
            case 10 -> files.put("/etc/systemd/system/" + UNIT, ours + "\n# seen by many\n");
            default -> files.put(one(ROOTS) + one(FOLDERS) + one(NAMES), dropIn());
        }
    }

    private String dropIn() {
        StringBuilder text = new StringBuilder(
                switch (random.nextInt(14)) {
                    case 0 -> "";
                    case 1 -> "[service]\n";
                    case 2 -> "[Service\n";
                    case 3 -> "[Unit]\n";
                    case 4 -> "# ours\n[Unit]\nDescription=x\n\n[Service]\n";
                    case 5 -> "  [Service]  \n";
                    case 6 -> "[Service]\r\n";
                    case 7 -> "[X-Service]\n";
                    default -> "[Service]\n";
                });
        for (int lines = 1 + random.nextInt(2); lines > 0; lines--) {
            text.append(property(random.nextInt(3)));
        }
        return text.toString();
    }

    private String property(int which) {
        String key = switch (which) {
            case 0 -> "LimitNOFILE";
            case 1 -> random.nextInt(4) == 0 ? "TimeoutSec" : "TimeoutStopSec";
            default -> "Restart";
        };
        String value = one(
                switch (which) {
                    case 0 -> LIMITS;
                    case 1 -> SPANS;
                    default -> RESTARTS;
                });
        return switch (random.nextInt(16)) {
            case 0 -> "#" + key + "=" + value + "\n";
            case 1 -> "  ; " + key + "=" + value + "\n";
            case 2 -> key + " = " + value + "\n";
            case 3 -> key + "=\\\n" + value + "\n";
            case 4 -> key + "=\\\n# between\n" + value + "\n";
            case 5 -> "Description=x \\\n" + key + "=" + value + "\n";
            case 6 -> "Environment=A=1 \\\n\n" + key + "=" + value + "\n";
            case 7 -> "# a comment \\\n" + key + "=" + value + "\n";
            case 8 -> key.toLowerCase(Locale.ROOT) + "=" + value + "\n";
            case 9 -> key + "=" + value + "\r\n";
            case 10 -> "\t" + key + "=" + value + "  \n";
            case 11 -> key + "=" + value + " \\\n";
            default -> key + "=" + value + "\n";
        };
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
