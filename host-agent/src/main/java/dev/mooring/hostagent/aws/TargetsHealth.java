package dev.mooring.hostagent.aws;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** What the load balancer says of every target of this host. */
public final class TargetsHealth {
    private final List<TargetHealthDescription> targets;

    private TargetsHealth(List<TargetHealthDescription> targets) {
        this.targets = targets;
    }

    static TargetsHealth of(List<TargetHealthDescription> targets) {
        return new TargetsHealth(List.copyOf(targets));
    }

    /** Of a host that is not found at all. */
    static TargetsHealth notRegistered() {
        return of(List.of(TargetHealthDescription.builder()
                .targetHealth(health ->
                        health.state(TargetHealthStateEnum.UNUSED).reason(TargetHealthReasonEnum.TARGET_NOT_REGISTERED))
                .build()));
    }

    public boolean allHealthy() {
        return targets.stream().allMatch(target -> is(target, TargetHealthStateEnum.HEALTHY));
    }

    /**
     * Whether every target is registered and stays so; health does not matter. One that is unused for another reason, as
     * in a zone that the load balancer does not serve, is registered, and registering it again would not help.
     */
    public boolean allRegistered() {
        return targets.stream()
                .noneMatch(target -> target.targetHealth().reason() == TargetHealthReasonEnum.TARGET_NOT_REGISTERED
                        || is(target, TargetHealthStateEnum.DRAINING));
    }

    /** Whether a deregistration has not ended; until then the address cannot be registered again. */
    public boolean anyDraining() {
        return targets.stream().anyMatch(target -> is(target, TargetHealthStateEnum.DRAINING));
    }

    /** The ports that are not healthy, as in {@code unhealthy (Target.FailedHealthChecks) 8081 8083}. */
    @Override
    public String toString() {
        Map<String, String> ports = targets.stream()
                .filter(target -> !is(target, TargetHealthStateEnum.HEALTHY))
                .collect(Collectors.groupingBy(
                        TargetsHealth::stateAndReason,
                        TreeMap::new,
                        Collectors.mapping(target -> target.target().port().toString(), Collectors.joining(" "))));
        return ports.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String stateAndReason(TargetHealthDescription target) {
        return target.targetHealth().stateAsString() + " ("
                + target.targetHealth().reasonAsString() + ")";
    }

    private static boolean is(TargetHealthDescription target, TargetHealthStateEnum state) {
        return target.targetHealth().state() == state;
    }
}
