package dev.mooring.rehearsal.report;

import java.util.List;

/**
 * A part of the report; the screen, the page and the JSON document show the same list of sections.
 *
 * @param key its name in the JSON document
 */
public record Section(String key, String title, List<Figure> figures) {
    /**
     * One figure.
     *
     * @param key its name in the JSON document, with the unit
     * @param value a number, a text or a truth value
     * @param name as people read it; empty for a further value of the figure before
     * @param text the value as people read it
     */
    public record Figure(String key, Object value, String name, String text, String note) {}

    public Section {
        figures = List.copyOf(figures);
    }
}
