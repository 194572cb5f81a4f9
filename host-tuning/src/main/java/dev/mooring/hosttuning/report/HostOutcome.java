package dev.mooring.hosttuning.report;

import dev.mooring.hosttuning.verify.HostReport;

/** What became of the check of one host. */
public sealed interface HostOutcome {
    String name();

    /** The host answered. */
    record Verified(HostReport report) implements HostOutcome {
        @Override
        public String name() {
            return report.host();
        }
    }

    /**
     * The host did not answer.
     *
     * @param sentence why, human-readable
     */
    record Unreachable(String name, String sentence) implements HostOutcome {}

    /**
     * The host is not in service, so it was not checked, and nothing is wrong with it for that.
     *
     * @param state where its group has it, as in {@code leaving}
     * @param sentence what that means, human-readable
     */
    record Aside(String name, String state, String sentence) implements HostOutcome {}
}
