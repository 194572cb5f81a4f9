package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Setting.KernelModule;
import java.util.List;
import java.util.Optional;

/** Each module: loaded now, named in modules-load.d for the next boot, and forbidden by nothing. */
final class KernelModuleRule implements Rule {
    private static final String DIRECTORY = "/etc/modules-load.d/";
    private static final String OPTIONS = "/etc/modprobe.d/";

    @Override
    public List<Finding> check(CheckedHost host) {
        return host.findings(KernelModule.class, KernelModuleRule::check);
    }

    private static Finding check(CheckedHost host, KernelModule module) {
        Subject subject = Subject.of(module, host.memory());
        Datum datum = host.reading().module(module.key());
        Optional<ConfiguredLine> line = host.reading().moduleFiles().naming(module.key());
        Observed observed = line.map(found -> Observed.configured(found.text(), found.origin()))
                .orElse(Observed.NOTHING)
                .kernel(datum.isAbsent() ? "not loaded" : datum.word())
                .by(host.reading().moduleFiles().evidence(module.key()));
        String load = "sudo modprobe " + module.key() + " " + module.options();
        if (datum.isAbsent()) {
            return absent(host, module, subject, observed, load);
        }
        if (!datum.isRead()) {
            return subject.unknown(observed, "/sys/module could not be read.");
        }
        return observed.kernel().equals("built-in")
                ? subject.pass(observed, "Part of the kernel.", Survival.YES)
                : loaded(host, module, subject, observed);
    }

    private static Finding absent(
            CheckedHost host, KernelModule module, Subject subject, Observed observed, String load) {
        Optional<ModuleReading.Obstacle> obstacle = host.reading().moduleFiles().obstacle(module.key());
        if (obstacle.isPresent()) {
            return obstacle.get().isCertain()
                    ? forbidden(subject, observed, "Not loaded: it is forbidden by ", obstacle.get(), module, load)
                    : subject.fail(
                            observed,
                            "Not loaded, and the next boot would run a command instead: "
                                    + obstacle.get().inWords() + ".",
                            remove(obstacle.get()) + " && " + load,
                            Survival.UNKNOWN);
        }
        return observed.origin().isEmpty()
                ? subject.fail(
                        observed,
                        "Not loaded, and no file in modules-load.d names it.",
                        persist(module) + " && " + load,
                        Survival.NO)
                : subject.fail(
                        observed,
                        "Not loaded, although " + observed.origin() + " names it: loading failed at boot.",
                        load + "; journalctl -b -u systemd-modules-load",
                        Survival.NO);
    }

    private static Finding loaded(CheckedHost host, KernelModule module, Subject subject, Observed observed) {
        ModuleReading files = host.reading().moduleFiles();
        Optional<ModuleReading.Obstacle> obstacle = files.obstacle(module.key());
        if (obstacle.isPresent() && !obstacle.get().isCertain()) {
            return subject.unknown(
                    observed,
                    "Loaded now, but the next boot runs a command instead, and only running it tells whether that loads"
                            + " it: " + obstacle.get().inWords() + ".");
        }
        if (obstacle.isPresent()) {
            return forbidden(
                    subject,
                    observed,
                    "Loaded now, but at the next boot it is forbidden by ",
                    obstacle.get(),
                    module,
                    "");
        }
        if (!files.complete()) {
            return subject.unknown(
                    observed,
                    "Loaded now; whether it is after a reboot is not known without " + files.unread()
                            + ", which could not be read.");
        }
        return observed.origin().isEmpty()
                ? subject.fail(
                        observed,
                        "Loaded now, but no file in modules-load.d names it: after a reboot its parameters may be missing"
                                + " when sysctl.d is applied.",
                        persist(module),
                        Survival.NO)
                : subject.pass(observed, "Loaded, and loaded at every boot.", Survival.YES);
    }

    private static Finding forbidden(
            Subject subject,
            Observed observed,
            String sentence,
            ModuleReading.Obstacle obstacle,
            KernelModule module,
            String load) {
        String name = observed.origin().isEmpty() ? " && " + persist(module) : "";
        return subject.fail(
                observed,
                sentence + obstacle.inWords() + ".",
                remove(obstacle) + name + (load.isEmpty() ? "" : " && " + load),
                Survival.NO);
    }

    private static String remove(ModuleReading.Obstacle obstacle) {
        return obstacle.line().number() == 0
                ? "take it out of what forbids it"
                : Repair.remove(obstacle.line(), OPTIONS);
    }

    private static String persist(KernelModule module) {
        return Repair.write(DIRECTORY + Repair.outdoing("mooring", "", module.key()), module.key());
    }
}
