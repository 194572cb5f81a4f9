package dev.mooring.hostagent.aws;

import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;

/**
 * This instance as a member of its Auto Scaling group, and the hooks that wait for it.
 *
 * <p>Commands may be repeated: a hook that was completed before stays as it is.
 */
public final class GroupMember {
    private static final String CONTINUE = "CONTINUE";
    private static final String ABANDON = "ABANDON";

    private final AutoScalingClient client;
    private final String group;
    private final String instance;
    private final Optional<String> launchHook;
    private final Optional<String> terminateHook;

    public GroupMember(
            AutoScalingClient client,
            String group,
            String instance,
            Optional<String> launchHook,
            Optional<String> terminateHook) {
        this.client = client;
        this.group = group;
        this.instance = instance;
        this.launchHook = launchHook;
        this.terminateHook = terminateHook;
    }

    public boolean hasTerminateHook() {
        return terminateHook.isPresent();
    }

    public LifecycleState state() {
        return client
                .describeAutoScalingInstances(request -> request.instanceIds(instance))
                .autoScalingInstances()
                .stream()
                .findFirst()
                .map(details -> LifecycleState.of(details.lifecycleState()))
                .orElse(LifecycleState.GONE);
    }

    /** Lets the instance into service. */
    public void completeLaunch() {
        launchHook.ifPresent(hook -> complete(hook, CONTINUE));
    }

    /** Has the group terminate the instance instead of taking it into service. */
    public void abandonLaunch() {
        launchHook.ifPresent(hook -> complete(hook, ABANDON));
    }

    public void completeTermination() {
        terminateHook.ifPresent(hook -> complete(hook, CONTINUE));
    }

    /** Starts the terminate hook's timeout again. */
    public void heartbeat() {
        terminateHook.ifPresent(hook -> ifActive(() -> client.recordLifecycleActionHeartbeat(request ->
                request.autoScalingGroupName(group).lifecycleHookName(hook).instanceId(instance))));
    }

    private void complete(String hook, String result) {
        ifActive(() -> client.completeLifecycleAction(request -> request.autoScalingGroupName(group)
                .lifecycleHookName(hook)
                .instanceId(instance)
                .lifecycleActionResult(result)));
    }

    /** The answer to an earlier attempt may have been lost: then the hook is no longer active, which is as wanted. */
    private static void ifActive(Runnable call) {
        try {
            call.run();
        } catch (AutoScalingException e) {
            if (e.awsErrorDetails() == null
                    || !e.awsErrorDetails().errorMessage().contains("No active Lifecycle Action")) {
                throw e;
            }
        }
    }
}
