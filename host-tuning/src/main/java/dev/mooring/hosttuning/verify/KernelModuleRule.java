package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Setting.KernelModule;
import java.util.List;
import java.util.Optional;

/** Each module: loaded now, and named in modules-load.d for the next boot. */
final class KernelModuleRule implements Rule {
    @Override
    public List<Finding> check(CheckedHost host) {
        return host.findings(KernelModule.class, KernelModuleRule::check);
    }

    private static Finding check(CheckedHost host, KernelModule module) {
        Subject subject = Subject.of(module, host.memory());
        Datum datum = host.reading().module(module.key());
        Optional<ConfiguredLine> line = host.reading().moduleFiles().lines().stream()
                .filter(candidate -> candidate.text().equals(module.key()))
                .findFirst();
        Observed observed = line.map(found -> Observed.configured(found.text(), found.origin()))
                .orElse(Observed.NOTHING)
                .kernel(datum.isAbsent() ? "not loaded" : datum.word());
        String persist = "echo " + module.key() + " | sudo tee " + module.file();
        String load = "sudo modprobe " + module.key() + " " + module.options();
        if (datum.isAbsent()) {
            return line.isPresent()
                    ? subject.fail(
                            observed,
                            "Not loaded, although " + observed.origin() + " names it: loading failed at boot.",
                            load + "; journalctl -b -u systemd-modules-load",
                            Survival.NO)
                    : subject.fail(
                            observed,
                            "Not loaded, and no file in modules-load.d names it.",
                            persist + " && " + load,
                            Survival.NO);
        }
        if (!datum.isRead()) {
            return subject.unknown(observed, "/sys/module could not be read.");
        }
        return loaded(host, subject, observed, persist);
    }

    private static Finding loaded(CheckedHost host, Subject subject, Observed observed, String persist) {
        if (observed.kernel().equals("built-in")) {
            return subject.pass(observed, "Part of the kernel.", Survival.YES);
        }
        if (!observed.origin().isEmpty()) {
            return subject.pass(observed, "Loaded, and loaded at every boot.", Survival.YES);
        }
        if (!host.reading().moduleFiles().complete()) {
            return subject.pass(observed, "Loaded; not all files could be read.", Survival.UNKNOWN);
        }
        return subject.fail(
                observed,
                "Loaded now, but no file in modules-load.d names it: after a reboot its parameters may be missing when"
                        + " sysctl.d is applied.",
                persist,
                Survival.NO);
    }
}
