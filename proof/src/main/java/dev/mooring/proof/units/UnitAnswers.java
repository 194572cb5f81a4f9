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

    private static final Pattern HEADING = Pattern.compile("(?m)^==([a-z]+)((?: case\\d+)+)==\n");
    private static final Pattern BETWEEN = Pattern.compile("\n\n+");

    private final Map<String, String> sections = new HashMap<>();

    UnitAnswers(String output) {
        List<MatchResult> headings = HEADING.matcher(output).results().toList();
        for (int index = 0; index < headings.size(); index++) {
            int end = index + 1 < headings.size() ? headings.get(index + 1).start() : output.length();
            read(headings.get(index), output.substring(headings.get(index).end(), end));
        }
    }

    /** A heading has one case, and all that follows is about it, or it has several, and a paragraph follows for each. */
    private void read(MatchResult heading, String text) {
        String[] cases = heading.group(2).strip().split(" ", -1);
        String[] parts = cases.length == 1 ? new String[] {text} : BETWEEN.split(text.strip(), -1);
        if (parts.length != cases.length) {
            throw new IllegalArgumentException(
                    parts.length + " answers of " + heading.group(1) + " for " + cases.length + " cases");
        }
        for (int index = 0; index < cases.length; index++) {
            sections.put(heading.group(1) + " " + cases[index], parts[index]);
        }
    }

    /** Whether systemd has a unit at one of the {@link #MOMENTS}: what it shows of one that is masked is not the unit's. */
    boolean has(String moment, int number) {
        String state = shown(moment, number, "LoadState");
        return !state.equals("masked") && !state.equals("not-found");
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
