package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Setting.UnitProperty;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.util.List;
import java.util.Optional;

/** Each property of the server's unit, as its files say and as systemd understood them. */
final class UnitPropertyRule implements Rule {
    private static final String RELOAD = "sudo systemctl daemon-reload";

    @Override
    public List<Finding> check(CheckedHost host) {
        return host.findings(UnitProperty.class, UnitPropertyRule::check);
    }

    private static Finding check(CheckedHost host, UnitProperty property) {
        Subject subject = Subject.of(property, host.memory());
        UnitReading unit = host.reading().unit();
        if (!unit.files().complete()) {
            return subject.unknown(Observed.NOTHING, "Not all files of the unit could be read.");
        }
        if (unit.isUnanswered()) {
            return subject.unknown(Observed.NOTHING, UnitReading.UNANSWERED);
        }
        if (!unit.exists()) {
            return subject.fail(
                    Observed.NOTHING,
                    "The host has no " + TuningProfile.SERVER_UNIT + ".",
                    "run the tuning script of this plan",
                    Survival.NO);
        }
        Optional<Assignment> winner = unit.winner(property.key());
        Optional<String> shown = unit.property(property.shown());
        Observed observed = winner.map(
                        line -> Observed.configured(line.value(), line.line().origin()))
                .orElse(Observed.NOTHING)
                .kernel(shown.orElse(""));
        return judge(host, property, subject, observed, shown.or(() -> winner.map(Assignment::value)));
    }

    private static Finding judge(
            CheckedHost host, UnitProperty property, Subject subject, Observed observed, Optional<String> actual) {
        UnitReading unit = host.reading().unit();
        boolean now = actual.isPresent() && property.requirement().holds(actual.get(), host.memory());
        boolean configured = !observed.configured().isEmpty() && holds(host, property, observed.configured());
        Optional<Assignment> pending = unit.pending(property.key());
        if (now
                && configured
                && pending.isPresent()
                && !holds(host, property, pending.get().value())) {
            return subject.fail(
                    observed,
                    "systemd has it, until it reads "
                            + pending.get().line().origin() + ", which sets "
                            + pending.get().value() + ".",
                    write(host, property.key(), property.requirement().value().on(host.memory())),
                    Survival.YES);
        }
        // With no line of its own a unit has the manager's default, which systemd shows; with one, the line decides.
        if (now && (configured || (observed.configured().isEmpty() && !unit.isPassing()))) {
            return subject.pass(observed, "systemd has it.", unit.enabled() ? Survival.YES : Survival.NO);
        }
        String set = write(host, property.key(), property.requirement().value().on(host.memory()));
        String line = observed.configured().isEmpty()
                ? "no lasting file sets it"
                : observed.origin() + " sets " + observed.configured();
        if (now) {
            return subject.fail(observed, "systemd has it now, but " + line + " for the next boot.", set, Survival.NO);
        }
        if (configured && unit.show("NeedDaemonReload").equals("yes")) {
            return subject.fail(
                    observed, observed.origin() + " is right, but systemd has not read it.", RELOAD, Survival.YES);
        }
        if (configured) {
            return subject.fail(
                    observed,
                    "systemd has " + actual.orElse("nothing") + ", although " + line
                            + ": another file decides, see systemctl cat " + TuningProfile.SERVER_UNIT + ".",
                    set,
                    Survival.NO);
        }
        String sentence = observed.configured().isEmpty()
                ? "The unit has no " + property.key() + "; systemd takes " + actual.orElse("its default") + "."
                : line + ".";
        return subject.fail(observed, sentence, set, Survival.NO);
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
