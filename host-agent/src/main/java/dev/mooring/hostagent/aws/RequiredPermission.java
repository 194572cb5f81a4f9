package dev.mooring.hostagent.aws;

/**
 * Everything the agent asks of AWS: the whole of its IAM policy. A test compares this list with the calls it makes.
 *
 * <p>Source: service authorization reference. The Describe actions and PutMetricData know no resources.
 */
public enum RequiredPermission {
    REGISTER_TARGETS("elasticloadbalancing:RegisterTargets", Scope.TARGET_GROUP),
    DEREGISTER_TARGETS("elasticloadbalancing:DeregisterTargets", Scope.TARGET_GROUP),
    DESCRIBE_TARGET_HEALTH("elasticloadbalancing:DescribeTargetHealth", Scope.ANY),
    DESCRIBE_AUTO_SCALING_INSTANCES("autoscaling:DescribeAutoScalingInstances", Scope.ANY),
    COMPLETE_LIFECYCLE_ACTION("autoscaling:CompleteLifecycleAction", Scope.AUTO_SCALING_GROUP),
    RECORD_LIFECYCLE_ACTION_HEARTBEAT("autoscaling:RecordLifecycleActionHeartbeat", Scope.AUTO_SCALING_GROUP),
    PUT_METRIC_DATA("cloudwatch:PutMetricData", Scope.METRIC_NAMESPACE),
    /** Only where connections are moved. */
    GET_METRIC_STATISTICS("cloudwatch:GetMetricStatistics", Scope.ANY),
    SIGNAL_RESOURCE("cloudformation:SignalResource", Scope.STACK),
    CHANGE_RESOURCE_RECORD_SETS("route53:ChangeResourceRecordSets", Scope.NAME),
    /** Only where the server ends TLS, or clients have tokens that are signed with a shared secret. */
    GET_SECRET_VALUE("secretsmanager:GetSecretValue", Scope.SECRET);

    /** What an action is limited to. */
    public enum Scope {
        TARGET_GROUP,
        AUTO_SCALING_GROUP,
        /** The zone of the name that clients connect to, and the name in it. */
        NAME,
        /** The secrets that the fleet's description names. */
        SECRET,
        /** The host's own stack. */
        STACK,
        /** Any resource, under the condition {@code cloudwatch:namespace}. */
        METRIC_NAMESPACE,
        ANY
    }

    private final String action;
    private final Scope scope;

    RequiredPermission(String action, Scope scope) {
        this.action = action;
        this.scope = scope;
    }

    public String action() {
        return action;
    }

    public Scope scope() {
        return scope;
    }
}
