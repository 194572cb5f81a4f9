package dev.mooring.capacity.output;

/**
 * The exit codes of all programs; docs/exit-codes.md is this table. From 64 on they are those of sysexits.h, and from 128
 * on those of a shell.
 */
public enum ExitCode {
    DONE(0, "what was asked for was done, and everything held"),
    FAILED(1, "it was done, or begun, and something did not hold: the report or the last sentence says what"),
    CUTS(3, "synth --against: the deployment would cut clients"),
    NOT_TUNED(10, "verify, doctor: a host is not tuned as planned or was not shown to be; an account is not ready"),
    WARNED(11, "verify, doctor: warnings only"),
    UNREACHABLE(12, "verify, doctor: a host or AWS was not reached or does not say all, or the check was cut off"),
    USAGE(64, "refused: the sentence says which value, and what to change"),
    WRONG_BUNDLE(65, "a bundle would not start on a host"),
    UNAVAILABLE(69, "right, but not to be had now: a port in use, a program or a kind of machine that is missing"),
    BUG(70, "the program is wrong or its build failed; the server: a drain failed"),
    NOT_BUILT(73, "a build is needed and the checkout may not be written"),
    NOT_WRITTEN(74, "the result could not be written to its end: no room, or a reader that has gone"),
    INTERRUPTED(130, "Ctrl-C ended it early; a report has the figures so far"),
    TERMINATED(143, "SIGTERM ended it early; the server: a second signal cut the drain short");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    /** What it says of the run, for a person. */
    public String meaning() {
        return meaning;
    }
}
