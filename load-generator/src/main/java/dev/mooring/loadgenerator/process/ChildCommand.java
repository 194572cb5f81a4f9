package dev.mooring.loadgenerator.process;

/** One line that the parent writes to a child: the phase to begin. */
enum ChildCommand {
    RAMP,
    HOLD,
    FINISH
}
