package dev.mooring.awsstandin;

import java.util.ArrayList;
import java.util.List;

/** The stack that the group belongs to: takes signals while it is being created, and refuses them afterwards. Thread-safe. */
public final class WaitingStack {
    public static final String NAME = "Mooring";
    public static final String RESOURCE = "Hosts";

    private final List<String> signals = new ArrayList<>();
    private boolean creating;

    /** The stack is being created from now on. */
    public synchronized void create() {
        creating = true;
    }

    /** Every signal that was taken, as in {@code i-0123456789abcdef0 SUCCESS}. */
    public synchronized List<String> signals() {
        return List.copyOf(signals);
    }

    synchronized void signal(String resource, String id, String status) {
        if (!creating || !resource.equals(RESOURCE)) {
            throw new AwsRefusal(
                    "ValidationError", "Stack:" + NAME + " is in CREATE_COMPLETE state and can not be signaled");
        }
        signals.add(id + " " + status);
    }
}
