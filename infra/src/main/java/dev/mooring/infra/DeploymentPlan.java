package dev.mooring.infra;

import dev.mooring.capacity.Availability;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.Front;
import dev.mooring.capacity.Messaging;
import dev.mooring.capacity.Offerings;
import dev.mooring.capacity.Place;
import dev.mooring.capacity.unit.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * All that is decided before anything is synthesized.
 *
 * @param plan from context "mooring"
 * @param deployment from context "deployment", its zones chosen where the region is known
 * @param messaging from context "messaging"
 */
public record DeploymentPlan(CapacityPlan plan, Deployment deployment, Messaging messaging) {
    /** Of what stands between two dots of a name in DNS. */
    private static final int LONGEST_LABEL = 63;

    public DeploymentPlan {
        messaging.requireBeside(plan.spec().host().ports());
        if (messaging.pushPort().isPresent() && deployment.stack().length() > LONGEST_LABEL) {
            throw RefusedException.of(
                    "stack",
                    deployment.stack(),
                    "is longer than",
                    LONGEST_LABEL + " characters, and with push-port a part of a name in DNS",
                    "give a shorter one, or leave push-port out");
        }
        if (plan.spec().ingress().tls() != deployment.certificate().isPresent()) {
            throw RefusedException.of(
                    "tls",
                    plan.spec().ingress().tls(),
                    "does not go with",
                    "certificate=" + deployment.certificate().orElse(""),
                    "a TLS listener needs a certificate, and only it uses one");
        }
        if (deployment.name().isPresent() && plan.spec().ingress().front() != Front.DIRECT) {
            throw RefusedException.of(
                    "name",
                    deployment.name().get().name(),
                    "does not go with",
                    "front=nlb",
                    "point an alias of yours to the load balancer, or set front=direct");
        }
        if (plan.fleet().loadBalancers() > 1) {
            throw RefusedException.of(
                    "max-hosts",
                    plan.fleet().maxHosts(),
                    "need " + plan.fleet().maxHosts() * plan.host().ports().targets() + " targets, more than",
                    "500 of one load balancer",
                    "lower max-hosts to " + plan.host().ports().hostsPerLoadBalancer()
                            + ", or deploy the fleet more than once");
        }
    }

    /**
     * Refuses a region that only the credentials tell, when it does not have the hosts. The template does not depend on
     * it: it must be the same on every machine.
     *
     * @param region of the credentials, as the CDK tells it; empty without them
     * @throws RefusedException when no zone of it, or not every one, offers the type
     */
    public void requireOfferedIn(Optional<String> region) {
        if (deployment.place().effectiveRegion().isPresent() || region.isEmpty()) {
            return;
        }
        String type = plan.spec().instance().name();
        Availability.published().zones(plan.spec(), new Place(region, List.of()));
        NavigableSet<String> without = new TreeSet<>(Offerings.published().zones(region.get()));
        without.removeAll(Offerings.published().zonesWith(type, region.get()));
        if (!without.isEmpty()) {
            throw RefusedException.of(
                    "instance-type",
                    type,
                    "is not offered in",
                    String.join(", ", without) + " of " + region.get(),
                    "set region=" + region.get() + " in deployment, and zones that have it are chosen");
        }
    }

    /**
     * Plans the fleet.
     *
     * @throws RefusedException when an input is wrong or the fleet is not possible
     */
    public static DeploymentPlan of(Map<String, ?> mooring, Map<String, ?> deployment, Map<String, ?> messaging) {
        FleetSpec spec = FleetSpec.of(mooring);
        Deployment where = Deployment.of(deployment);
        CapacityPlan plan = CapacityPlanner.plan(spec, where.place().zoneCount());
        return new DeploymentPlan(
                plan, where.in(Availability.published().zones(plan.spec(), where.place())), Messaging.of(messaging));
    }

    /** The same for a fleet without messages. */
    public static DeploymentPlan of(Map<String, ?> mooring, Map<String, ?> deployment) {
        return of(mooring, deployment, Map.of());
    }
}
