package dev.mooring.capacity.output;

import java.util.Locale;

/**
 * Texts in which every character can be seen. What comes from a host, a file or a server is data: its control characters
 * would clear the terminal of whoever reads it, forge lines of a log, turn the order of the letters around, and make a
 * report that is no XML. Each is shown as a Java escape.
 */
public final class Plain {
    private static final int LINE_BREAK = '\n';

    private Plain() {}

    /** One line of text. */
    public static String line(String text) {
        return escaped(text, false);
    }

    /** Text whose line breaks stay. */
    public static String lines(String text) {
        return escaped(text, true);
    }

    private static boolean isPlain(int character, boolean severalLines) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> severalLines && character == LINE_BREAK;
            case Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static String escaped(String text, boolean severalLines) {
        if (text.codePoints().allMatch(each -> isPlain(each, severalLines))) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(each -> {
            if (isPlain(each, severalLines)) {
                escaped.appendCodePoint(each);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", each));
            }
        });
        return escaped.toString();
    }
}
