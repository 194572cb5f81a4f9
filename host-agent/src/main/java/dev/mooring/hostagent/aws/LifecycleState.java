package dev.mooring.hostagent.aws;

/** Where the Auto Scaling group has this instance, as far as the agent cares. */
public enum LifecycleState {
    /** On its way in, the launch hook not yet begun. */
    PENDING,
    /** The launch hook waits for an answer. */
    PENDING_WAIT,
    /** In service, or past its launch hook. */
    JOINED,
    /** Taken out of service by somebody who looks at it, until it is put back. */
    STANDBY,
    /** On its way out, the terminate hook not yet begun. */
    TERMINATING,
    /** The terminate hook waits for an answer. */
    TERMINATING_WAIT,
    /** Past its terminate hook, or not a member of any group. */
    GONE;

    public boolean isLeaving() {
        return this == TERMINATING || this == TERMINATING_WAIT;
    }

    /** Whether the group no longer counts it among its hosts in service, and does not end it either. */
    public boolean isAway() {
        return this == STANDBY || this == GONE;
    }

    static LifecycleState of(String text) {
        return switch (text) {
            case "Pending", "Warmed:Pending" -> PENDING;
            case "Pending:Wait", "Warmed:Pending:Wait" -> PENDING_WAIT;
            case "Terminating", "Warmed:Terminating" -> TERMINATING;
            case "Terminating:Wait", "Warmed:Terminating:Wait" -> TERMINATING_WAIT;
            case "Terminating:Proceed", "Warmed:Terminating:Proceed", "Terminated", "Warmed:Terminated" -> GONE;
            case "EnteringStandby", "Standby" -> STANDBY;
            case "Detaching", "Detached" -> GONE;
            default -> JOINED;
        };
    }
}
