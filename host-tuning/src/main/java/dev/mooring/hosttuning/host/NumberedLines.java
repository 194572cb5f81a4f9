package dev.mooring.hosttuning.host;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The answer of a probe, which numbers its lines from 1, as {@code grep -n} does.
 *
 * @param text the lines up to the first that is missing, there twice, or not the probe's, without their numbers
 * @param isUnbroken whether there is no such line
 */
public record NumberedLines(String text, boolean isUnbroken) {
    private static final String FIRST = "1:";
    private static final String MARK = "::mooring ";
    private static final Pattern NUMBERED = Pattern.compile("(?m)^[0-9]+:" + MARK);

    /** Reads an answer. What a login shell prints before the first line, or after the end mark, is not part of it. */
    public static NumberedLines of(String answer) {
        List<String> lines = new ArrayList<>();
        for (String line : answer.split("\n", -1)) {
            if (lines.isEmpty() && !line.equals(FIRST)) {
                continue;
            }
            String number = lines.size() + 1 + ":";
            if (!line.startsWith(number)) {
                return new NumberedLines(String.join("\n", lines), line.isEmpty());
            }
            lines.add(line.substring(number.length()));
            if (lines.getLast().startsWith(MARK + "end ")) {
                break;
            }
        }
        return new NumberedLines(String.join("\n", lines), true);
    }

    /** A text as an answer has it; one that is an answer already stays as it is. */
    public static String number(String text) {
        if (NUMBERED.matcher(text).find()) {
            return text;
        }
        StringBuilder numbered = new StringBuilder("1:\n");
        int number = 1;
        for (String line : text.split("\n", -1)) {
            number++;
            numbered.append(number).append(':').append(line).append('\n');
        }
        return numbered.toString();
    }
}
