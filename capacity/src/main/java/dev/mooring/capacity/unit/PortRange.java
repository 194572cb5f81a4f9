package dev.mooring.capacity.unit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Consecutive TCP ports, written {@code 8080} or {@code 8080-8095}.
 *
 * @param first the first port, 1 to 65535
 * @param last the last port, {@code first} or more
 */
public record PortRange(int first, int last) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    public PortRange {
        requirePort("port", first);
        requirePort("port", last);
        if (last < first) {
            throw RefusedException.of("ports", first + "-" + last, "ends before", first, "write the lower port first");
        }
    }

    /**
     * Reads a range.
     *
     * @param name the input's name, for the message
     * @throws RefusedException when the text is not a range of ports
     */
    public static PortRange parse(String name, String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw RefusedException.of(
                    name, text, "is not", "a port range", "write one port or first-last, as in 8080-8095");
        }
        int first = port(name, matcher.group(1));
        return new PortRange(first, matcher.group(2) == null ? first : port(name, matcher.group(2)));
    }

    public int count() {
        return last - first + 1;
    }

    public boolean contains(int port) {
        return first <= port && port <= last;
    }

    public IntStream ports() {
        return IntStream.rangeClosed(first, last);
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }

    private static int port(String name, String digits) {
        int port = Integer.parseInt(digits);
        requirePort(name, port);
        return port;
    }

    private static void requirePort(String name, int port) {
        if (port < 1 || port > 65535) {
            throw RefusedException.of(name, port, "is outside", "1-65535", "choose a port in that range");
        }
    }
}
