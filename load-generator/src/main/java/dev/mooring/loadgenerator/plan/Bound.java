package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.RefusedException;

/** What every count of a plan has to be. */
final class Bound {
    private Bound() {}

    static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw RefusedException.of(name, value, "is less than", 1, "give 1 or more");
        }
    }
}
