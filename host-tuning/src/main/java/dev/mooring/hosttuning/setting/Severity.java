package dev.mooring.hosttuning.setting;

/** What it means when a setting is not met. */
public enum Severity {
    /** The planned connections cannot be held. */
    FAILURE,
    /** They can, but with less margin or at a higher cost. */
    WARNING
}
