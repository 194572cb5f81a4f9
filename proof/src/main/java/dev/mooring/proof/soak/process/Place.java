package dev.mooring.proof.soak.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Where processes run: on this machine as it is, or in a network namespace of their own.
 *
 * @param entrance the command that runs another one there; empty for here
 */
public record Place(List<String> entrance) {
    public static final Place HERE = new Place(List.of());

    public Place {
        entrance = List.copyOf(entrance);
    }

    List<String> command(List<String> words) {
        List<String> whole = new ArrayList<>(entrance);
        whole.addAll(words);
        return whole;
    }
}
