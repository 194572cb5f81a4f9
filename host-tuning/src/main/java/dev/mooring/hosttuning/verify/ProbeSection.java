package dev.mooring.hosttuning.verify;

/**
 * One section of what a probe printed: the output of one command.
 *
 * @param text what was printed, without the line break at its end
 * @param exitCode of the command that printed it
 */
record ProbeSection(String text, int exitCode) {
    /** What the probe never came to. */
    static final ProbeSection MISSING = new ProbeSection("", -1);

    private static final int NO_SUCH_THING = 2;

    boolean isRead() {
        return exitCode == 0;
    }

    /** Whether the host said that it has no such thing, which is not the same as not being able to say. */
    boolean isAbsent() {
        return exitCode == NO_SUCH_THING;
    }

    String word() {
        return text.strip().replaceAll("\\s+", " ");
    }
}
