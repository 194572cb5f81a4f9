package dev.mooring.proof.vm;

import java.util.List;

/**
 * The machine in the course of a run.
 *
 * @param empty before the first connection
 * @param loaded when all were open
 * @param samples in order of time, the last one taken before the clients began to close; a loss shows in them
 */
record GuestCourse(GuestSnapshot empty, GuestSnapshot loaded, List<GuestSnapshot> samples) {
    GuestCourse {
        samples = List.copyOf(samples);
    }

    GuestSnapshot last() {
        return samples.getLast();
    }
}
