package dev.mooring.infra;

/**
 * The names that more than one part must know: hosts, alarms, policies and people. The group's name is given, not
 * generated, because its launch template contains it.
 */
public final class Names {
    public static final String STACK = "Mooring";
    public static final String PIPELINE_STACK = "MooringPipeline";
    public static final String LAUNCH_HOOK = "verified";
    public static final String TERMINATE_HOOK = "drained";
    public static final String METRIC_NAMESPACE = "Mooring";
    public static final String CONNECTIONS_METRIC = "ConnectionsPerHost";
    public static final String HEARTBEAT_METRIC = "Heartbeat";
    public static final String TRACKING_METRIC = "ConntrackAllowanceExceeded";
    public static final String GROUP_DIMENSION = "AutoScalingGroupName";

    private Names() {}

    /** The Auto Scaling group of a stack. */
    public static String group(String stack) {
        return stack + "-fleet";
    }
}
