package dev.mooring.hostagent.aws;

import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/**
 * This instance as a member of its Auto Scaling group, and the hooks that wait for it.
 *
 * <p>A hook that has ended refuses every command. That is how a repeated command looks whose first answer was lost, so the
 * state is to be read again before the next one.
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

    public boolean hasLaunchHook() {
        return launchHook.isPresent();
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
        terminateHook.ifPresent(hook -> client.recordLifecycleActionHeartbeat(request ->
                request.autoScalingGroupName(group).lifecycleHookName(hook).instanceId(instance)));
    }

    private void complete(String hook, String result) {
        client.completeLifecycleAction(request -> request.autoScalingGroupName(group)
                .lifecycleHookName(hook)
                .instanceId(instance)
                .lifecycleActionResult(result));
    }
}
