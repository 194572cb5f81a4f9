package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.RefusedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How fast connections are started, written {@code 3000/s} or {@code max}. */
public sealed interface Rate {
    Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)/s");

    /** An open loop: starts are due at fixed times, however slow the answers are. */
    record PerSecond(double count) implements Rate {
        @Override
        public String toString() {
            return (count == Math.rint(count) ? Long.toString((long) count) : Double.toString(count)) + "/s";
        }
    }

    /** A closed loop with a bounded number of handshakes in flight: shows what the processors can do. */
    record Maximum() implements Rate {
        @Override
        public String toString() {
            return "max";
        }
    }

    /**
     * Reads a rate.
     *
     * @param name the input's name, for the message
     * @throws RefusedException when the text is not a rate
     */
    static Rate parse(String name, String text) {
        return text.strip().equals("max") ? new Maximum() : perSecond(name, text, "3000/s, or max");
    }

    /**
     * Reads a rate that must be a number.
     *
     * @throws RefusedException when the text is not one
     */
    static PerSecond parsePerSecond(String name, String text) {
        return perSecond(name, text, "10/s");
    }

    private static PerSecond perSecond(String name, String text, String example) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches() || Double.parseDouble(matcher.group(1)) <= 0) {
            throw RefusedException.of(
                    name, text, "is not", "a rate above 0", "write a number of connections a second, as in " + example);
        }
        return new PerSecond(Double.parseDouble(matcher.group(1)));
    }
}
