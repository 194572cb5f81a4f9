package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Setting.Sysctl;
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
        HostReading reading = host.reading();
        Subject subject = Subject.of(sysctl, host.memory());
        Datum datum = reading.kernel(sysctl.key());
        Optional<Assignment> winner = reading.sysctlFiles().winner(sysctl.key());
        Observed observed = winner.map(
                        line -> Observed.configured(line.value(), line.line().origin()))
                .orElse(Observed.NOTHING)
                .kernel(datum.word());
        if (datum.isAbsent() && sysctl.key().startsWith(CONNTRACK)) {
            return subject.skip(observed, "nf_conntrack is not loaded, so the kernel has no such parameter.");
        }
        if (!datum.isRead()) {
            return subject.unknown(observed, sysctl.kernelPath() + " could not be read.");
        }
        if (!sysctl.requirement().holds(datum.word(), host.memory())) {
            return inForce(host, sysctl, subject, observed, winner);
        }
        return nextBoot(host, sysctl, subject, observed, winner);
    }

    /** The value in force is wrong: say which file is to blame. */
    private static Finding inForce(
            CheckedHost host, Sysctl sysctl, Subject subject, Observed observed, Optional<Assignment> winner) {
        String set = set(host, sysctl);
        String sentence = "The kernel has " + (observed.kernel().isEmpty() ? "nothing" : observed.kernel());
        if (winner.isEmpty()) {
            String remedy = "echo '" + set + "' | sudo tee -a " + sysctl.file() + " && sudo sysctl -w '" + set + "'";
            return subject.fail(observed, sentence + ", and no file sets it.", remedy, Survival.NO);
        }
        if (holds(host, sysctl, winner.get())) {
            return subject.fail(
                    observed,
                    sentence + ", although " + observed.origin() + " is right; it was not applied, or changed since.",
                    "sudo sysctl -w '" + set + "'",
                    Survival.NO);
        }
        return subject.fail(
                observed,
                sentence + ", and " + observed.origin() + " sets " + observed.configured() + ".",
                repairFile(sysctl, winner.get(), set) + " && sudo sysctl -w '" + set + "'",
                Survival.NO);
    }

    /** The value in force is right: does it come back? */
    private static Finding nextBoot(
            CheckedHost host, Sysctl sysctl, Subject subject, Observed observed, Optional<Assignment> winner) {
        if (winner.isPresent() && !holds(host, sysctl, winner.get())) {
            return subject.fail(
                    observed,
                    "In force now, but " + observed.origin() + " is read last and sets " + observed.configured()
                            + " at the next boot.",
                    repairFile(sysctl, winner.get(), set(host, sysctl)),
                    Survival.NO);
        }
        if (!host.reading().sysctlFiles().complete()) {
            return subject.pass(observed, "In force; not all files could be read.", Survival.UNKNOWN);
        }
        return winner.isPresent()
                ? subject.pass(observed, "In force.", Survival.YES)
                : subject.pass(observed, "In force; no file sets it.", Survival.UNKNOWN);
    }

    private static boolean holds(CheckedHost host, Sysctl sysctl, Assignment line) {
        return sysctl.requirement().holds(line.value(), host.memory());
    }

    private static String set(CheckedHost host, Sysctl sysctl) {
        return sysctl.key() + "=" + sysctl.requirement().value().on(host.memory());
    }

    /** Our own line is corrected, a foreign one removed. */
    private static String repairFile(Sysctl sysctl, Assignment winner, String set) {
        ConfiguredLine line = winner.line();
        String edit = line.file().equals(sysctl.file()) ? line.number() + "s/.*/" + set + "/" : line.number() + "d";
        return "sudo sed -i '" + edit + "' " + line.file();
    }
}
