package dev.mooring.hosttuning.setting;

import dev.mooring.capacity.input.Resource;
import java.util.stream.Collectors;

/**
 * The POSIX shell script that tunes a host. It needs root and nothing but a base system, can be run again, and goes on
 * whatever fails: a missing module must not keep the server from being installed. Every step and its exit code is in
 * {@code /var/lib/mooring/tuned.json}, which is written last and in one move.
 */
public final class HostTuningScript {
    /** Where the script leaves its record. */
    public static final String RECORD = "/var/lib/mooring/tuned.json";

    private static final String TEMPLATE = "tune-host.sh";

    private HostTuningScript() {}

    public static String of(TuningProfile profile) {
        return Resource.text(HostTuningScript.class, TEMPLATE)
                .replace("@PROFILE@", profile.hash())
                .replace("@ROLE@", profile.role().toString())
                .replace("@RECORD@", RECORD)
                .replace("@MODULES@", modules(profile))
                .replace(
                        "@FILES@",
                        profile.files().stream().map(HostTuningScript::step).collect(Collectors.joining()))
                .replace("@SYSCTL_FILE@", SysctlFile.PATH)
                .replace("@SERVICE@", profile.role() == Role.SERVER ? service() : "");
    }

    private static String modules(TuningProfile profile) {
        return profile.ofType(Setting.KernelModule.class).stream()
                .map(module -> "step load_module " + module.key() + " " + module.options() + "\n")
                .collect(Collectors.joining());
    }

    private static String step(RenderedFile file) {
        return "step write_file " + file.path() + " <<EOF\n" + file.text() + "EOF\n\n";
    }

    private static String service() {
        return """
                step add_user
                step systemctl daemon-reload
                step systemctl enable %s
                """.formatted(ServerUnit.NAME);
    }
}
