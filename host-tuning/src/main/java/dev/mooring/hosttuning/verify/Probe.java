package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.HostTuningScript;
import dev.mooring.hosttuning.setting.Setting;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The POSIX shell script that reads everything a check needs, in one round. It reads /proc with cat, because sysctl is
 * not on the path of an ordinary user on Debian, and puts each reading between lines of its own, because a login shell
 * may print before it.
 */
public final class Probe {
    private static final String RESOURCE = "probe.sh";
    private static final String TEMPLATE = template();

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
                                property -> "-p " + UnitReading.DEFAULT + property.shown()))
                .replace("@UNIT@", TuningProfile.SERVER_UNIT)
                .replace("@RECORD@", HostTuningScript.RECORD);
    }

    private static <T extends Setting> String keys(TuningProfile profile, Class<T> type, Function<T, String> word) {
        return profile.ofType(type).stream().map(word).collect(Collectors.joining(" "));
    }

    private static String template() {
        try (InputStream stream = Probe.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
