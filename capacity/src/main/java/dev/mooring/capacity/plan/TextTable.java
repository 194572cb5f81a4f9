package dev.mooring.capacity.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Sections of aligned lines for a terminal: a name, a value flush right, and a note. */
final class TextTable {
    private static final String GAP = "  ";
    private static final int WIDTH = 100;

    private final List<Section> sections = new ArrayList<>();

    TextTable section(String title) {
        sections.add(new Section(title, new ArrayList<>()));
        return this;
    }

    TextTable line(String name, String value, String note) {
        sections.getLast().lines().add(new Line(name, value, note));
        return this;
    }

    TextTable line(String name, long value, String note) {
        return line(name, grouped(value), note);
    }

    String render() {
        int name = width(Line::name);
        int value = width(Line::value);
        StringBuilder text = new StringBuilder();
        for (Section section : sections) {
            text.append('\n').append(section.title()).append('\n');
            for (Line line : section.lines()) {
                String row = GAP
                        + padded(line.name(), name)
                        + GAP
                        + " ".repeat(value - line.value().length())
                        + line.value()
                        + GAP
                        + line.note();
                text.append(row.stripTrailing()).append('\n');
            }
        }
        return text.toString();
    }

    /** The number with a comma at every thousand. */
    static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** The text in indented lines of 100 columns at most, broken at spaces. */
    static String wrapped(String text) {
        return wrapped(text, GAP.length());
    }

    /** The same, indented by so many columns. */
    static String wrapped(String text, int indent) {
        StringBuilder lines = new StringBuilder();
        int column = 0;
        for (String word : text.split(" ", -1)) {
            boolean fits = column > 0 && column + 1 + word.length() <= WIDTH;
            if (!fits && column > 0) {
                lines.append('\n');
            }
            lines.append(fits ? " " : " ".repeat(indent)).append(word);
            column = fits ? column + 1 + word.length() : indent + word.length();
        }
        return lines.append('\n').toString();
    }

    private int width(Function<Line, String> column) {
        return sections.stream()
                .flatMap(section -> section.lines().stream())
                .mapToInt(line -> column.apply(line).length())
                .max()
                .orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private record Section(String title, List<Line> lines) {}

    private record Line(String name, String value, String note) {}
}
