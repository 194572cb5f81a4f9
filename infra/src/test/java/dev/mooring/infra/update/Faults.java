package dev.mooring.infra.update;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.capacity.InstanceCatalog;
import dev.mooring.infra.iam.Call;
import dev.mooring.infra.iam.FleetCalls;
import dev.mooring.infra.iam.Policies;
import dev.mooring.infra.iam.ResolvedTemplate;
import dev.mooring.infra.iam.UserData;
import dev.mooring.infra.template.Template;
import dev.mooring.infra.template.Template.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What does not work in a moment of an update, in sentences. */
final class Faults {
    private static final Pattern TARGETS = Pattern.compile("(?m)^target-group-arn=(\\S+)");
    private static final Pattern PORTS = Pattern.compile("(?m)^ports=(\\d+)(?:-(\\d+))?");
    /** A script runs at the first boot and never again. */
    private static final String DOWNLOAD = "s3:GetObject";

    private final Moment moment;
    private final ResolvedTemplate resolved;
    private final List<String> found = new ArrayList<>();

    private Faults(Moment moment) {
        this.moment = moment;
        this.resolved = new ResolvedTemplate(moment.stack());
    }

    static List<String> of(Moment moment) {
        Faults faults = new Faults(moment);
        faults.listeners();
        faults.ways();
        faults.rights();
        return faults.found.stream().map(each -> moment.step() + ": " + each).toList();
    }

    /** Those of all moments from the first on in which hosts serve. */
    static List<String> of(List<Moment> moments) {
        return moments.stream()
                .dropWhile(moment -> moment.hosts().stream().noneMatch(Faults::serves))
                .flatMap(moment -> of(moment).stream())
                .toList();
    }

    private void listeners() {
        moment.stack().ofType("AWS::ElasticLoadBalancingV2::Listener").forEach(listener -> {
            Set<String> forwarded = new HashSet<>();
            listener.properties()
                    .path("DefaultActions")
                    .forEach(action -> forwarded.add(resolved.text(action.path("TargetGroupArn"))));
            for (String group : forwarded) {
                if (moment.hosts().stream()
                        .filter(Faults::serves)
                        .noneMatch(host -> groupsOf(host).contains(group))) {
                    found.add(listener.id() + " forwards to " + group + ", which has no host that serves");
                }
                if (!existing().contains(group)) {
                    found.add(listener.id() + " forwards to " + group + ", which is not there");
                }
            }
        });
    }

    private Set<String> existing() {
        Set<String> arns = new HashSet<>();
        moment.stack()
                .ofType("AWS::ElasticLoadBalancingV2::TargetGroup")
                .forEach(group -> arns.add(resolved.arn(group.id())));
        return arns;
    }

    /** Registered by itself, or by the Auto Scaling group, which a previous generation cannot be. */
    private Set<String> groupsOf(RunningHost host) {
        Set<String> groups = new HashSet<>();
        Matcher own = TARGETS.matcher(UserData.script(host.origin()));
        if (own.find()) {
            groups.add(Objects.requireNonNull(own.group(1)));
        }
        if (InstanceCatalog.find(typeOf(host)).registersByInstanceId()) {
            moment.stack()
                    .ofType("AWS::AutoScaling::AutoScalingGroup")
                    .forEach(group ->
                            group.properties().path("TargetGroupARNs").forEach(arn -> groups.add(resolved.text(arn))));
        }
        return groups;
    }

    private static String typeOf(RunningHost host) {
        return host.origin()
                .ofType("AWS::EC2::LaunchTemplate")
                .findFirst()
                .orElseThrow()
                .properties()
                .at("/LaunchTemplateData/InstanceType")
                .asText();
    }

    /** From the load balancer, or from everywhere, to the ports that a host listens on. */
    private void ways() {
        boolean balanced = moment.stack()
                .ofType("AWS::ElasticLoadBalancingV2::LoadBalancer")
                .findAny()
                .isPresent();
        moment.hosts().stream()
                .filter(host -> host.phase() != RunningHost.Phase.LAUNCHING)
                .forEach(host -> {
                    way("Ingress", host);
                    if (balanced) {
                        way("Egress", host);
                    }
                });
    }

    /** Rules of their own, and those within a security group. */
    private void way(String direction, RunningHost host) {
        Matcher ports = PORTS.matcher(UserData.script(host.origin()));
        if (!ports.find()) {
            throw new IllegalStateException("no ports in the user-data of " + host.id());
        }
        int first = Integer.parseInt(ports.group(1));
        int last = ports.group(2) == null ? first : Integer.parseInt(ports.group(2));
        Stream<JsonNode> own =
                moment.stack().ofType("AWS::EC2::SecurityGroup" + direction).map(Resource::properties);
        Stream<JsonNode> within = moment.stack()
                .ofType("AWS::EC2::SecurityGroup")
                .flatMap(group ->
                        group.properties().path("SecurityGroup" + direction).valueStream());
        if (Stream.concat(own, within).noneMatch(rule -> covers(rule, first, last))) {
            found.add("no rule of " + direction + " lets clients to " + first + "-" + last + " of " + host.phase() + " "
                    + host.id());
        }
    }

    private static boolean covers(JsonNode rule, int first, int last) {
        return rule.path("IpProtocol").asText().equals("tcp")
                && rule.path("FromPort").asInt() <= first
                && rule.path("ToPort").asInt() >= last;
    }

    private void rights() {
        Policies policies = Policies.of(moment.stack());
        moment.hosts()
                .forEach(host -> denied(
                        policies,
                        host.origin(),
                        call -> host.phase() == RunningHost.Phase.LAUNCHING
                                || !call.action().equals(DOWNLOAD),
                        host.phase() + " " + host.id()));
        Template launches = moment.launches();
        if (launches != null) {
            denied(policies, launches, call -> true, "a host launched now");
        }
    }

    private void denied(Policies policies, Template origin, Predicate<Call> asked, String who) {
        Stream<Call> calls = FleetCalls.ofHost(origin).stream().filter(asked);
        calls.filter(call -> !policies.allows(call))
                .forEach(call -> found.add(who + " may not " + call.action() + " on " + call.resource()));
    }

    private static boolean serves(RunningHost host) {
        return host.phase() == RunningHost.Phase.SERVING;
    }
}
