package dev.mooring.infra;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.RefusedException;
import java.util.Map;

/**
 * All that is decided before anything is synthesized.
 *
 * @param plan from context "mooring"
 * @param deployment from context "deployment"
 */
public record FleetInputs(CapacityPlan plan, Deployment deployment) {
    public FleetInputs {
        if (plan.spec().tls() != deployment.certificate().isPresent()) {
            throw RefusedException.of(
                    "tls",
                    plan.spec().tls(),
                    "does not go with",
                    "certificate=" + deployment.certificate().orElse(""),
                    "a TLS listener needs a certificate, and only it uses one");
        }
        if (plan.fleet().loadBalancers() > 1) {
            throw RefusedException.of(
                    "max-hosts",
                    plan.fleet().maxHosts(),
                    "need " + plan.fleet().maxHosts() * plan.ports().targets() + " targets, more than",
                    "500 of one load balancer",
                    "lower max-hosts to " + plan.ports().hostsPerLoadBalancer()
                            + ", or deploy the fleet more than once");
        }
    }

    /**
     * Plans the fleet.
     *
     * @throws RefusedException when an input is wrong or the fleet is not possible
     */
    public static FleetInputs of(Map<String, ?> mooring, Map<String, ?> deployment) {
        CapacityPlan plan = CapacityPlanner.plan(FleetSpec.of(mooring));
        return new FleetInputs(plan, Deployment.of(deployment));
    }
}
