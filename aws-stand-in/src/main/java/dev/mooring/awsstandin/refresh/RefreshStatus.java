package dev.mooring.awsstandin.refresh;

/** Where a refresh is. Amazon EC2 Auto Scaling API, InstanceRefresh, Status. */
public enum RefreshStatus {
    IN_PROGRESS("InProgress"),
    BAKING("Baking"),
    SUCCESSFUL("Successful"),
    FAILED("Failed"),
    CANCELLING("Cancelling"),
    CANCELLED("Cancelled"),
    ROLLBACK_IN_PROGRESS("RollbackInProgress"),
    ROLLBACK_FAILED("RollbackFailed"),
    ROLLBACK_SUCCESSFUL("RollbackSuccessful");

    private final String name;

    RefreshStatus(String name) {
        this.name = name;
    }

    /** Whether anything may still happen. */
    public boolean isActive() {
        return switch (this) {
            case IN_PROGRESS, BAKING, CANCELLING, ROLLBACK_IN_PROGRESS -> true;
            case SUCCESSFUL, FAILED, CANCELLED, ROLLBACK_FAILED, ROLLBACK_SUCCESSFUL -> false;
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
