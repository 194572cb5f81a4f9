package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.hosttuning.setting.Setting;
import dev.mooring.hosttuning.setting.Severity;

/**
 * What a check is about, from which its finding is made.
 *
 * @param id the setting or rule, stable across versions, for example {@code fs.nr_open}
 * @param severity what a failure means
 * @param expected the required value with its comparison, for example {@code >= 1048576}
 * @param formula where the required value comes from
 */
public record Check(String id, Severity severity, String expected, String formula) {
    static Check of(Setting setting, Bytes memory) {
        return new Check(
                setting.id(),
                setting.rationale().severity(),
                setting.requirement().text(memory),
                setting.requirement().value().formula());
    }

    Finding pass(Actual actual, String sentence, Survival survival) {
        return finding(Outcome.PASS, actual, sentence, "", survival);
    }

    Finding fail(Actual actual, String sentence, String remedy, Survival survival) {
        return finding(Outcome.FAIL, actual, sentence, remedy, survival);
    }

    Finding skip(Actual actual, String sentence) {
        return finding(Outcome.SKIP, actual, sentence, "", Survival.UNKNOWN);
    }

    Finding unknown(Actual actual, String sentence) {
        return finding(Outcome.UNKNOWN, actual, sentence, "", Survival.UNKNOWN);
    }

    private Finding finding(Outcome outcome, Actual actual, String sentence, String remedy, Survival survival) {
        return new Finding(this, outcome, actual, sentence, remedy, survival);
    }
}
