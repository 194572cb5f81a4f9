package dev.mooring.awsstandin;

import dev.mooring.awsstandin.HttpEndpoint.Answer;
import dev.mooring.awsstandin.HttpEndpoint.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * AWS on one loopback port: Elastic Load Balancing v2, EC2 Auto Scaling, CloudWatch and CloudFormation in the Query
 * protocol, and the
 * instance metadata service. Thread-safe.
 */
public final class FakeAws implements AutoCloseable {
    public static final String GROUP = "mooring-fleet";
    public static final String INSTANCE = "i-0123456789abcdef0";
    public static final String ADDRESS = "10.0.1.17";

    private final NetworkLoadBalancer loadBalancer;
    private final Listeners listeners = new Listeners();
    private final AutoScalingGroup group;
    private final Metrics metrics = new Metrics();
    private final WaitingStack stack = new WaitingStack();
    private final Metadata metadata;
    private final QueryActions actions;
    private final HttpEndpoint endpoint;
    private final List<String> calls = new ArrayList<>();
    private int throttled;
    private String throttledAction = "";

    private FakeAws(
            InstantSource clock,
            Gate gate,
            AutoScalingGroup.Names names,
            Duration launchTimeout,
            Duration terminateTimeout)
            throws IOException {
        loadBalancer = new NetworkLoadBalancer(clock);
        group = new AutoScalingGroup(clock, names, INSTANCE, launchTimeout, terminateTimeout);
        metadata = new Metadata(group, INSTANCE, ADDRESS);
        actions = new QueryActions(loadBalancer, listeners, group, metrics, stack);
        endpoint = HttpEndpoint.start(gate, this::answer);
    }

    /**
     * Starts it.
     *
     * @param launchTimeout of the launch hook
     * @param terminateTimeout of the terminate hook
     */
    public static FakeAws start(InstantSource clock, Gate gate, Duration launchTimeout, Duration terminateTimeout)
            throws IOException {
        AutoScalingGroup.Names names =
                new AutoScalingGroup.Names(GROUP, AutoScalingGroup.LAUNCH_HOOK, AutoScalingGroup.TERMINATE_HOOK);
        return start(clock, gate, names, launchTimeout, terminateTimeout);
    }

    /** Starts it with a group of other names. */
    public static FakeAws start(
            InstantSource clock,
            Gate gate,
            AutoScalingGroup.Names names,
            Duration launchTimeout,
            Duration terminateTimeout)
            throws IOException {
        return new FakeAws(clock, gate, names, launchTimeout, terminateTimeout);
    }

    public URI uri() {
        return endpoint.uri();
    }

    public NetworkLoadBalancer loadBalancer() {
        return loadBalancer;
    }

    public Listeners listeners() {
        return listeners;
    }

    public AutoScalingGroup group() {
        return group;
    }

    public Metrics metrics() {
        return metrics;
    }

    public WaitingStack stack() {
        return stack;
    }

    public Metadata metadata() {
        return metadata;
    }

    /** The next calls are answered with a throttling error. */
    public synchronized void throttleNext(int calls) {
        throttled = calls;
    }

    /** Every call of this action is answered with a throttling error from now on. */
    public synchronized void throttleCallsOf(String action) {
        throttledAction = action;
    }

    /** Every call so far, as in {@code autoscaling:CompleteLifecycleAction}, in order. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        endpoint.close();
    }

    private synchronized Answer answer(Request request) {
        if (request.path().startsWith("/latest/")) {
            return metadata.answer(request);
        }
        QueryForm form = QueryForm.parse(request.body());
        String action = form.text("Action");
        calls.add(QueryActions.service(action) + ":" + action);
        try {
            if (action.equals(throttledAction)) {
                throw new AwsRefusal("Throttling", "Rate exceeded");
            }
            if (throttled > 0) {
                throttled--;
                throw new AwsRefusal("Throttling", "Rate exceeded");
            }
            return new Answer(200, Xml.response(action, actions.result(action, form)));
        } catch (AwsRefusal refusal) {
            return new Answer(400, Xml.error(refusal));
        }
    }
}
