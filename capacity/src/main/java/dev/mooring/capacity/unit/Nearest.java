package dev.mooring.capacity.unit;

import java.util.Collection;
import java.util.Comparator;

/** The word that somebody meant who wrote another one. */
public final class Nearest {
    private Nearest() {}

    /**
     * The word with the fewest letters to insert, remove or exchange; of two, the first in order.
     *
     * @param words at least one
     */
    public static String of(String written, Collection<String> words) {
        return words.stream()
                .min(Comparator.<String>comparingInt(word -> distance(written, word))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** Of Levenshtein, row by row. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            row[column] = column;
        }
        for (int letter = 1; letter <= one.length(); letter++) {
            int diagonal = row[0];
            row[0] = letter;
            for (int column = 1; column <= other.length(); column++) {
                int exchanged = diagonal + (one.charAt(letter - 1) == other.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(exchanged, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
