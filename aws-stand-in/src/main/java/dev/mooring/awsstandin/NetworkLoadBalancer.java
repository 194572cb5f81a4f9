package dev.mooring.awsstandin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One network load balancer with cross-zone load balancing: its target groups, their targets, and the rules that reject.
 *
 * <p>Sources: AWS user guide for network load balancers, pages "Target groups", "Register targets", "Update idle timeout",
 * "Quotas"; API reference RegisterTargets. Thread-safe.
 */
public final class NetworkLoadBalancer {
    /** Simultaneous connections to one target that sees the load balancer's address as the client's. */
    public static final int CONNECTIONS_PER_TARGET = 55_000;
    /** Targets in all, where cross-zone load balancing is on. */
    public static final int MAX_TARGETS = 500;

    private static final Duration UNTIL_HEALTHY = Duration.ofSeconds(30);
    /**
     * After a deregistration, whatever the delay says: kubernetes-sigs/aws-load-balancer-controller, issues 2366 and 3270;
     * aws/containers-roadmap, issue 470.
     */
    private static final Duration LAG = Duration.ofMinutes(2);

    private static final Pattern PREVIOUS_GENERATION =
            Pattern.compile("(c1|cc1|cc2|cg1|cg2|cr1|cs1|g1|g2|hi1|hs1|m1|m2|m3|t1)\\..+");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private record Registration(
            Instant since,
            @Nullable Instant sentUntil,
            @Nullable Instant drainsUntil,
            int connections) {}

    private final InstantSource clock;
    private final Map<String, TargetGroup> groups = new HashMap<>();
    private final Map<String, SortedMap<Target, Registration>> registrations = new HashMap<>();
    private final Map<Target, CheckedTarget> checked = new HashMap<>();
    private final List<Target> cut = new ArrayList<>();
    private final Map<String, String> instanceTypes = new HashMap<>();
    private Predicate<Target> answersHealthCheck = target -> true;
    private boolean servesZone = true;
    private long portAllocationErrors;

