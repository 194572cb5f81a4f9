package dev.mooring.awsstandin;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One member of a request or an answer, as a service model has it.
 *
 * @param type as in {@code string} or {@code structure}
 * @param bounds of a number, or of the length of a text, as in {@code min=1 max=255}; empty for none
 * @param values that it may have; empty for any
 * @param pattern of the whole of it; empty for any
 */
record Member(boolean required, String type, String bounds, Set<String> values, String pattern) {
    private static final int REQUIRED = 3;
    private static final int TYPE = 4;
    private static final int BOUNDS = 5;
    private static final int VALUES = 6;
    private static final int PATTERN = 7;

    static Member of(String[] fields) {
        Set<String> values = Arrays.stream(fields[VALUES].split("\\|", -1))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return new Member(fields[REQUIRED].equals("required"), fields[TYPE], fields[BOUNDS], values, fields[PATTERN]);
    }

    boolean isGroup() {
        return type.equals("structure") || type.equals("list") || type.equals("map");
    }

    /** What is wrong with a value of it. */
    Optional<String> fault(String value) {
        return switch (type) {
            case "integer", "long" -> number(value, "-?\\d{1,19}");
            case "double", "float" -> number(value, "-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
            case "boolean" -> form(value, "true|false");
            case "timestamp" -> form(value, "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
            default -> text(value);
        };
    }

    private Optional<String> number(String value, String form) {
        Optional<String> malformed = form(value, form);
        return malformed.isPresent() ? malformed : outside(new BigDecimal(value));
    }

    private Optional<String> text(String value) {
        Optional<String> length = outside(BigDecimal.valueOf(value.codePointCount(0, value.length())));
        if (length.isPresent()) {
            return length;
        }
        if (!values.isEmpty() && !values.contains(value)) {
            return Optional.of("is not one of " + values.stream().sorted().collect(Collectors.joining(", ")));
        }
        return pattern.isEmpty() ? Optional.empty() : form(value, pattern);
    }

    private Optional<String> outside(BigDecimal size) {
        for (String each : bounds.split(" ", -1)) {
            String[] named = each.split("=", -1);
            if (named.length < 2) {
                continue;
            }
            BigDecimal bound = new BigDecimal(named[1]);
            boolean isOutside = named[0].equals("min") ? bound.compareTo(size) > 0 : bound.compareTo(size) < 0;
            if (isOutside) {
                return Optional.of("is outside " + bounds);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> form(String value, String pattern) {
        return Pattern.compile(pattern).matcher(value).matches()
                ? Optional.empty()
                : Optional.of("does not match " + pattern);
    }
}
