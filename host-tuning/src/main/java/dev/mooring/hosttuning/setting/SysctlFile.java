package dev.mooring.hosttuning.setting;

import java.util.List;
import java.util.stream.Collectors;

/** The sysctl.d file. Its name sorts behind 99-sysctl.conf, because the last file that names a key wins. */
final class SysctlFile {
    static final String PATH = "/etc/sysctl.d/99-zz-mooring.conf";

    private SysctlFile() {}

    static RenderedFile of(List<Setting.Sysctl> sysctls) {
        String lines = sysctls.stream().map(SysctlFile::lines).collect(Collectors.joining());
        return new RenderedFile(PATH, "# Mooring: kernel parameters. Loaded at boot, after the modules.\n" + lines);
    }

    private static String lines(Setting.Sysctl sysctl) {
        return "\n# " + sysctl.rationale().why() + "\n" + sysctl.key() + " = " + value(sysctl) + "\n";
    }

    /** A minimum is never lowered: hosts with much memory have a higher fs.file-max than any plan. */
    private static String value(Setting.Sysctl sysctl) {
        String value = sysctl.requirement().value().shell();
        return switch (sysctl.requirement().comparison()) {
            case AT_LEAST -> "$(at_least " + sysctl.key() + " " + value + ")";
            case AT_MOST -> "$(at_most " + sysctl.key() + " " + value + ")";
            case EXACTLY, ABOUT, INCLUDES -> value;
        };
    }
}
