package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages during the hold, written {@code 1000x64B}: that many connections, messages of that size.
 *
 * @param connections how many connections send; 0 for none
 * @param size payload of one message, 1 byte to 64 KiB
 */
public record EchoPlan(int connections, Bytes size) {
    public static final EchoPlan NONE = new EchoPlan(0, Bytes.of(1));
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})x(\\w+)");
    private static final Bytes MAX_SIZE = Bytes.kibi(64);

    /**
     * Reads an echo load.
     *
     * @throws RefusedException when the text is not one
     */
    public static EchoPlan parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw RefusedException.of(
                    "echo", text, "is not", "a number of connections and a size", "write it as in 1000x64B");
        }
        Bytes size = Bytes.parse("echo", matcher.group(2));
        if (size.count() < 1 || size.compareTo(MAX_SIZE) > 0) {
            throw RefusedException.of("echo", text, "has a message outside", "1B-" + MAX_SIZE, "choose such a size");
        }
        return new EchoPlan(Integer.parseInt(matcher.group(1)), size);
    }

    @Override
    public String toString() {
        return connections + "x" + size;
    }
}
