package dev.mooring.hostagent.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The form of a report of verify: each member with its type. A member of another type, one that is missing and one that
 * nobody here knows make it no report, because what is read as something else decides for the wrong reason.
 */
sealed interface ReportShape {
    ReportShape TEXT = new Scalar("a text", String.class);
    ReportShape WHOLE = new Scalar("a whole number", Long.class);

    ReportShape FINDING = new Members(
            Map.of(
                    "id",
                    TEXT,
                    "outcome",
                    new OneOf(Set.of("PASS", "SKIP", "FAIL", "UNKNOWN")),
                    "severity",
                    new OneOf(Set.of("WARNING", "FAILURE")),
                    "sentence",
                    TEXT),
            Map.of(
                    "expected", TEXT,
                    "formula", TEXT,
                    "configured", TEXT,
                    "origin", TEXT,
                    "kernel", TEXT,
                    "process", TEXT,
                    "evidence", TEXT,
                    "remedy", TEXT,
                    "survivesReboot", TEXT));

    ReportShape HEADROOM =
            new Members(Map.of("connections", WHOLE, "bindingLimit", TEXT, "limits", new ValuesOf(WHOLE)), Map.of());

    ReportShape HOST = new Members(
            Map.of("host", TEXT),
            Map.of(
                    "exitCode", WHOLE,
                    "unreachable", TEXT,
                    "notInService", TEXT,
                    "sentence", TEXT,
                    "boot", TEXT,
                    "system", TEXT,
                    "headroom", HEADROOM,
                    "findings", new ListOf(FINDING)));

    ReportShape REPORT = new Members(
            Map.of("exitCode", WHOLE, "plan", TEXT, "role", TEXT, "began", TEXT, "hosts", new ListOf(HOST)), Map.of());

    /** Where a value first differs from this form, and how; empty where it does not. */
    Optional<String> difference(String place, @Nullable Object value);

    /** A value of one type. */
    record Scalar(String inWords, Class<?> type) implements ReportShape {
        @Override
        public Optional<String> difference(String place, @Nullable Object value) {
            return type.isInstance(value) ? Optional.empty() : differs(place, value, inWords);
        }
    }

    /** One of a few texts. */
    record OneOf(Set<String> texts) implements ReportShape {
        @Override
        public Optional<String> difference(String place, @Nullable Object value) {
            return value instanceof String text && texts.contains(text)
                    ? Optional.empty()
                    : differs(place, value, "one of " + String.join(", ", new TreeSet<>(texts)));
        }
    }

    /** A list of values of one form. */
    record ListOf(ReportShape element) implements ReportShape {
        @Override
        public Optional<String> difference(String place, @Nullable Object value) {
            if (!(value instanceof List<?> list)) {
                return differs(place, value, "a list");
            }
            for (int i = 0; i < list.size(); i++) {
                Optional<String> difference = element.difference(place + "[" + i + "]", list.get(i));
                if (difference.isPresent()) {
                    return difference;
                }
            }
            return Optional.empty();
        }
    }

    /** An object with members of any names and values of one form. */
    record ValuesOf(ReportShape each) implements ReportShape {
        @Override
        public Optional<String> difference(String place, @Nullable Object value) {
            return value instanceof Map<?, ?> object
                    ? first(object.entrySet().stream()
                            .map(member -> each.difference(place + "." + member.getKey(), member.getValue()))
                            .toList())
                    : differs(place, value, "an object");
        }
    }

    /** An object with these members, of which the first must be there. */
    record Members(Map<String, ReportShape> required, Map<String, ReportShape> optional) implements ReportShape {
        @Override
        public Optional<String> difference(String place, @Nullable Object value) {
            if (!(value instanceof Map<?, ?> object)) {
                return differs(place, value, "an object");
            }
            List<Optional<String>> differences = new ArrayList<>();
            required.forEach((name, shape) -> differences.add(
                    object.containsKey(name)
                            ? shape.difference(place + "." + name, object.get(name))
                            : Optional.of(place + " has no " + name)));
            object.forEach((name, member) -> {
                if (!required.containsKey(name)) {
                    differences.add(
                            optional.containsKey(name)
                                    ? optional.get(name).difference(place + "." + name, member)
                                    : Optional.of(place + " has " + name + ", which is not known"));
                }
            });
            return first(differences);
        }
    }

    private static Optional<String> differs(String place, @Nullable Object value, String wanted) {
        String shown = value instanceof String text ? '"' + text + '"' : String.valueOf(value);
        return Optional.of(place + " is " + shown + ", not " + wanted);
    }

    /** The same one at every run, however the members are ordered. */
    private static Optional<String> first(List<Optional<String>> differences) {
        return differences.stream().flatMap(Optional::stream).sorted().findFirst();
    }
}
