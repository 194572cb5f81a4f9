package dev.mooring.hosttuning.verify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.hosttuning.Golden;
import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;

/** The recorded host that is as planned, with some of what was read changed, for tests of single rules. */
record TunedHost(String text) {
    static final String UNIT = "/etc/systemd/system/mooring-server.service";

    static TunedHost asRecorded() {
        try {
            return new TunedHost(Files.readString(Golden.resource("verify/tuned.txt")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** With another text wherever this one stands, which is somewhere. */
    TunedHost with(String before, String after) {
        assertTrue(text.contains(before), before);
        return new TunedHost(text.replace(before, after));
    }

    /** With another reading, or one more. */
    TunedHost reading(String name, String printed) {
        return reading(name, printed, 0);
    }

    /** With a reading whose command ended with a code: 2 where there is no such thing. */
    TunedHost reading(String name, String printed, int exitCode) {
        // Of two with one name the later one counts.
        return new TunedHost(text + "\n::mooring " + name + "\n" + printed + "\n::mooring exit " + exitCode + "\n");
    }

    HostReport report() {
        return report(Role.SERVER);
    }

    HostReport report(Role role) {
        HostFacts facts = ProbeParser.parse(text);
        TuningProfile profile =
                TuningProfile.of(RecordedReports.PLAN, role, facts.kernel().firewallActive());
        return Verifier.verify("host", new CheckedHost(RecordedReports.PLAN, profile, facts));
    }

    /** Outcome and sentence of the first finding about something. */
    String judged(String id) {
        return finding(id)
                .map(found -> found.outcome() + " " + found.sentence())
                .orElse("nothing");
    }

    /** What repairs it. */
    String remedy(String id) {
        return finding(id).map(Finding::remedy).orElseThrow();
    }

    Optional<Finding> finding(String id) {
        return report().findings().stream()
                .filter(finding -> finding.check().id().equals(id))
                .findFirst();
    }
}
