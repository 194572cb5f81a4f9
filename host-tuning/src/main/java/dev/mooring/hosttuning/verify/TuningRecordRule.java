package dev.mooring.hosttuning.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.hosttuning.setting.HostTuningScript;
import dev.mooring.hosttuning.setting.Severity;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The record of the tuning script: whether it finished, with this plan, and every step well. cloud-init's own
 * status is no sign of that: it was final 24 seconds before user-data had ended.
 */
final class TuningRecordRule implements Rule {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String REMEDY = "run the tuning script of this plan";

    @Override
    public List<Finding> check(CheckedHost host) {
        String hash = host.profile().hash();
        Check check = new Check("tuning record", Severity.WARNING, "= profile " + hash, "hash of the settings");
        ProbeSection section = host.facts().files().tuningRecord();
        if (section.isAbsent()) {
            return List.of(check.fail(
                    Actual.NOTHING,
                    "There is none: the host was never tuned, or the script has not come to its end.",
                    REMEDY,
                    Survival.UNKNOWN));
        }
        if (!section.isRead()) {
            return List.of(check.unknown(Actual.NOTHING, HostTuningScript.RECORD + " could not be read."));
        }
        try {
            return List.of(judge(check, MAPPER.readTree(section.text()), hash));
        } catch (JsonProcessingException malformed) {
            return List.of(
                    check.fail(Actual.NOTHING, HostTuningScript.RECORD + " is damaged.", REMEDY, Survival.UNKNOWN));
        }
    }

    private static Finding judge(Check check, JsonNode tuned, String hash) {
        if (!tuned.path("profile").isTextual()) {
            return check.fail(
                    Actual.NOTHING,
                    HostTuningScript.RECORD + " names no profile: it is not what the tuning script writes.",
                    REMEDY,
                    Survival.UNKNOWN);
        }
        String profile = tuned.path("profile").asText();
        Actual actual = Actual.configured("profile " + profile, HostTuningScript.RECORD);
        if (!profile.equals(hash)) {
            return check.fail(actual, "The host was tuned for another plan.", REMEDY, Survival.UNKNOWN);
        }
        List<String> failed = StreamSupport.stream(tuned.path("steps").spliterator(), false)
                .filter(step -> step.path("exitCode").asInt(-1) != 0)
                .map(step ->
                        step.path("step").asText() + " (" + step.path("said").asText() + ")")
                .toList();
        if (failed.isEmpty()) {
            return check.pass(
                    actual, "Tuned for this plan at " + tuned.path("finished").asText() + ".", Survival.YES);
        }
        return check.fail(
                actual,
                failed.size() + (failed.size() == 1 ? " step" : " steps") + " failed: "
                        + failed.stream().limit(3).collect(Collectors.joining("; ")),
                "see the findings above",
                Survival.UNKNOWN);
    }
}
