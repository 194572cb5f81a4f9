package dev.mooring.capacity.output;

/** The result that a program prints on standard output, which it has for nothing when it does not arrive. */
public final class Result {
    /** The exit code of a program whose result could not be written: EX_IOERR of sysexits.h. */
    public static final int UNWRITTEN = 74;

    private Result() {}

    /**
     * The exit code of a program that has printed all it has to say. Java's print streams swallow every failure; a full
     * disk shows only here.
     *
     * @param program its name, as the user typed it
     * @param code its exit code if the result arrived
     */
    public static int written(String program, int code) {
        if (!System.out.checkError()) {
            return code;
        }
        System.err.println(program
                + ": the result could not be written to standard output; its reader is gone or the disk is full");
        return UNWRITTEN;
    }
}
