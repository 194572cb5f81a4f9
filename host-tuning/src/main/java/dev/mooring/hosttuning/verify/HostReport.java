package dev.mooring.hosttuning.verify;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that was found on one host.
 *
 * @param host the host's name
 * @param boot the kernel's id of the host's boot, which names the machine; empty where it could not be read
 * @param system kernel and distribution, human-readable
 * @param findings one for each check, in the order of the settings
 * @param headroom what the host holds; empty when no limit could be read
 */
public record HostReport(String host, String boot, String system, List<Finding> findings, Optional<Headroom> headroom) {
    public HostReport {
        findings = List.copyOf(findings);
    }

    /** A report that does not name the machine. */
    public HostReport(String host, String system, List<Finding> findings, Optional<Headroom> headroom) {
        this(host, "", system, findings, headroom);
    }

    public boolean fails() {
        return findings.stream().anyMatch(Finding::fails);
    }

    /** Whether a check could not be made whose failure would fail the host. */
    public boolean isUnproven() {
        return findings.stream().anyMatch(Finding::isUnproven);
    }

    /**
     * Whether there is a warning.
     *
     * @param accepted ids of findings whose warning does not count
     */
    public boolean warns(Set<String> accepted) {
        return findings.stream()
                .anyMatch(finding ->
                        finding.warns() && !accepted.contains(finding.check().id()));
    }

    public long count(Outcome outcome) {
        return findings.stream().filter(finding -> finding.outcome() == outcome).count();
    }
}
