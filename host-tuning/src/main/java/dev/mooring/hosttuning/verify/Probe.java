package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.input.Resource;
import dev.mooring.hosttuning.setting.HostTuningScript;
import dev.mooring.hosttuning.setting.Setting;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The POSIX shell script that reads everything a check needs, in one round. It reads /proc with cat, because sysctl is
 * not on the path of an ordinary user on Debian, and puts each reading between lines of its own, because a login shell
 * may print before it.
 */
public final class Probe {
    private static final String RESOURCE = "probe.sh";
    private static final String TEMPLATE = Resource.text(Probe.class, RESOURCE);

    private static final List<String> OF_THE_SYSTEM =
            List.of("boot", "uname", "os-release", "meminfo", "file-nr", "session");
    private static final List<String> OF_TRACKING = List.of("conntrack-count", "tracking-rules");
    private static final List<String> OF_FILES = List.of(
            "sysctl-files",
            "sysctl-config",
            "session-group",
            "users",
            "pam",
            "first-limits",
            "limits-files",
            "module-files",
            "modprobe-files",
            "command-line",
            "unit-files",
            "unit-conditions",
            "unit",
            "server-pid");
    private static final List<String> OF_A_SERVER = List.of(
            "server-limits",
            "listeners",
            "server-age",
            "server-descriptors",
            "server-status",
            "push-settings",
            "push-answer",
            "tls-settings",
            "certificates",
            "access-settings",
            "access-keys");
    private static final List<String> LAST = List.of("groups", "pam-messages", "record");

    private Probe() {}

    /**
     * The script for a profile.
     *
     * @param limit of a single reading that may take long, at least a second
     */
    public static String script(TuningProfile profile, Duration limit) {
        return TEMPLATE.replace("@LIMIT@", Long.toString(Math.max(1, limit.toSeconds())))
                .replace("@SYSCTLS@", keys(profile, Setting.Sysctl.class, Setting::key))
                .replace("@MODULES@", keys(profile, Setting.KernelModule.class, Setting::key))
                .replace(
                        "@PROPERTIES@", keys(profile, Setting.UnitProperty.class, property -> "-p " + property.shown()))
                .replace(
                        "@DEFAULTS@",
                        keys(
                                profile,
                                Setting.UnitProperty.class,
                                property -> "-p " + UnitFacts.DEFAULT + property.shown()))
                .replace("@UNIT@", TuningProfile.SERVER_UNIT)
                .replace("@RECORD@", HostTuningScript.RECORD);
    }

    /** The readings of the script, in their order, with those that it makes where it finds a server. */
    static List<String> names(TuningProfile profile) {
        List<String> names = new ArrayList<>(OF_THE_SYSTEM);
        profile.ofType(Setting.Sysctl.class).forEach(sysctl -> names.add("kernel " + sysctl.key()));
        names.addAll(OF_TRACKING);
        profile.ofType(Setting.KernelModule.class)
                .forEach(module -> names.addAll(List.of("module " + module.key(), "modprobe " + module.key())));
        names.addAll(OF_FILES);
        names.addAll(OF_A_SERVER);
        names.addAll(LAST);
        return names;
    }

    private static <T extends Setting> String keys(TuningProfile profile, Class<T> type, Function<T, String> word) {
        return profile.ofType(type).stream().map(word).collect(Collectors.joining(" "));
    }
}
