package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.RecordedReports;
import dev.mooring.hosttuning.setting.Role;
import dev.mooring.hosttuning.setting.TuningProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Recordings that tests put together from readings of their own. */
final class RecordedParts {
    private static final Pattern READING =
            Pattern.compile("(?ms)^::mooring ((?!exit |end )[^\n]*)\n.*?^::mooring exit [^\n]*\n");

    private RecordedParts() {}

    /** The readings of a text in the order of the probe; of two with one name the later one. */
    static String inOrder(String text) {
        Map<String, String> readings = READING.matcher(text)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1), MatchResult::group, (one, later) -> later, HashMap::new));
        List<String> names = Probe.names(TuningProfile.of(RecordedReports.PLAN, Role.SERVER, false)).stream()
                .filter(readings::containsKey)
                .toList();
        return names.stream().map(name -> "\n" + readings.get(name)).collect(Collectors.joining()) + "\n::mooring end "
                + names.size() + "\n";
    }
}
