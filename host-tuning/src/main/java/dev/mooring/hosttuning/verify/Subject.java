package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.hosttuning.setting.Setting;
import dev.mooring.hosttuning.setting.Severity;

/**
 * What a check is about, from which its finding is made.
 *
 * @param id the setting or rule
 * @param severity what a failure means
 * @param expected the required value with its comparison
 * @param formula where that comes from
 */
record Subject(String id, Severity severity, String expected, String formula) {
    static Subject of(Setting setting, Bytes memory) {
        return new Subject(
                setting.id(),
                setting.rationale().severity(),
                setting.requirement().text(memory),
                setting.requirement().value().formula());
    }

    Finding pass(Observed observed, String sentence, Survival survival) {
        return finding(Outcome.PASS, observed, sentence, "", survival);
    }

    Finding fail(Observed observed, String sentence, String remedy, Survival survival) {
        return finding(Outcome.FAIL, observed, sentence, remedy, survival);
    }

    Finding skip(Observed observed, String sentence) {
        return finding(Outcome.SKIP, observed, sentence, "", Survival.UNKNOWN);
    }

    Finding unknown(Observed observed, String sentence) {
        return finding(Outcome.UNKNOWN, observed, sentence, "", Survival.UNKNOWN);
    }

    private Finding finding(Outcome outcome, Observed observed, String sentence, String remedy, Survival survival) {
        return new Finding(id, outcome, severity, expected, formula, observed, sentence, remedy, survival);
    }
}
