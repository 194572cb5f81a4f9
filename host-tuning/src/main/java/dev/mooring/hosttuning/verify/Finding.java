package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Severity;

/**
 * The result of one check on one host.
 *
 * @param id the setting or rule, stable across versions, for example {@code fs.nr_open}
 * @param outcome how the check ended
 * @param severity what a failure of it means
 * @param expected the required value with its comparison, for example {@code >= 1048576}
 * @param formula where the required value comes from
 * @param actual what the host says
 * @param sentence what was found, for people
 * @param remedy the exact command that repairs it; empty when there is nothing to repair
 * @param survival whether the value is still in force after a reboot
 */
public record Finding(
        String id,
        Outcome outcome,
        Severity severity,
        String expected,
        String formula,
        Actual actual,
        String sentence,
        String remedy,
        Survival survival) {

    /** The sentence, and who says so where two could have. */
    public String told() {
        String words = actual.evidence().words();
        return words.isEmpty() ? sentence : sentence + " (" + words + ")";
    }

    public boolean fails() {
        return outcome == Outcome.FAIL && severity == Severity.FAILURE;
    }

    /** Whether it could not be checked, although its failure would fail the host. */
    public boolean isUnproven() {
        return outcome == Outcome.UNKNOWN && severity == Severity.FAILURE;
    }

    /** Whether it should be looked at, although it does not fail the host: a warning, or a check that could not be made. */
    public boolean warns() {
        return outcome == Outcome.UNKNOWN || (outcome == Outcome.FAIL && severity == Severity.WARNING);
    }
}
