package dev.mooring.hosttuning.verify;

import java.util.function.Function;
import java.util.function.Supplier;

/** What a host said and nobody expected. It costs the reading that it is in, and no other. */
final class Surprise {
    private Surprise() {}

    /**
     * The result of {@code work}, or what {@code otherwise} makes of the surprise.
     *
     * @param otherwise takes a sentence for people
     */
    static <T> T contained(Supplier<T> work, Function<String, T> otherwise) {
        try {
            return work.get();
        } catch (RuntimeException surprise) {
            return otherwise.apply("What the host says could not be understood: " + surprise + ".");
        }
    }
}
