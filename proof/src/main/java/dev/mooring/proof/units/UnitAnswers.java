package dev.mooring.proof.units;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the script of {@link UnitScript} printed, by section. */
final class UnitAnswers {
    /** What systemd has when verify looks, what it has once it read its files again, and what without those of /run. */
    static final List<String> MOMENTS = List.of("now", "reloaded", "booted");

    private static final Pattern HEADING = Pattern.compile("(?m)^==([a-z]+ case\\d+)==\n");

    private final Map<String, String> sections = new HashMap<>();

    UnitAnswers(String output) {
        List<MatchResult> headings = HEADING.matcher(output).results().toList();
        for (int index = 0; index < headings.size(); index++) {
            int end = index + 1 < headings.size() ? headings.get(index + 1).start() : output.length();
            sections.put(
                    headings.get(index).group(1),
                    output.substring(headings.get(index).end(), end));
        }
    }

    /** A property as {@code systemctl show} printed it at one of the {@link #MOMENTS}. */
    String shown(String moment, int number, String property) {
        return section(moment, number)
                .lines()
                .filter(line -> line.startsWith(property + "="))
                .map(line -> line.substring(property.length() + 1))
                .findFirst()
                .orElse("");
    }

    /** Whether the boot started the server itself, and it stayed. */
    boolean started(int number) {
        List<String> words = section("started", number).lines().toList();
        return words.stream().limit(2).anyMatch("/opt/mooring/server/bin/mooring-server"::equals);
    }

    /** The probe's answer, with the unit's own name. */
    String probe(int number) {
        return section("probe", number)
                .replace("case" + number + "-server.service", UnitCases.UNIT)
                .replace("case" + number + "-.service.d", "mooring-.service.d");
    }

    private String section(String name, int number) {
        String text = sections.get(name + " case" + number);
        if (text == null) {
            throw new IllegalArgumentException("no " + name + " of case " + number + " in the answer");
        }
        return text;
    }
}
