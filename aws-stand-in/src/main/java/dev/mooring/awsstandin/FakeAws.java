package dev.mooring.awsstandin;

import dev.mooring.awsstandin.HttpEndpoint.Answer;
import dev.mooring.awsstandin.HttpEndpoint.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * AWS on one loopback port: Elastic Load Balancing v2, EC2 Auto Scaling, CloudWatch and CloudFormation in the Query
 * protocol, Route 53 in its own, Secrets Manager in JSON, and the instance metadata service. Each request and each answer is checked against AWS's own service models.
 * Thread-safe.
 */
public final class FakeAws implements AutoCloseable {
    public static final String GROUP = "mooring-fleet";
    public static final String INSTANCE = "i-0123456789abcdef0";
    public static final String ADDRESS = "10.0.1.17";
    public static final String PUBLIC_ADDRESS = "198.51.100.17";

    private final NetworkLoadBalancer loadBalancer;
    private final Listeners listeners = new Listeners();
    private final AutoScalingGroup group;
    private final Metrics metrics;
    private final Alarms alarms;
    private final Refreshes refreshes;
    private final WaitingStack stack = new WaitingStack();
    private final HostNames names;
    private final NameChanges nameChanges;
    private final Secrets secrets = new Secrets();
    private final Metadata metadata;
    private final QueryActions actions;
    private final HttpEndpoint endpoint;
    private final ServiceModels models = ServiceModels.read();
    private final List<String> calls = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int throttled;
    private String throttledAction = "";

    private FakeAws(
            InstantSource clock,
            Gate gate,
            AutoScalingGroup.Names groupNames,
            Duration launchTimeout,
            Duration terminateTimeout)
            throws IOException {
        names = new HostNames(clock);
        nameChanges = new NameChanges(names);
        loadBalancer = new NetworkLoadBalancer(clock);
        metrics = new Metrics(clock);
        group = new AutoScalingGroup(clock, groupNames, INSTANCE, launchTimeout, terminateTimeout);
        alarms = new Alarms(clock, metrics);
        refreshes = new Refreshes(clock, groupNames.group(), alarms);
        metadata = new Metadata(group, INSTANCE, ADDRESS, PUBLIC_ADDRESS);
        actions = new QueryActions(loadBalancer, listeners, group, metrics, stack, alarms, refreshes);
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

    public Alarms alarms() {
        return alarms;
    }

    public Refreshes refreshes() {
        return refreshes;
    }

    public WaitingStack stack() {
        return stack;
    }

    public HostNames names() {
        return names;
    }

    public Secrets secrets() {
        return secrets;
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

    /**
     * Ends it.
     *
     * @throws IllegalStateException when an answer was not as AWS's service models have it, so that nothing is proven with it
     */
    @Override
    public void close() {
        endpoint.close();
        synchronized (this) {
            if (!faults.isEmpty()) {
                throw new IllegalStateException("the stand-in answered as AWS does not: " + String.join("; ", faults));
            }
        }
    }

    private synchronized Answer answer(Request request) {
        if (request.path().startsWith("/latest/")) {
            return metadata.answer(request);
        }
        if (Secrets.isAsked(request)) {
            return secret(request);
        }
        QueryForm form = QueryForm.parse(request.body());
        boolean isName = request.path().startsWith(NameChanges.PREFIX);
        String action = isName ? NameChanges.ACTION : form.text("Action");
        calls.add(isName ? "route53:" + action : QueryActions.service(action) + ":" + action);
        try {
            requireUnthrottled(action);
            requireValid(action, isName ? models.input(action, request.body()) : form.members());
            String answer = isName ? nameChanges.answer(request) : actions.result(action, form);
            String document = isName ? answer : "<Result>" + answer + "</Result>";
            note(action, models.faultsOfOutput(action, models.output(action, document)));
            return new Answer(200, isName ? answer : Xml.response(action, answer));
        } catch (AwsRefusal refusal) {
            if (!models.mayAnswer(action, refusal.code())) {
                note(action, List.of("the error " + refusal.code() + " is not one of it"));
            }
            return new Answer(400, Xml.error(refusal));
        }
    }

    private Answer secret(Request request) {
        String action = Secrets.ACTION;
        calls.add(Secrets.SERVICE + ":" + action);
        try {
            Map<String, String> asked = Secrets.members(request.body());
            requireUnthrottled(action);
            requireValid(action, asked);
            String answer = secrets.answer(asked);
            note(action, models.faultsOfOutput(action, Secrets.members(answer)));
            return new Answer(200, answer);
        } catch (AwsRefusal refusal) {
            if (!models.mayAnswer(action, refusal.code())) {
                note(action, List.of("the error " + refusal.code() + " is not one of it"));
            }
            return new Answer(400, Secrets.error(refusal));
        }
    }

    /** AWS refuses what is not as its models have it, and a test must not pass because this does not. */
    private void requireValid(String action, Map<String, String> values) {
        List<String> faults = models.faultsOfInput(action, values);
        if (!faults.isEmpty()) {
            throw new AwsRefusal("ValidationError", action + ": " + String.join("; ", faults));
        }
    }

    private void note(String action, List<String> found) {
        found.forEach(fault -> faults.add(action + ": " + fault));
    }

    private void requireUnthrottled(String action) {
        if (action.equals(throttledAction) || throttled > 0) {
            throttled = Math.max(0, throttled - 1);
            throw new AwsRefusal("Throttling", "Rate exceeded");
        }
    }
}
