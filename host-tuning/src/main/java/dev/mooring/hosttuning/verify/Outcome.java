package dev.mooring.hosttuning.verify;

/** How a check ended. */
public enum Outcome {
    PASS,
    FAIL,
    /** Not applicable here, or it needs rights that the user of the check does not have. */
    SKIP,
    /** What should have been read could not be: never counted as passed. */
    UNKNOWN
}
