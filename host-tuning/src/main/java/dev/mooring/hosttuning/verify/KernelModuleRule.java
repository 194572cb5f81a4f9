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
        Check check = Check.of(module, host.memory());
        ProbeSection section = host.facts().kernel().module(module.key());
        Optional<ConfiguredLine> line = host.facts().files().modules().naming(module.key());
        Actual actual = line.map(found -> Actual.configured(found.text(), found.origin()))
                .orElse(Actual.NOTHING)
                .kernel(section.isAbsent() ? "not loaded" : section.word())
                .by(host.facts().files().modules().evidence(module.key()));
        String load = "sudo modprobe " + module.key() + " " + module.options();
        if (section.isAbsent()) {
            return absent(host, module, check, actual, load);
        }
        if (!section.isRead()) {
            return check.unknown(actual, "/sys/module could not be read.");
        }
        return actual.kernel().equals("built-in")
                ? check.pass(actual, "Part of the kernel.", Survival.YES)
                : loaded(host, module, check, actual);
    }

    private static Finding absent(CheckedHost host, KernelModule module, Check check, Actual actual, String load) {
        Optional<ModuleFacts.Obstacle> obstacle = host.facts().files().modules().obstacle(module.key());
        if (obstacle.isPresent()) {
            return obstacle.get().isCertain()
                    ? forbidden(check, actual, "Not loaded: it is forbidden by ", obstacle.get(), module, load)
                    : check.fail(
                            actual,
                            "Not loaded, and the next boot would run a command instead: "
                                    + obstacle.get().inWords() + ".",
                            remove(obstacle.get()) + " && " + load,
                            Survival.UNKNOWN);
        }
        return actual.origin().isEmpty()
                ? check.fail(
                        actual,
                        "Not loaded, and no file in modules-load.d names it.",
                        persist(module) + " && " + load,
                        Survival.NO)
                : check.fail(
                        actual,
                        "Not loaded, although " + actual.origin() + " names it: loading failed at boot.",
                        load + "; journalctl -b -u systemd-modules-load",
                        Survival.NO);
    }

    private static Finding loaded(CheckedHost host, KernelModule module, Check check, Actual actual) {
        ModuleFacts files = host.facts().files().modules();
        Optional<ModuleFacts.Obstacle> obstacle = files.obstacle(module.key());
        if (obstacle.isPresent() && !obstacle.get().isCertain()) {
            return check.unknown(
                    actual,
                    "Loaded now, but the next boot runs a command instead, and only running it tells whether that loads"
                            + " it: " + obstacle.get().inWords() + ".");
        }
        if (obstacle.isPresent()) {
            return forbidden(
                    check, actual, "Loaded now, but at the next boot it is forbidden by ", obstacle.get(), module, "");
        }
        if (!files.complete()) {
            return check.unknown(
                    actual,
                    "Loaded now; whether it is after a reboot is not known without " + files.unread()
                            + ", which could not be read.");
        }
        return actual.origin().isEmpty()
                ? check.fail(
                        actual,
                        "Loaded now, but no file in modules-load.d names it: after a reboot its parameters may be missing"
                                + " when sysctl.d is applied.",
                        persist(module),
                        Survival.NO)
                : check.pass(actual, "Loaded, and loaded at every boot.", Survival.YES);
    }

    private static Finding forbidden(
            Check check,
            Actual actual,
            String sentence,
            ModuleFacts.Obstacle obstacle,
            KernelModule module,
            String load) {
        String name = actual.origin().isEmpty() ? " && " + persist(module) : "";
        return check.fail(
                actual,
                sentence + obstacle.inWords() + ".",
                remove(obstacle) + name + (load.isEmpty() ? "" : " && " + load),
                Survival.NO);
    }

    private static String remove(ModuleFacts.Obstacle obstacle) {
        return obstacle.line().number() == 0
                ? "take it out of what forbids it"
                : Repair.remove(obstacle.line(), OPTIONS);
    }

    private static String persist(KernelModule module) {
        return Repair.write(DIRECTORY + Repair.outdoing("mooring", "", module.key()), module.key());
    }
}
