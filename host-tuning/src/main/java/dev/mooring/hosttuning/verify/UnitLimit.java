package dev.mooring.hosttuning.verify;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A limit as systemd reads it from a unit file: {@code hard}, or {@code soft:hard}; of two the hard one counts here. */
final class UnitLimit {
    private static final String INFINITY = "infinity";
    private static final BigInteger ENDLESS = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /** A number of C's strtoul with base 0, and the prefixes that systemd adds. */
    private static final Pattern NUMBER =
            Pattern.compile("[ \\t]*\\+?(?:0[xX](?<hex>[0-9a-fA-F]+)|0b(?<two>[01]+)|0o(?<oct>[0-7]+)|(?<any>\\d+))");

    private UnitLimit() {}

    /** The hard limit, as {@code systemctl show} prints it; empty for what systemd ignores. */
    static Optional<String> hard(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return limit(text).map(UnitLimit::text);
        }
        Optional<BigInteger> soft = limit(text.substring(0, colon));
        Optional<BigInteger> hard = limit(text.substring(colon + 1));
        return soft.isPresent() && hard.isPresent() && soft.get().compareTo(hard.get()) <= 0
                ? hard.map(UnitLimit::text)
                : Optional.empty();
    }

    private static String text(BigInteger limit) {
        return limit.equals(ENDLESS) ? INFINITY : limit.toString();
    }

    private static Optional<BigInteger> limit(String text) {
        if (text.equals(INFINITY)) {
            return Optional.of(ENDLESS);
        }
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            return Optional.empty();
        }
        String any = number.group("any");
        Optional<BigInteger> value = parse(number.group("hex"), 16)
                .or(() -> parse(number.group("two"), 2))
                .or(() -> parse(number.group("oct"), 8))
                .or(() -> any.startsWith("0") ? octal(any) : parse(any, 10));
        return value.filter(found -> found.compareTo(ENDLESS) < 0);
    }

    private static Optional<BigInteger> octal(String digits) {
        return digits.matches("[0-7]+") ? parse(digits, 8) : Optional.empty();
    }

    private static Optional<BigInteger> parse(@Nullable String digits, int base) {
        return digits == null ? Optional.empty() : Optional.of(new BigInteger(digits, base));
    }
}
