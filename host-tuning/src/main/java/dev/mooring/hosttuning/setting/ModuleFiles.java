package dev.mooring.hosttuning.setting;

import java.util.List;
import java.util.stream.Collectors;

/** The files that load modules at boot, before sysctl.d is applied, and that give them their options. */
final class ModuleFiles {
    static final String LOAD_PATH = "/etc/modules-load.d/mooring.conf";
    static final String OPTIONS_PATH = "/etc/modprobe.d/mooring.conf";

    private ModuleFiles() {}

    static RenderedFile load(List<Setting.KernelModule> modules) {
        return new RenderedFile(
                LOAD_PATH,
                "# Mooring: without the module its kernel parameters do not exist when sysctl.d is applied.\n"
                        + modules.stream().map(module -> module.key() + "\n").collect(Collectors.joining()));
    }

    static RenderedFile options(List<Setting.KernelModule> modules) {
        return new RenderedFile(
                OPTIONS_PATH,
                "# Mooring: the kernel tracks 8 connections for each bucket of this option; sysctl.d then sets more buckets.\n"
                        + modules.stream()
                                .map(module -> "options " + module.key() + " " + module.options() + "\n")
                                .collect(Collectors.joining()));
    }
}
