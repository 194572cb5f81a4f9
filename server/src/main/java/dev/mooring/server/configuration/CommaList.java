package dev.mooring.server.configuration;

import dev.mooring.capacity.unit.RefusedException;
import java.util.List;

/** The elements of a setting that is a list. */
final class CommaList {
    private CommaList() {}

    /**
     * What stands between the commas, without the blanks around it; none when the text is blank.
     *
     * @throws RefusedException when there is nothing between two commas, or before the first or behind the last, for nothing
     *     is the beginning of every topic
     */
    static List<String> parse(String name, String text) {
        List<String> elements =
                text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*", -1));
        if (elements.stream().anyMatch(String::isBlank)) {
            throw RefusedException.of(
                    name, text, "has", "an element that is empty", "take out the comma that is too many");
        }
        return elements;
    }
}
