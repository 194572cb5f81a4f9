package dev.mooring.capacity.output;

/** The result that a program prints on standard output, which it has for nothing when it does not arrive. */
public final class Result {
    /** What to say of a result that did not arrive. */
    public static final String LOST =
            "the result could not be written to standard output; its reader is gone or the disk is full";

    private Result() {}

    /**
     * The exit code of a program that has printed all it has to say. Java's print streams swallow every failure; a full
     * disk shows only here.
     *
     * @param program its name, as the user typed it
     * @param code its exit code if the result arrived
     */
    public static int written(String program, int code) {
        if (arrived()) {
            return code;
        }
        System.err.println(program + ": " + LOST);
        return ExitCode.NOT_WRITTEN.code();
    }

    /** Whether all that was printed so far has been written. */
    public static boolean arrived() {
        return !System.out.checkError();
    }
}
