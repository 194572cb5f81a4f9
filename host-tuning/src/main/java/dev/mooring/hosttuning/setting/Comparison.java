package dev.mooring.hosttuning.setting;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How a value in force relates to the required one. Values are words; several, as of tcp_mem, compare one by one. */
public enum Comparison {
    /** Every number is the required one or more. Such a setting is raised, never lowered. */
    AT_LEAST(">="),
    /** The same words; spaces and tabs are alike, the kernel separates with tabs what was written with spaces. */
    EXACTLY("="),
    /** Every number is the required one or less. */
    AT_MOST("<="),
    /** Within a twentieth: for shares of the memory, of which a new kernel leaves a little more or less. */
    ABOUT("about"),
    /** Every port of the required ranges is in the ranges in force; others may be too. */
    INCLUDES("includes");

    private static final BigInteger ENDLESS = BigInteger.ONE.shiftLeft(64);

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    public boolean holds(String actual, String required) {
        List<String> words = words(actual);
        List<String> wanted = words(required);
        if (this == EXACTLY) {
            return words.equals(wanted);
        }
        if (this == INCLUDES) {
            return ports(actual).containsAll(ports(required));
        }
        return words.size() == wanted.size()
                && IntStream.range(0, words.size())
                        .allMatch(index -> isNumber(words.get(index))
                                && holds(number(words.get(index)), number(wanted.get(index))));
    }

    /** The sign in front of a required value. */
    @Override
    public String toString() {
        return sign;
    }

    private boolean holds(BigInteger actual, BigInteger required) {
        return switch (this) {
            case AT_LEAST -> actual.compareTo(required) >= 0;
            case AT_MOST -> actual.compareTo(required) <= 0;
            case ABOUT ->
                actual.subtract(required).abs().multiply(BigInteger.valueOf(20)).compareTo(required) <= 0;
            case EXACTLY, INCLUDES -> throw new AssertionError("compared as words above");
        };
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }

    private static boolean isNumber(String word) {
        return isEndless(word) || word.matches("-?\\d+");
    }

    /** The names that limits.d, /proc and systemd have for no limit; fs.file-max may be larger than a long. */
    private static BigInteger number(String word) {
        return isEndless(word) ? ENDLESS : new BigInteger(word);
    }

    private static boolean isEndless(String word) {
        return word.equals("unlimited") || word.equals("infinity");
    }

    private static Set<Integer> ports(String ranges) {
        return Stream.of(ranges.strip().split("[,\\s]+"))
                .filter(range -> range.matches("\\d{1,5}(-\\d{1,5})?"))
                .flatMap(Comparison::range)
                .collect(Collectors.toSet());
    }

    private static Stream<Integer> range(String text) {
        String[] ends = text.split("-", 2);
        int last = Integer.parseInt(ends[ends.length - 1]);
        return IntStream.rangeClosed(Integer.parseInt(ends[0]), last).boxed();
    }
}
