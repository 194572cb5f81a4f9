package dev.mooring.proof.soak.result;

import dev.mooring.workbench.process.Provenance;
import java.util.List;

/**
 * A run of several scenarios.
 *
 * @param command reproduces it
 */
public record Results(String command, Provenance machine, List<Finding> findings) {
    public Results {
        findings = List.copyOf(findings);
    }

    /** Whether nothing was broken; what is not possible on this machine breaks nothing, and is said. */
    public boolean passed() {
        return findings.stream().noneMatch(finding -> finding.verdict() == Verdict.BROKEN);
    }
}
