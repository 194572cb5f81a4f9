package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.RefusedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several equal parts of a run, for a process or an event loop. Part {@code index} owns the run's items
 * {@code index}, {@code index + count}, {@code index + 2 * count} and so on, so that the parts advance together.
 */
public record Share(int index, int count) {
    public static final Share WHOLE = new Share(0, 1);
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    public Share {
        if (count < 1 || index < 0 || index >= count) {
            throw RefusedException.of(
                    "share", index + "/" + count, "is not", "a part", "the first number counts from 0 to the second");
        }
    }

    public static Share parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw RefusedException.of("share", text, "is not", "a part", "write it as in 0/4");
        }
        return new Share(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** Part {@code inner} of {@code parts} of this part. */
    public Share split(int inner, int parts) {
        return new Share(index + inner * count, count * parts);
    }

    /** How many of the run's {@code total} items belong to this part. */
    public int of(int total) {
        return total <= index ? 0 : (total - 1 - index) / count + 1;
    }

    /** The number in the run of this part's item {@code own}. */
    public long numberInRun(long own) {
        return own * count + index;
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }
}
