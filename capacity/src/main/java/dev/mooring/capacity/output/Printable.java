package dev.mooring.capacity.output;

/** Text for a terminal, which obeys control characters; a value in a sentence comes from anywhere. */
public final class Printable {
    private Printable() {}

    /** The text with a question mark in the place of each control character but line feed and tab. */
    public static String of(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?");
    }
}
