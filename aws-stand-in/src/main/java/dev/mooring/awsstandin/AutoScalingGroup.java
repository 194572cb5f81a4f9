package dev.mooring.awsstandin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * An Auto Scaling group with one instance, a launch hook and a terminate hook.
 *
 * <p>A hook that is neither completed nor told to wait on ends at its timeout: a launch is abandoned, a termination goes
 * on. Source: EC2 Auto Scaling user guide, "Lifecycle hooks".
 */
public final class AutoScalingGroup {
    public static final String LAUNCH_HOOK = "launch";
    public static final String TERMINATE_HOOK = "terminate";

    /** What the group and its hooks are called. */
    public record Names(String group, String launchHook, String terminateHook) {}

    private final InstantSource clock;
    private final Names names;
    private final String instance;
    private final Duration launchTimeout;
    private final Duration terminateTimeout;
    private final List<String> events = new ArrayList<>();
    private String state = "Pending";
    private Instant hookEnds = Instant.MAX;
    private int heartbeats;
    private boolean metadataAreLate;

    AutoScalingGroup(
            InstantSource clock, Names names, String instance, Duration launchTimeout, Duration terminateTimeout) {
        this.clock = clock;
        this.names = names;
        this.instance = instance;
        this.launchTimeout = launchTimeout;
        this.terminateTimeout = terminateTimeout;
    }

    public synchronized void beginLaunchHook() {
        waitFor("Pending:Wait", launchTimeout);
    }

    public synchronized void terminate() {
        waitFor("Terminating:Wait", terminateTimeout);
    }

    /** Somebody takes the instance out of service to inspect it. The metadata go on saying that it is in service. */
    public synchronized void enterStandby() {
        state = "Standby";
        hookEnds = Instant.MAX;
    }

    public synchronized void exitStandby() {
        state = "InService";
    }

    /** Somebody takes the instance out of the group, which no longer knows it. */
    public synchronized void detach() {
        state = "Detached";
        hookEnds = Instant.MAX;
    }

    /** The metadata learn of a termination only now and not when it began. */
    public synchronized void metadataAreLate(boolean late) {
        metadataAreLate = late;
    }

    /** The lifecycle state; {@code Terminated} once the instance is gone. */
    public synchronized String state() {
        if (!clock.instant().isBefore(hookEnds)) {
            events.add(hook() + " timed out");
            end(hook().equals(names.launchHook()) ? "ABANDON" : "CONTINUE");
        }
        return state;
    }

    /** What the instance's metadata says of it. */
    synchronized String targetState() {
        return state().startsWith("Terminat") && !metadataAreLate ? "Terminated" : "InService";
    }

    /** What happened to the hooks, in order. */
    public synchronized List<String> events() {
        state();
        return List.copyOf(events);
    }

    public synchronized int heartbeats() {
        return heartbeats;
    }

    /** Attaching a target group; the group accepts none of type {@code ip}. */
    public synchronized void attach(TargetGroup group) {
        if (group.takesAddresses()) {
            throw new AwsRefusal(
                    "ValidationError",
                    "Provided Target Groups may not be valid. Please ensure they exist and are of type instance.");
        }
    }

    synchronized void complete(String group, String hook, String of, String result) {
        requireActive(group, hook, of);
        events.add(hook + " " + result);
        end(result);
    }

    synchronized void heartbeat(String group, String hook, String of) {
        requireActive(group, hook, of);
        heartbeats++;
        hookEnds = clock.instant().plus(hook.equals(names.launchHook()) ? launchTimeout : terminateTimeout);
    }

    synchronized boolean has(String id) {
        return id.equals(instance) && !state().equals("Terminated") && !state().equals("Detached");
    }

    synchronized String describe() {
        return "<InstanceId>" + instance + "</InstanceId><AutoScalingGroupName>" + names.group()
                + "</AutoScalingGroupName><AvailabilityZone>us-east-1a</AvailabilityZone><LifecycleState>" + state()
                + "</LifecycleState><HealthStatus>HEALTHY</HealthStatus><ProtectedFromScaleIn>false</ProtectedFromScaleIn>";
    }

    private void waitFor(String waiting, Duration timeout) {
        state = waiting;
        hookEnds = clock.instant().plus(timeout);
    }

    private void end(String result) {
        if (state.equals("Terminating:Wait")) {
            state = "Terminated";
            hookEnds = Instant.MAX;
        } else if (result.equals("CONTINUE")) {
            state = "InService";
            hookEnds = Instant.MAX;
        } else {
            terminate();
        }
    }

    private String hook() {
        return switch (state) {
            case "Pending:Wait" -> names.launchHook();
            case "Terminating:Wait" -> names.terminateHook();
            default -> "none";
        };
    }

    private void requireActive(String group, String hook, String of) {
        state();
        if (!group.equals(names.group()) || !of.equals(instance) || !hook.equals(hook())) {
            throw new AwsRefusal("ValidationError", "No active Lifecycle Action found with instance ID " + of);
        }
    }
}
