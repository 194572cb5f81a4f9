package dev.mooring.rehearsal.measure;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Result of synthesizing the fleet's stack. */
public sealed interface StackFindings {
    /**
     * The summary of {@code infra/synth --summary}.
     *
     * @param lines texts by their names, in order
     */
    record Synthesized(SequencedMap<String, String> lines) implements StackFindings {
        private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(.+)");
        private static final Pattern RESOURCES = Pattern.compile("\\d+ \\w+(, \\d+ \\w+)*");

        /** Keeps an order of its own. */
        public Synthesized {
            lines = new LinkedHashMap<>(lines);
        }

        static Synthesized of(String summary) {
            SequencedMap<String, String> lines = new LinkedHashMap<>();
            summary.lines()
                    .map(LINE::matcher)
                    .filter(Matcher::matches)
                    .forEach(line -> lines.put(line.group(1), line.group(2)));
            return new Synthesized(lines);
        }

        /** How many resources a deployment creates: the sum over the lines of services, as in "1 Role, 2 Policy". */
        public int resources() {
            return lines.values().stream()
                    .filter(text -> RESOURCES.matcher(text).matches())
                    .flatMap(text -> Stream.of(text.split(", ")))
                    .mapToInt(resource -> Integer.parseInt(resource.substring(0, resource.indexOf(' '))))
                    .sum();
        }
    }

    /** No stack. */
    record NotSynthesized(String reason) implements StackFindings {}

    /** The findings from what the program printed and how it ended. */
    static StackFindings of(int exitCode, String summary, String errors) {
        if (exitCode == 0 && !summary.isBlank()) {
            return Synthesized.of(summary);
        }
        return new NotSynthesized(errors.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("See: "))
                .reduce((first, last) -> last)
                .map(line -> line.replaceFirst("^(mooring|infra/synth|capacity/plan): ", ""))
                .orElse("infra/synth exited with " + exitCode));
    }
}
