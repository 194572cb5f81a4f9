package dev.mooring.hosttuning.report;

import dev.mooring.capacity.output.ExitCode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The exit code of a check: the worst host decides. No shell and no {@code timeout} ends with 10, 11 or 12 by itself (they
 * use 1, 2 and 124 to 255), so none of them comes from a check that never ran.
 */
public final class WorstHost {
    /** A host that did not answer proves nothing, so it outweighs everything else. */
    private static final List<ExitCode> FROM_BEST_TO_WORST =
            List.of(ExitCode.DONE, ExitCode.WARNED, ExitCode.NOT_TUNED, ExitCode.UNREACHABLE);

    private WorstHost() {}

    /**
     * The code for a fleet where some warnings may pass.
     *
     * @param accepted ids of findings whose warning does not count
     */
    public static ExitCode of(List<HostOutcome> outcomes, Set<String> accepted) {
        if (!outcomes.isEmpty() && outcomes.stream().allMatch(HostOutcome.Aside.class::isInstance)) {
            // Nothing was checked, and that proves nothing.
            return ExitCode.UNREACHABLE;
        }
        return outcomes.stream()
                .map(outcome -> of(outcome, accepted))
                .max(Comparator.comparingInt(FROM_BEST_TO_WORST::indexOf))
                .orElse(ExitCode.DONE);
    }

    /** The code of one host of several. */
    static ExitCode of(HostOutcome outcome, Set<String> accepted) {
        return switch (outcome) {
            case HostOutcome.Unreachable unreachable -> ExitCode.UNREACHABLE;
            case HostOutcome.Aside aside -> ExitCode.DONE;
            case HostOutcome.Verified verified
            when verified.report().fails() || verified.report().isUnproven() -> ExitCode.NOT_TUNED;
            case HostOutcome.Verified verified when verified.report().warns(accepted) -> ExitCode.WARNED;
            case HostOutcome.Verified verified -> ExitCode.DONE;
        };
    }
}
