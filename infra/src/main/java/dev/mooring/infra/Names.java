package dev.mooring.infra;

import dev.mooring.capacity.InstanceType.Architecture;

/**
 * The names that more than one part must know: hosts, alarms, policies and people. The group's name is given, not
 * generated, because its launch template contains it.
 */
public final class Names {
    /** What the app calls the fleet's stack, and its name unless the deployment has another. */
    public static final String STACK = "Mooring";
    /** What the app calls the pipeline's stack; its name follows that of the fleet's. */
    public static final String PIPELINE_STACK = "MooringPipeline";

    /** What may warn on a host of this fleet, and why: for the agent's gate and for the pipeline's. */
    public static final String ACCEPTED_WARNINGS =
            "obsolete keys: the kernel does not have them, so they change nothing";

    /** The logical id of the group in its stack, given because its own launch template contains it. */
    public static final String GROUP_RESOURCE = "Hosts";

    /** The tag by which a policy tells the way into one fleet from that into another. */
    public static final String FLEET_TAG = "mooring:fleet";

    public static final String LAUNCH_HOOK = "verified";
    public static final String TERMINATE_HOOK = "drained";
    public static final String METRIC_NAMESPACE = "Mooring";
    public static final String CONNECTIONS_METRIC = "ConnectionsPerHost";
    public static final String HEARTBEAT_METRIC = "Heartbeat";
    public static final String FULL_METRIC = "FullHosts";
    public static final String CERTIFICATE_METRIC = "CertificateDays";
    public static final String TRACKING_METRIC = "ConntrackAllowanceExceeded";
    public static final String GROUP_DIMENSION = "AutoScalingGroupName";

    private Names() {}

    /** The parameter in which AWS keeps the newest image of the pinned kernel line, against which settings are checked. */
    public static String imageParameter(Architecture architecture) {
        return "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-"
                + (architecture == Architecture.ARM64 ? "arm64" : "x86_64");
    }

    /** The stack of the pipeline that deploys a stack. */
    public static String pipeline(String stack) {
        return stack + "Pipeline";
    }

    /** The Auto Scaling group of a stack. */
    public static String group(String stack) {
        return stack + "-fleet";
    }

    /** What the keys of a stack's objects in the account's asset bucket begin with. */
    public static String assets(String stack) {
        return stack + "/";
    }
}
