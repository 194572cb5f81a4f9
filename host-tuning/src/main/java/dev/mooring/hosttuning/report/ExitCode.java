package dev.mooring.hosttuning.report;

import java.util.List;
import java.util.Set;

/**
 * The exit codes of a check, from the best to the worst. The worst host decides. No shell and no {@code timeout} ends
 * with one of them by itself (they use 1, 2 and 124 to 255), so none of them comes from a check that never ran.
 */
public enum ExitCode {
    OK(0),
    WARNED(11),
    FAILED(10),
    UNREACHABLE(12),
    USAGE(64);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The code for a fleet: a host that did not answer proves nothing, so it outweighs everything else. */
    public static ExitCode of(List<HostOutcome> outcomes) {
        return of(outcomes, Set.of());
    }

    /**
     * The code for a fleet where some warnings may pass.
     *
     * @param accepted ids of findings whose warning does not count
     */
    public static ExitCode of(List<HostOutcome> outcomes, Set<String> accepted) {
        return outcomes.stream()
                .map(outcome -> of(outcome, accepted))
                .max(ExitCode::compareTo)
                .orElse(OK);
    }

    private static ExitCode of(HostOutcome outcome, Set<String> accepted) {
        return switch (outcome) {
            case HostOutcome.Unreachable unreachable -> UNREACHABLE;
            case HostOutcome.Verified verified
            when verified.report().fails() || verified.report().isUnproven() -> FAILED;
            case HostOutcome.Verified verified when verified.report().warns(accepted) -> WARNED;
            case HostOutcome.Verified verified -> OK;
        };
    }
}
