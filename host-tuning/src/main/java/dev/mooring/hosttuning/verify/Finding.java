package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Severity;

/**
 * The result of one check on one host.
 *
 * @param check what it is about
 * @param outcome how it ended
 * @param actual what the host says
 * @param sentence what was found, human-readable
 * @param remedy the exact command that repairs it; empty when there is nothing to repair
 * @param survival whether the value is still in force after a reboot
 */
public record Finding(Check check, Outcome outcome, Actual actual, String sentence, String remedy, Survival survival) {

    /** The sentence, and who says so where two could have. */
    public String told() {
        String words = actual.evidence().words();
        return words.isEmpty() ? sentence : sentence + " (" + words + ")";
    }

    public boolean fails() {
        return outcome == Outcome.FAIL && check.severity() == Severity.FAILURE;
    }

    /** Whether it could not be checked, although its failure would fail the host. */
    public boolean isUnproven() {
        return outcome == Outcome.UNKNOWN && check.severity() == Severity.FAILURE;
    }

    /** Whether it should be looked at, although it does not fail the host: a warning, or a check that could not be made. */
    public boolean warns() {
        return outcome == Outcome.UNKNOWN || (outcome == Outcome.FAIL && check.severity() == Severity.WARNING);
    }
}