    NetworkLoadBalancer(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized void add(TargetGroup group) {
        groups.put(group.arn(), group);
        registrations.put(group.arn(), new TreeMap<>());
    }

    public synchronized void instance(String id, String type) {
        instanceTypes.put(id, type);
    }

    public synchronized void healthCheck(Predicate<Target> answers) {
        answersHealthCheck = answers;
    }

    /** Targets in a zone that is not enabled are registered and get nothing, not even health checks. */
    public synchronized void servesZone(boolean enabled) {
        servesZone = enabled;
    }

    public synchronized TargetGroup group(String arn) {
        TargetGroup group = groups.get(arn);
        if (group == null) {
            throw new AwsRefusal("TargetGroupNotFound", "One or more target groups not found");
        }
        return group;
    }

    public synchronized void register(String arn, Collection<Target> targets) {
        TargetGroup group = group(arn);
        targets.forEach(target -> requireAcceptable(group, target));
        SortedMap<Target, Registration> present = present(arn);
        long added = targets.stream()
                .distinct()
                .filter(target -> !present.containsKey(target))
                .count();
        if (count() + added > MAX_TARGETS) {
            throw new AwsRefusal("TooManyTargets", "You've reached the limit on the number of targets");
        }
        targets.forEach(target -> present.putIfAbsent(target, new Registration(clock.instant(), null, null, 0)));
    }

    /** Unknown targets are accepted and ignored, as by the real service. */
    public synchronized void deregister(String arn, Collection<Target> targets) {
        Instant end = clock.instant().plus(group(arn).deregistrationDelay());
        for (Target target : targets) {
            present(arn)
                    .computeIfPresent(
                            target,
                            (same, registration) -> registration.drainsUntil() == null
                                    ? new Registration(
                                            registration.since(),
                                            clock.instant().plus(LAG),
                                            end,
                                            registration.connections())
                                    : registration);
        }
    }

    /** The targets of the group that are registered or drain, with their states. */
    public synchronized List<TargetHealth> health(String arn) {
        return present(arn).keySet().stream().map(target -> health(arn, target)).toList();
    }

    public synchronized TargetHealth health(String arn, Target target) {
        Registration registration = present(arn).get(target);
        if (registration == null) {
            return new TargetHealth(target, "unused", "Target.NotRegistered");
        }
        if (registration.drainsUntil() != null) {
            return new TargetHealth(target, "draining", "Target.DeregistrationInProgress");
        }
        if (!servesZone) {
            return new TargetHealth(target, "unused", "Target.NotInUse");
        }
        if (clock.instant().isBefore(registration.since().plus(UNTIL_HEALTHY))) {
            return new TargetHealth(target, "initial", "Elb.RegistrationInProgress");
        }
        String state = checked(arn, target);
        return new TargetHealth(target, state, state.equals("healthy") ? "" : "Target.FailedHealthChecks");
    }

    private String checked(String arn, Target target) {
        CheckedTarget checks = checked.computeIfAbsent(target, _ -> new CheckedTarget());
        String state = checks.look(
                answersHealthCheck.test(target), clock.instant(), group(arn).checks());
        if (checks.takeCut()) {
            cut.add(target);
        }
        return state;
    }

    /** Each time the connections of a target were found cut since it fails its checks. */
    public synchronized List<Target> cut() {
        return List.copyOf(cut);
    }

    /**
     * Where new connections may go. When no target is healthy, all that are registered get some: it fails open. Source: ELB,
     * Network Load Balancers, "Health checks for target groups".
     */
    public synchronized List<Target> receivers(String arn) {
        List<Target> healthy = present(arn).keySet().stream()
                .filter(target -> sendsTo(arn, target))
                .toList();
        boolean fails = present(arn).keySet().stream()
                .noneMatch(target -> health(arn, target).state().equals("healthy"));
        return fails
                ? present(arn).keySet().stream()
                        .filter(target -> health(arn, target).state().startsWith("unhealthy"))
                        .toList()
                : healthy;
    }

    /** Whether new connections may come to this target: also for a while after its deregistration. */
    public synchronized boolean sendsTo(String arn, Target target) {
        Registration registration = present(arn).get(target);
        if (registration == null) {
            return false;
        }
        Instant sentUntil = registration.sentUntil();
        return sentUntil == null
                ? health(arn, target).state().equals("healthy")
                : clock.instant().isBefore(sentUntil);
    }

    /** Opens connections to one target and returns how many there was a port for. */
    public synchronized int connect(String arn, Target target, int connections) {
        if (!health(arn, target).state().equals("healthy")) {
            return 0;
        }
        Registration registration = present(arn).getOrDefault(target, new Registration(clock.instant(), null, null, 0));
        int free = group(arn).preservesClientAddress()
                ? connections
                : Math.min(connections, CONNECTIONS_PER_TARGET - registration.connections());
        portAllocationErrors += connections - free;
        present(arn).put(target, new Registration(registration.since(), null, null, registration.connections() + free));
        return free;
    }

    public synchronized long portAllocationErrors() {
        return portAllocationErrors;
    }

    private int count() {
        return groups.keySet().stream().mapToInt(arn -> present(arn).size()).sum();
    }

    private SortedMap<Target, Registration> present(String arn) {
        group(arn);
        SortedMap<Target, Registration> present = registrations.getOrDefault(arn, new TreeMap<>());
        present.values()
                .removeIf(registration ->
                        registration.drainsUntil() != null && !clock.instant().isBefore(registration.drainsUntil()));
        return present;
    }

    private void requireAcceptable(TargetGroup group, Target target) {
        if (group.takesAddresses() && !ADDRESS.matcher(target.id()).matches()) {
            throw new AwsRefusal("ValidationError", "The IP address '" + target.id() + "' is not a valid IPv4 address");
        }
        if (!group.takesAddresses()) {
            requireInstance(target);
        }
        if (health(group.arn(), target).state().equals("draining")) {
            throw new AwsRefusal("InvalidTarget", "Target " + target + " is being deregistered");
        }
    }

    private void requireInstance(Target target) {
        String type = instanceTypes.get(target.id());
        if (type == null) {
            throw new AwsRefusal("InvalidTarget", "The following targets are not in a running state: " + target.id());
        }
        if (PREVIOUS_GENERATION.matcher(type).matches()) {
            throw new AwsRefusal(
                    "InvalidTarget", "The following targets are not supported: " + target.id() + " of type " + type);
        }
    }
}
