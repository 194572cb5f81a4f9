package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Comparison;
import dev.mooring.hosttuning.setting.Requirement;
import dev.mooring.hosttuning.setting.Setting.Sysctl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Each kernel parameter: the value in force, and the one of the next boot. */
final class SysctlRule implements Rule {
    private static final String CONNTRACK = "net.netfilter.nf_conntrack_";

    @Override
    public List<Finding> check(CheckedHost host) {
        return host.findings(Sysctl.class, SysctlRule::check);
    }

    private static Finding check(CheckedHost host, Sysctl sysctl) {
        HostFacts facts = host.facts();
        Check check = Check.of(sysctl, host.memory());
        ProbeSection section = facts.kernel().parameter(sysctl.key());
        Optional<Assignment> winner = facts.files().sysctl().winner(sysctl.key());
        Actual actual = winner.map(
                        line -> Actual.configured(line.value(), line.line().origin()))
                .orElse(Actual.NOTHING)
                .kernel(section.word())
                .by(facts.files().sysctl().evidence());
        if (section.isAbsent() && sysctl.key().startsWith(CONNTRACK)) {
            return check.skip(actual, "nf_conntrack is not loaded, so the kernel has no such parameter.");
        }
        if (!section.isRead()) {
            return check.unknown(actual, sysctl.kernelPath() + " could not be read.");
        }
        return sysctl.requirement().holds(section.word(), host.memory())
                ? nextBoot(host, sysctl, check, actual)
                : inForce(host, sysctl, check, actual);
    }

    /** The value in force is wrong: say which file is to blame. */
    private static Finding inForce(CheckedHost host, Sysctl sysctl, Check check, Actual actual) {
        List<Assignment> writes = host.facts().files().sysctl().writes(sysctl.key());
        String sentence = "The kernel has " + (actual.kernel().isEmpty() ? "nothing" : actual.kernel());
        String value = value(host, sysctl);
        if (holds(host, sysctl, writes)) {
            return check.fail(
                    actual,
                    sentence + ", although " + actual.origin() + " is right; it was not applied, or changed since.",
                    set(sysctl.key(), value),
                    Survival.NO);
        }
        String cause = writes.isEmpty()
                ? ", and no file sets it."
                : ", and " + actual.origin() + " sets " + actual.configured()
                        + (accepted(sysctl, writes).isEmpty() ? ", which the kernel refuses." : ".");
        return check.fail(actual, sentence + cause, repair(host, sysctl.key(), value), Survival.NO);
    }

    /** The value in force is right: does it come back? */
    private static Finding nextBoot(CheckedHost host, Sysctl sysctl, Check check, Actual actual) {
        SysctlFiles files = host.facts().files().sysctl();
        if (!files.complete()) {
            return check.unknown(
                    actual,
                    "In force now; whether it is after a reboot is not known without "
                            + files.files().unread() + ", which could not be read.");
        }
        List<Assignment> writes = files.writes(sysctl.key());
        List<Assignment> lasting = files.lastingWrites(sysctl.key());
        if (holds(host, sysctl, writes) && holds(host, sysctl, lasting)) {
            return check.pass(actual, "In force.", Survival.YES);
        }
        String sentence = "In force now, but ";
        if (writes.isEmpty()) {
            sentence += "no file sets it: a reboot brings the default of the kernel back.";
        } else if (holds(host, sysctl, writes)) {
            sentence += actual.origin() + " is gone after a reboot, and no lasting file sets it so.";
        } else if (accepted(sysctl, writes).isEmpty()) {
            sentence += "the kernel refuses what " + actual.origin() + " sets at the next boot: " + actual.configured()
                    + ".";
        } else {
            sentence += actual.origin() + " is read last and sets " + actual.configured() + " at the next boot.";
        }
        return check.fail(actual, sentence, repair(host, sysctl.key(), value(host, sysctl)), Survival.NO);
    }

    /** Whether the last of the writes that the kernel takes is good. */
    private static boolean holds(CheckedHost host, Sysctl sysctl, List<Assignment> writes) {
        return accepted(sysctl, writes)
                .filter(value -> sysctl.requirement().holds(value, host.memory()))
                .isPresent();
    }

    private static Optional<String> accepted(Sysctl sysctl, List<Assignment> writes) {
        return writes.reversed().stream()
                .map(write -> KernelValue.taken(sysctl.key(), write.value()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** What to set: the value in force where that is good, because a minimum is never lowered, else the required one. */
    private static String value(CheckedHost host, Sysctl sysctl) {
        Requirement requirement = sysctl.requirement();
        String current = host.facts().kernel().parameter(sysctl.key()).word();
        if (requirement.holds(current, host.memory())) {
            return current;
        }
        String required = requirement.value().on(host.memory());
        return requirement.comparison() == Comparison.INCLUDES && !current.isEmpty()
                ? current + "," + required
                : required;
    }

    /** A file of our own that outdoes all others, and the value itself. */
    static String repair(CheckedHost host, String key, String value) {
        SysctlFiles files = host.facts().files().sysctl();
        List<String> lines = new ArrayList<>(List.of(key + " = " + value));
        files.aliasesInUse(key).forEach(alias -> lines.add(alias.inWords() + " = " + value));
        String name = Repair.outdoing("99-zz-mooring", files.lastFileNaming(key), key);
        return Repair.write(SysctlFiles.DIRECTORY + name, lines.toArray(String[]::new)) + " && " + set(key, value);
    }

    private static String set(String key, String value) {
        return "sudo sysctl -w " + Repair.quoted(key + "=" + value);
    }
}
