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
        Check check = Check.of(property, host.memory());
        UnitFacts unit = host.facts().unit();
        if (!unit.files().complete()) {
            return check.unknown(Actual.NOTHING, unit.files().unread() + " could not be read.");
        }
        if (unit.isUnanswered()) {
            return check.unknown(Actual.NOTHING, UnitFacts.UNANSWERED);
        }
        if (!unit.exists()) {
            return check.fail(Actual.NOTHING, "The host has no " + TuningProfile.SERVER_UNIT + ".", TUNE, Survival.NO);
        }
        Optional<Assignment> winner = unit.winner(property.key());
        Optional<String> shown = unit.property(property.shown());
        Actual actual = winner.map(
                        line -> Actual.configured(line.value(), line.line().origin()))
                .orElse(Actual.NOTHING)
                .kernel(shown.orElse(""))
                .by(unit.evidence());
        if (unit.elsewhere().isPresent()) {
            return check.unknown(
                    actual,
                    "systemd reads " + unit.elsewhere().get()
                            + ", which this check did not: what the next boot has is not known.");
        }
        Optional<Finding> masked = masked(unit, check, actual);
        return masked.orElseGet(
                () -> judge(host, property, check, actual, shown.or(() -> winner.map(Assignment::value))));
    }

    /** Of a unit that is masked systemd reads nothing, and what it shows is not the unit's. */
    private static Optional<Finding> masked(UnitFacts unit, Check check, Actual actual) {
        if (unit.lasting().mask().isPresent()) {
            return Optional.of(check.fail(
                    actual.by(Evidence.FILES),
                    unit.lasting().mask().get() + " masks the unit: the next boot reads nothing of it.",
                    TUNE,
                    Survival.NO));
        }
        if (unit.pending().mask().isPresent()) {
            return Optional.of(check.fail(
                    actual.by(Evidence.FILES),
                    unit.pending().mask().get() + " masks the unit until the next boot.",
                    "sudo systemctl unmask --runtime " + TuningProfile.SERVER_UNIT + " && " + RELOAD,
                    Survival.YES));
        }
        return unit.isMasked()
                ? Optional.of(check.fail(
                        actual, "The unit is masked for systemd, which has not read its files.", RELOAD, Survival.YES))
                : Optional.empty();
    }

    private static Finding judge(
            CheckedHost host, UnitProperty property, Check check, Actual actual, Optional<String> inForce) {
        UnitFacts unit = host.facts().unit();
        Optional<Assignment> pending = unit.pending().winner(property.key());
        boolean now = inForce.isPresent() && property.requirement().holds(inForce.get(), host.memory());
        boolean atBoot = willHold(host, property, unit.winner(property.key()));
        String set = write(host, property.key(), property.requirement().value().on(host.memory()));
        if (now && atBoot) {
            if (willHold(host, property, pending)) {
                return check.pass(
                        actual,
                        unit.shown().isEmpty() ? "Its files have it; systemd does not run here." : "systemd has it.",
                        unit.enabled() ? Survival.YES : Survival.NO);
            }
            String next = pending.map(line -> line.line().origin() + ", which sets " + line.value())
                    .orElse("its files again, of which none sets it");
            return check.fail(actual, "systemd has it, until it reads " + next + ".", set, Survival.YES);
        }
        String line = actual.configured().isEmpty()
                ? "no lasting file sets it"
                : actual.origin() + " sets " + actual.configured();
        if (now) {
            return check.fail(actual, "systemd has it now, but " + line + " for the next boot.", set, Survival.NO);
        }
        boolean configured = atBoot && !actual.configured().isEmpty();
        if (configured && unit.show("NeedDaemonReload").equals("yes")) {
            return check.fail(
                    actual, actual.origin() + " is right, but systemd has not read it.", RELOAD, Survival.YES);
        }
        if (configured) {
            return check.fail(
                    actual,
                    "systemd has " + inForce.orElse("nothing") + ", although " + line
                            + ": another file decides, or systemd has not read it; see systemctl cat "
                            + TuningProfile.SERVER_UNIT + ".",
                    set,
                    Survival.NO);
        }
        String sentence = actual.configured().isEmpty()
                ? "The unit has no " + property.key() + "; systemd takes " + inForce.orElse("its default") + "."
                : line + ".";
        return check.fail(actual, sentence, set, Survival.NO);
    }

    /** Whether systemd has it once it reads a line, or where there is none, once it reads files that do not set it. */
    private static boolean willHold(CheckedHost host, UnitProperty property, Optional<Assignment> line) {
        if (line.isPresent()) {
            return holds(host, property, line.get().value());
        }
        UnitFacts unit = host.facts().unit();
        Optional<String> usual = unit.defaultOf(property);
        return usual.isPresent() && property.requirement().holds(usual.get(), host.memory());
    }

    private static boolean holds(CheckedHost host, UnitProperty property, String value) {
        return property.requirement().holds(UnitFacts.comparable(property.key(), value), host.memory());
    }

    /** A drop-in of our own that outdoes all others; the unit is read again, and not started anew. */
    static String write(CheckedHost host, String key, String value) {
        String winner = host.facts().unit().lastDropIn();
        return Repair.write(
                        "/etc/systemd/system/" + TuningProfile.SERVER_UNIT + ".d/"
                                + Repair.outdoing("zz-mooring", winner, key),
                        "[Service]",
                        key + "=" + value)
                + " && " + RELOAD;
    }
}
