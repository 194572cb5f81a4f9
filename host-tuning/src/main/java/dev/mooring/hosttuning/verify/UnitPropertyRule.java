package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Setting.UnitProperty;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.util.List;
import java.util.Optional;

/** Each property of the server's unit, as its files say and as systemd understood them. */
final class UnitPropertyRule implements Rule {
    static final String TUNE = "run the tuning script of this plan";

    private static final String RELOAD = "sudo systemctl daemon-reload";

    @Override
    public List<Finding> check(CheckedHost host) {
        return host.findings(UnitProperty.class, UnitPropertyRule::check);
    }

    private static Finding check(CheckedHost host, UnitProperty property) {
        Subject subject = Subject.of(property, host.memory());
        UnitReading unit = host.reading().unit();
        if (!unit.files().complete()) {
            return subject.unknown(Observed.NOTHING, unit.files().unread() + " could not be read.");
        }
        if (unit.isUnanswered()) {
            return subject.unknown(Observed.NOTHING, UnitReading.UNANSWERED);
        }
        if (!unit.exists()) {
            return subject.fail(
                    Observed.NOTHING, "The host has no " + TuningProfile.SERVER_UNIT + ".", TUNE, Survival.NO);
        }
        Optional<Assignment> winner = unit.winner(property.key());
        Optional<String> shown = unit.property(property.shown());
        Observed observed = winner.map(
                        line -> Observed.configured(line.value(), line.line().origin()))
                .orElse(Observed.NOTHING)
                .kernel(shown.orElse(""))
                .by(unit.evidence());
        if (unit.elsewhere().isPresent()) {
            return subject.unknown(
                    observed,
                    "systemd reads " + unit.elsewhere().get()
                            + ", which this check did not: what the next boot has is not known.");
        }
        Optional<Finding> masked = masked(unit, subject, observed);
        return masked.orElseGet(
                () -> judge(host, property, subject, observed, shown.or(() -> winner.map(Assignment::value))));
    }

    /** Of a unit that is masked systemd reads nothing, and what it shows is not the unit's. */
    private static Optional<Finding> masked(UnitReading unit, Subject subject, Observed observed) {
        if (unit.lasting().mask().isPresent()) {
            return Optional.of(subject.fail(
                    observed.by(Evidence.FILES),
                    unit.lasting().mask().get() + " masks the unit: the next boot reads nothing of it.",
                    TUNE,
                    Survival.NO));
        }
        if (unit.pending().mask().isPresent()) {
            return Optional.of(subject.fail(
                    observed.by(Evidence.FILES),
                    unit.pending().mask().get() + " masks the unit until the next boot.",
                    "sudo systemctl unmask --runtime " + TuningProfile.SERVER_UNIT + " && " + RELOAD,
                    Survival.YES));
        }
        return unit.isMasked()
                ? Optional.of(subject.fail(
                        observed,
                        "The unit is masked for systemd, which has not read its files.",
                        RELOAD,
                        Survival.YES))
                : Optional.empty();
    }

    private static Finding judge(
            CheckedHost host, UnitProperty property, Subject subject, Observed observed, Optional<String> actual) {
        UnitReading unit = host.reading().unit();
        Optional<Assignment> pending = unit.pending().winner(property.key());
        boolean now = actual.isPresent() && property.requirement().holds(actual.get(), host.memory());
        boolean atBoot = willHold(host, property, unit.winner(property.key()));
        String set = write(host, property.key(), property.requirement().value().on(host.memory()));
        if (now && atBoot) {
            if (willHold(host, property, pending)) {
                return subject.pass(
                        observed,
                        unit.shown().isEmpty() ? "Its files have it; systemd does not run here." : "systemd has it.",
                        unit.enabled() ? Survival.YES : Survival.NO);
            }
            String next = pending.map(line -> line.line().origin() + ", which sets " + line.value())
                    .orElse("its files again, of which none sets it");
            return subject.fail(observed, "systemd has it, until it reads " + next + ".", set, Survival.YES);
        }
        String line = observed.configured().isEmpty()
                ? "no lasting file sets it"
                : observed.origin() + " sets " + observed.configured();
        if (now) {
            return subject.fail(observed, "systemd has it now, but " + line + " for the next boot.", set, Survival.NO);
        }
        boolean configured = atBoot && !observed.configured().isEmpty();
        if (configured && unit.show("NeedDaemonReload").equals("yes")) {
            return subject.fail(
                    observed, observed.origin() + " is right, but systemd has not read it.", RELOAD, Survival.YES);
        }
        if (configured) {
            return subject.fail(
                    observed,
                    "systemd has " + actual.orElse("nothing") + ", although " + line
                            + ": another file decides, or systemd has not read it; see systemctl cat "
                            + TuningProfile.SERVER_UNIT + ".",
                    set,
                    Survival.NO);
        }
        String sentence = observed.configured().isEmpty()
                ? "The unit has no " + property.key() + "; systemd takes " + actual.orElse("its default") + "."
                : line + ".";
        return subject.fail(observed, sentence, set, Survival.NO);
    }

    /** Whether systemd has it once it reads a line, or where there is none, once it reads files that do not set it. */
    private static boolean willHold(CheckedHost host, UnitProperty property, Optional<Assignment> line) {
        if (line.isPresent()) {
            return holds(host, property, line.get().value());
        }
        UnitReading unit = host.reading().unit();
        Optional<String> usual = unit.defaultOf(property);
        return usual.isPresent() && property.requirement().holds(usual.get(), host.memory());
    }

    private static boolean holds(CheckedHost host, UnitProperty property, String value) {
        return property.requirement().holds(UnitReading.comparable(property.key(), value), host.memory());
    }

    /** A drop-in of our own that outdoes all others; the unit is read again, and not started anew. */
    static String write(CheckedHost host, String key, String value) {
        String winner = host.reading().unit().lastDropIn();
        return Repair.write(
                        "/etc/systemd/system/" + TuningProfile.SERVER_UNIT + ".d/"
                                + Repair.outdoing("zz-mooring", winner, key),
                        "[Service]",
                        key + "=" + value)
                + " && " + RELOAD;
    }
}
