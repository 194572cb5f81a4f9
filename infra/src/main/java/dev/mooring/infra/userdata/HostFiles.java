package dev.mooring.infra.userdata;

import static dev.mooring.capacity.unit.DurationText.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetKey;
import dev.mooring.capacity.HostSecrets;
import dev.mooring.capacity.Messaging;
import dev.mooring.capacity.PlanProperties;
import dev.mooring.capacity.RollPace;
import dev.mooring.capacity.input.Resource;
import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Names;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a host that follow from the plan, by path. The settings of its kernel are host-tuning's. */
final class HostFiles {
    /** EC2 takes 16,384 bytes of user-data, so the reasons stay behind. */
    private static final String COMMENT = "(?m)^#.*\n";

    private static final String VERIFY_COMMAND =
            "/opt/mooring/verify/bin/verify --local --format json --config /etc/mooring/fleet.json";

    /** What is a property of the group or of the load balancer, and no host's: a change must not replace hosts. */
    private static final Set<FleetKey> OF_THE_GROUP = EnumSet.of(FleetKey.TOTAL, FleetKey.SPARE, FleetKey.MAX_HOSTS);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private HostFiles() {}

    static SortedMap<String, String> of(DeploymentPlan inputs, HostIdentity host) {
        CapacityPlan plan = CapacityPlanner.plan(inputs.plan().spec().ofOneHost());
        SortedMap<String, String> files = new TreeMap<>();
        files.put("/etc/mooring/fleet.json", fleet(plan, inputs));
        files.put(
                "/etc/mooring/server.properties",
                PlanProperties.ofServer(plan, inputs.messaging(), inputs.authentication())
                        .text());
        files.put("/etc/mooring/agent.properties", agent(plan, inputs, host));
        files.put(
                "/opt/mooring/server/conf/jvm.options", plan.host().jvm().line().replace(' ', '\n') + "\n");
        files.put("/etc/systemd/system/mooring-agent.service", agentUnit(plan, inputs));
        if (inputs.agentReadsSecrets()) {
            files.put(
                    "/etc/systemd/system/mooring-secrets.service",
                    Resource.text(HostFiles.class, "mooring-secrets.service")
                            .replaceAll(COMMENT, "")
                            .replace("@STATE@", HostSecrets.STATE_DIRECTORY));
        }
        if (plan.spec().instance().trackingTimeoutConfigurable()) {
            files.putAll(tracking(host));
        }
        host.name().ifPresent(name -> files.putAll(publishing(host, name)));
        return files;
    }

    private static Map<String, String> publishing(HostIdentity host, HostIdentity.PublishedName name) {
        return Map.of(
                "/opt/mooring/publish-name.sh",
                Resource.text(HostFiles.class, "publish-name.sh")
                        .replace("@ZONE@", name.zone())
                        .replace("@NAME@", name.name()),
                "/etc/systemd/system/mooring-name.service",
                Resource.text(HostFiles.class, "mooring-name.service").replace("@REGION@", host.region()));
    }

    /**
     * The fleet as verify reads it: the inputs of the plan that concern a host, defaults filled in, and what it does with
     * messages.
     */
    private static String fleet(CapacityPlan plan, DeploymentPlan inputs) {
        SortedMap<String, String> mooring = new TreeMap<>();
        boolean ofTheGroup = !plan.spec().ingress().endsOnHost();
        plan.spec().texts().forEach((key, text) -> {
            if (!OF_THE_GROUP.contains(key) && !(key == FleetKey.TLS && ofTheGroup)) {
                mooring.put(key.key(), text);
            }
        });
        SortedMap<String, Object> context = new TreeMap<>(Map.of("mooring", mooring));
        Messaging messaging = inputs.messaging();
        if (plan.spec().ingress().endsOnHost()) {
            context.put(
                    "deployment",
                    Map.of(ProjectFile.DOMAIN, inputs.deployment().domain().orElseThrow()));
        }
        if (!messaging.texts().isEmpty()) {
            SortedMap<String, String> texts = new TreeMap<>();
            messaging.texts().forEach((key, text) -> texts.put(key.key(), text));
            context.put("messaging", texts);
        }
        try {
            return JSON.writeValueAsString(Map.of("context", context)) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("texts can be written as JSON", impossible);
        }
    }

    private static String agent(CapacityPlan plan, DeploymentPlan inputs, HostIdentity host) {
        RollPace pace = plan.roll();
        SortedMap<String, String> values = new TreeMap<>();
        inputs.deployment().encryption().secret().ifPresent(secret -> values.put("certificate-secret", secret));
        inputs.authentication().tokenKeys().ifPresent(secret -> values.put("token-secret", secret));
        Optional<String> targetGroup = host.targetGroup();
        targetGroup.ifPresent(arn -> values.put("target-group-arn", arn));
        host.publicName().ifPresent(name -> {
            values.put("name-zone", name.zone());
            values.put("name", name.name());
        });
        values.put("auto-scaling-group", host.group());
        values.put("launch-hook", Names.LAUNCH_HOOK);
        values.put("terminate-hook", Names.TERMINATE_HOOK);
        values.put("signal-stack", host.stack());
        values.put("signal-resource", Names.GROUP_RESOURCE);
        values.put("console", "/dev/console");
        values.put("region", host.region());
        values.put("ports", plan.spec().host().ports().toString());
        values.put("verify-command", VERIFY_COMMAND);
        values.put("plan", PlanProperties.of(plan).fingerprint());
        values.put("accepted-warnings", Names.ACCEPTED_WARNINGS);
        values.put("balancer-lag", format(pace.balancerLag()));
        values.put("drain-window", format(pace.drainWindow()));
        values.put("deregistration-delay", format(pace.deregistrationDelay()));
        values.put("metric-namespace", Names.METRIC_NAMESPACE);
        if (plan.leavesRotation()) {
            values.put("rotation", "true");
        }
        if (plan.spec().fleet().move()) {
            values.put("move", "true");
        }
        values.put("heartbeat-interval", format(pace.heartbeatInterval()));
        values.put("join-deadline", format(pace.joinDeadline()));
        return new PlanProperties(values).text();
    }

    private static String agentUnit(CapacityPlan plan, DeploymentPlan inputs) {
        return Resource.text(HostFiles.class, "mooring-agent.service")
                .replaceAll(COMMENT, "")
                .replace(
                        "@STATE@\n",
                        inputs.agentReadsSecrets() ? "StateDirectory=" + HostSecrets.STATE_DIRECTORY + "\n" : "")
                .replace("@NOFILE@", Long.toString(plan.spec().host().nofile()));
    }

    /**
     * Publishes how often since the last time the network interface had no room to track a connection; the interface counts
     * since the boot, and so would the alarm. What was not published adds to the next time. Needs ethtool and an ENA
     * interface; about a second of CPU a minute for the AWS command line. (Said here, as user-data has no room for it.)
     */
    private static Map<String, String> tracking(HostIdentity host) {
        return Map.of(
                "/opt/mooring/publish-tracking.sh",
                Resource.text(HostFiles.class, "publish-tracking.sh")
                        .replace("@NAMESPACE@", Names.METRIC_NAMESPACE)
                        .replace("@METRIC@", Names.TRACKING_METRIC)
                        .replace("@GROUP@", host.group()),
                "/etc/systemd/system/mooring-tracking.service",
                Resource.text(HostFiles.class, "mooring-tracking.service").replace("@REGION@", host.region()),
                "/etc/systemd/system/mooring-tracking.timer",
                Resource.text(HostFiles.class, "mooring-tracking.timer"));
    }
}
