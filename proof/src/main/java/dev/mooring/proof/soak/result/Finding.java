package dev.mooring.proof.soak.result;

import java.util.List;

/**
 * What a scenario found.
 *
 * @param criterion what has to hold, in words
 * @param remark why it was not possible, or what a reader has to know; empty when there is nothing
 */
public record Finding(
        String scenario, String criterion, Verdict verdict, List<Figure> figures, List<Series> series, String remark) {
    public Finding {
        figures = List.copyOf(figures);
        series = List.copyOf(series);
    }
}
