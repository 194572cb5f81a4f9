package dev.mooring.infra;

import dev.mooring.capacity.Authentication;
import dev.mooring.capacity.Availability;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.Front;
import dev.mooring.capacity.Ingress;
import dev.mooring.capacity.Messaging;
import dev.mooring.capacity.Offerings;
import dev.mooring.capacity.Place;
import dev.mooring.capacity.unit.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All that is decided before anything is synthesized.
 *
 * @param plan from context "mooring"
 * @param deployment from context "deployment", its zones chosen where the region is known
 * @param messaging from context "messaging"
 * @param authentication from context "authentication"
 */
public record DeploymentPlan(
        CapacityPlan plan, Deployment deployment, Messaging messaging, Authentication authentication) {
    /** Of what stands between two dots of a name in DNS. */
    private static final int MAX_LABEL = 63;

    public DeploymentPlan {
        authentication.requireBeside(plan.spec().ingress(), plan.host().ports());
        messaging.requireBeside(plan.spec().host().ports());
        if (messaging.pushPort().isPresent() && deployment.stack().length() > MAX_LABEL) {
            throw RefusedException.of(
                    "stack",
                    deployment.stack(),
                    "is longer than",
                    MAX_LABEL + " characters, and with push-port a part of a name in DNS",
                    "give a shorter one, or leave push-port out");
        }
        requireWhatTlsNeeds(plan.spec().ingress(), deployment);
        if (deployment.host().secretsKey().isPresent()
                && secrets(deployment, messaging, authentication).isEmpty()) {
            throw RefusedException.of(
                    "secrets-kms-key",
                    deployment.host().secretsKey().get(),
                    "is given without",
                    "certificate-secret, push-keys or jwt-keys, which name secrets",
                    "leave it out");
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

    /** The secrets that a host reads, each by its name or ARN. */
    public List<String> secrets() {
        return secrets(deployment, messaging, authentication);
    }

    /** Whether the agent writes secrets into files of the server. */
    public boolean agentReadsSecrets() {
        return deployment.encryption().secret().or(authentication::tokenKeys).isPresent();
    }

    private static List<String> secrets(Deployment deployment, Messaging messaging, Authentication authentication) {
        return Stream.of(deployment.encryption().secret(), messaging.pushKeys(), authentication.tokenKeys())
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private static void requireWhatTlsNeeds(Ingress ingress, Deployment deployment) {
        Deployment.Encryption given = deployment.encryption();
        if (ingress.endsAtBalancer() != given.certificate().isPresent()) {
            throw RefusedException.of(
                    "tls",
                    ingress.tls(),
                    "does not go with",
                    "certificate=" + given.certificate().orElse(""),
                    "a TLS listener needs a certificate, and only it uses one");
        }
        if (ingress.endsOnHost() != given.secret().isPresent()) {
            throw RefusedException.of(
                    "tls",
                    ingress.tls(),
                    "does not go with",
                    "certificate-secret=" + given.secret().orElse(""),
                    "hosts that end TLS need a secret with their certificate and its key, and only they use one");
        }
        if (ingress.secure() && deployment.domain().isEmpty()) {
            throw RefusedException.of(
                    "domain",
                    "",
                    "is not given with",
                    "tls=" + ingress.tls(),
                    "name what the certificate is for and clients connect to");
        }
        if (!ingress.secure() && given.domain().isPresent()) {
            throw RefusedException.of(
                    "domain",
                    given.domain().get(),
                    "does not go with",
                    "tls=" + ingress.tls(),
                    "set tls=host or tls=true, or leave domain out");
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
    public static DeploymentPlan of(
            Map<String, ?> mooring,
            Map<String, ?> deployment,
            Map<String, ?> messaging,
            Map<String, ?> authentication) {
        FleetSpec spec = FleetSpec.of(mooring);
        Deployment where = Deployment.of(deployment);
        CapacityPlan plan = CapacityPlanner.plan(spec, where.place().zoneCount());
        return new DeploymentPlan(
                plan,
                where.in(Availability.published().zones(plan.spec(), where.place())),
                Messaging.of(messaging),
                Authentication.of(authentication));
    }

    /** The same for a fleet to which everybody may connect. */
    public static DeploymentPlan of(Map<String, ?> mooring, Map<String, ?> deployment, Map<String, ?> messaging) {
        return of(mooring, deployment, messaging, Map.of());
    }

    /** The same for a fleet without messages. */
    public static DeploymentPlan of(Map<String, ?> mooring, Map<String, ?> deployment) {
        return of(mooring, deployment, Map.of());
    }
}
