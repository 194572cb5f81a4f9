package dev.mooring.infra;

import static dev.mooring.infra.Fleets.attributes;
import static dev.mooring.infra.Fleets.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.capacity.RollPace;
import dev.mooring.infra.app.Synthesis;
import dev.mooring.infra.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

final class FleetStackTest {
    private static final String LISTENER = "AWS::ElasticLoadBalancingV2::Listener";
    private static final String TARGETS = "AWS::ElasticLoadBalancingV2::TargetGroup";
    private static final String GROUP = "AWS::AutoScaling::AutoScalingGroup";
    private static final String LAUNCH = "AWS::EC2::LaunchTemplate";

    @Test
    void givesTheListenerTheIdleTimeoutOfThePlan() {
        JsonNode listener = only(Fleets.previousGeneration(), LISTENER);

        assertEquals("TCP", listener.path("Protocol").asText());
        assertEquals(Map.of("tcp.idle_timeout.seconds", "350"), attributes(listener.path("ListenerAttributes")));
    }

    @Test
    void leavesTheIdleTimeoutOfATlsListenerAlone() {
        JsonNode listener = only(Fleets.encrypted(), LISTENER);

        assertEquals("TLS", listener.path("Protocol").asText());
        assertEquals(443, listener.path("Port").asInt());
        assertFalse(listener.has("ListenerAttributes"));
    }

    @Test
    void takesThePreviousGenerationByAddressAndWithoutTheClients() {
        JsonNode targets = only(Fleets.previousGeneration(), TARGETS);

        assertEquals("ip", targets.path("TargetType").asText());
        assertEquals(
                Map.of(
                        "deregistration_delay.timeout_seconds", "1320",
                        "deregistration_delay.connection_termination.enabled", "true",
                        "preserve_client_ip.enabled", "false",
                        "target_health_state.unhealthy.connection_termination.enabled", "false",
                        "target_health_state.unhealthy.draining_interval_seconds", "360000"),
                attributes(targets.path("TargetGroupAttributes")));
        assertFalse(only(Fleets.previousGeneration(), GROUP).has("TargetGroupARNs"));
    }

    @Test
    void takesCurrentTypesByInstanceIdAndWithTheClients() {
        JsonNode targets = only(Fleets.currentGeneration(), TARGETS);

        assertEquals("instance", targets.path("TargetType").asText());
        assertEquals("true", attributes(targets.path("TargetGroupAttributes")).get("preserve_client_ip.enabled"));
        assertTrue(only(Fleets.currentGeneration(), GROUP).has("TargetGroupARNs"));
    }

    @Test
    void sendsTheClientsAddressesToHostsThatRequireThem() {
        Template told =
                Fleets.synthesis(Map.of("proxy-protocol", true), Map.of()).fleet();

        assertEquals(
                "true",
                attributes(only(told, TARGETS).path("TargetGroupAttributes")).get("proxy_protocol_v2.enabled"));
        assertTrue(only(told, LAUNCH).toString().contains("proxy-protocol=required"), "the server's file says so");
    }

    @Test
    void setsTheTrackingTimeoutOfTheInterfaceOnNitroOnly() {
        String pointer = "/LaunchTemplateData/NetworkInterfaces/0/ConnectionTrackingSpecification";

        assertEquals(
                700,
                only(Fleets.currentGeneration(), LAUNCH)
                        .at(pointer + "/TcpEstablishedTimeout")
                        .asInt());
        assertTrue(only(Fleets.previousGeneration(), LAUNCH).at(pointer).isMissingNode());
    }

    @Test
    void choosesTheImageByTheArchitectureOfTheType() {
        assertTrue(parameters(Fleets.previousGeneration()).contains("al2023-ami-kernel-6.1-x86_64"));
        assertTrue(parameters(Fleets.currentGeneration()).contains("al2023-ami-kernel-6.1-arm64"));
    }

    @Test
    void holdsAHostBackUntilItIsVerifiedAndUntilItIsDrained() {
        JsonNode hooks = only(Fleets.previousGeneration(), GROUP).path("LifecycleHookSpecificationList");

        assertEquals("verified", hooks.at("/0/LifecycleHookName").asText());
        assertEquals(2820, hooks.at("/0/HeartbeatTimeout").asInt());
        assertEquals("ABANDON", hooks.at("/0/DefaultResult").asText());
        assertEquals("drained", hooks.at("/1/LifecycleHookName").asText());
        assertEquals("CONTINUE", hooks.at("/1/DefaultResult").asText());
    }

    @Test
    void waitsForAHostLongerThanItMayTakeToJoin() {
        RollPace pace = Fleets.inputs(Map.of()).plan().roll();
        Duration longest = pace.joinDeadline().plus(pace.deregistrationDelay());
        JsonNode hook = hook("EC2_INSTANCE_LAUNCHING");

        assertTrue(hook.path("HeartbeatTimeout").asLong() > longest.toSeconds(), () -> hook + " " + longest);
        assertEquals("ABANDON", hook.path("DefaultResult").asText());
    }

    @Test
    void keepsADrainingHostAliveThoughOneHeartbeatIsLost() {
        Duration interval = Fleets.inputs(Map.of()).plan().roll().heartbeatInterval();
        JsonNode hook = hook("EC2_INSTANCE_TERMINATING");

        assertTrue(hook.path("HeartbeatTimeout").asLong() >= 2 * interval.toSeconds(), () -> hook + " " + interval);
    }

    /** Without it the first deployment ends well while no host can start. */
    @Test
    void endsTheFirstDeploymentOnlyWhenEachHostHasSaidThatItServes() {
        JsonNode group = Fleets.previousGeneration().root().at("/Resources/" + Names.GROUP_RESOURCE);
        JsonNode signal = group.at("/CreationPolicy/ResourceSignal");

        assertEquals(
                group.at("/Properties/MinSize").asInt(), signal.path("Count").asInt());
        assertEquals(
                hook("EC2_INSTANCE_LAUNCHING").path("HeartbeatTimeout").asLong(),
                Duration.parse(signal.path("Timeout").asText()).toSeconds());
    }

    @Test
    void takesTheImageThatTheDeploymentNames() {
        JsonNode data = only(
                        Fleets.synthesis(Map.of(), Map.of("image", "ami-0123456789abcdef0", "kms-key", "alias/aws/ebs"))
                                .fleet(),
                        LAUNCH)
                .path("LaunchTemplateData");

        assertEquals("ami-0123456789abcdef0", data.path("ImageId").asText());
        assertTrue(data.at("/BlockDeviceMappings/0/Ebs/KmsKeyId").toString().contains("alias/aws/ebs"), data::toString);
    }

    @Test
    void namesTheGroupAfterTheStackSoThatARegionTakesTwo() {
        Template staging =
                Fleets.synthesis(Map.of(), Map.of("stack", "Staging")).fleet();

        assertEquals(
                "Staging-fleet", staging.root().at("/Outputs/GroupName/Value").asText());
        assertFalse(staging.root().toString().contains("Mooring-fleet"), "a name of the other fleet");
    }

    @Test
    void replacesHostsBeforeTheyGoAndTakesARollBackOnAlarms() {
        JsonNode preferences = preferences();

        assertEquals(100, preferences.path("MinHealthyPercentage").asInt());
        assertEquals(200, preferences.path("MaxHealthyPercentage").asInt());
        assertEquals("[25,50,75,100]", preferences.path("CheckpointPercentages").toString());
        assertEquals(3, preferences.at("/AlarmSpecification/Alarms").size());
    }

    /** By default the only host ends before another one is there. */
    @Test
    void hasARefreshByHandDocumentedThatDoesWhatARollDoes() throws IOException {
        String document = Files.readString(Path.of("../docs/operations.md"));
        List<String> commands = List.of(document.split("start-instance-refresh", -1));
        assertTrue(commands.size() > 1, "a command that is documented");
        for (String command : commands.subList(1, commands.size())) {
            String preferences = command.replaceFirst("(?s)^[^`']*--preferences '([^']*)'\n```.*", "$1");
            ObjectNode expected = preferences().deepCopy();
            expected.remove("AlarmSpecification");
            assertEquals(expected, new JsonMapper().readTree(preferences));
        }
    }

    private static JsonNode preferences() {
        String group = Fleets.previousGeneration()
                .ofType(GROUP)
                .findFirst()
                .orElseThrow()
                .id();
        return Fleets.previousGeneration()
                .root()
                .path("Resources")
                .path(group)
                .at("/UpdatePolicy/AutoScalingInstanceRefresh/Preferences");
    }

    @Test
    void growsAtFourFifthsOfTheCapAndNeverShrinksByItself() {
        JsonNode tracking = policy(Fleets.previousGeneration(), "TargetTrackingConfiguration");

        assertEquals(480_000, tracking.path("TargetValue").asInt());
        assertTrue(tracking.path("DisableScaleIn").asBoolean());
        assertEquals(
                "ConnectionsPerHost",
                tracking.at("/CustomizedMetricSpecification/MetricName").asText());
    }

    /** What the first host holds then stays there: the earlier the second one starts, the more of both is used. */
    @Test
    void startsTheSecondHostBeforeTheFirstIsHalfFull() {
        Template template = Fleets.previousGeneration();
        JsonNode alarm = template.ofType("AWS::CloudWatch::Alarm")
                .filter(each -> each.id().startsWith("SecondHost"))
                .map(Template.Resource::properties)
                .findFirst()
                .orElseThrow();

        assertEquals(240_000, alarm.path("Threshold").asInt());
        assertTrue(alarm.path("Metrics").toString().contains("IF(wanted < 2, connections, 0)"), alarm::toString);
        assertEquals(
                "AWS::AutoScaling::ScalingPolicy",
                template.root()
                        .path("Resources")
                        .path(alarm.at("/AlarmActions/0/Ref").asText())
                        .path("Type")
                        .asText());
        JsonNode steps = policy(template, "StepAdjustments");
        assertEquals(1, steps.at("/0/ScalingAdjustment").asInt());
        assertEquals(0, steps.at("/0/MetricIntervalLowerBound").asInt());
    }

    @Test
    void startsNoSecondHostEarlyWhereTwoAreThereOrNoneMayCome() {
        for (Map<String, String> mooring :
                List.of(Map.of("total", "1200000"), Map.of("spare", "1"), Map.of("max-hosts", "1"))) {
            Template template = Fleets.synthesis(mooring, Map.of()).fleet();
            assertFalse(alarms(template).contains("SecondHost"), mooring::toString);
        }
    }

    @Test
    void checksTheHealthOfHostsOnAPortOfItsOwn() {
        JsonNode targets = only(Fleets.currentGeneration(), TARGETS);

        assertEquals("HTTP", targets.path("HealthCheckProtocol").asText());
        assertEquals("9001", targets.path("HealthCheckPort").asText());
        assertEquals("/rotation", targets.path("HealthCheckPath").asText());
        assertTrue(only(Fleets.currentGeneration(), LAUNCH).toString().contains("health=0.0.0.0:9001"));
        assertFalse(only(Fleets.direct(), LAUNCH).toString().contains("health="), "nobody checks it there");
    }

    @Test
    void letsHostsAskForTheMeanOfTheFleetOnlyWhereTheyMove() {
        Template moving = Fleets.synthesis(Map.of("move", "true"), Map.of()).fleet();

        assertTrue(moving.root().toString().contains("cloudwatch:GetMetricStatistics"));
        assertTrue(only(moving, LAUNCH).toString().contains("move=true"), "the agent's file says so");
        assertFalse(Fleets.previousGeneration().root().toString().contains("cloudwatch:GetMetricStatistics"));
    }

    private static JsonNode policy(Template template, String kind) {
        return template.ofType("AWS::AutoScaling::ScalingPolicy")
                .map(Template.Resource::properties)
                .filter(policy -> policy.has(kind))
                .findFirst()
                .orElseThrow()
                .path(kind);
    }

    @Test
    void putsNoLoadBalancerBeforeAFleetThatIsReachedDirectly() {
        assertEquals(0, Fleets.direct().ofType(LISTENER).count());
        assertEquals(1, Fleets.direct().ofType("AWS::EC2::NetworkAcl").count());
        assertTrue(Fleets.direct()
                .ofType("AWS::EC2::SecurityGroupIngress")
                .map(Template.Resource::properties)
                .anyMatch(rule -> rule.path("CidrIp").asText().equals("0.0.0.0/0")
                        && rule.path("FromPort").asInt() == 8080
                        && rule.path("ToPort").asInt() == 8095));
    }

    @Test
    void sweepsStaleAddressesWhereHostsRegisterThemselves() {
        assertEquals(1, functions(Fleets.previousGeneration(), "Sweep"));
        assertEquals(0, functions(Fleets.currentGeneration(), "Sweep"));
    }

    @Test
    void leavesHostsInTheirZones() {
        assertEquals(1, functions(Fleets.currentGeneration(), "KeepHosts"));
        JsonNode stay = Fleets.only(Fleets.currentGeneration(), "Custom::HostsStay");
        assertEquals("AZRebalance", stay.path("Process").asText());
    }

    @Test
    void letsRoutersSayThatAPacketIsTooLargeWhereNoLoadBalancerStands() {
        assertTrue(Fleets.direct()
                .ofType("AWS::EC2::SecurityGroup")
                .flatMap(group -> StreamSupport.stream(
                        group.properties().path("SecurityGroupIngress").spliterator(), false))
                .anyMatch(rule -> rule.path("IpProtocol").asText().equals("icmp")
                        && rule.path("FromPort").asInt() == 3
                        && rule.path("ToPort").asInt() == 4));
        assertTrue(Fleets.direct()
                .ofType("AWS::EC2::NetworkAclEntry")
                .map(Template.Resource::properties)
                .anyMatch(entry -> entry.path("Protocol").asInt() == 1
                        && entry.at("/Icmp/Type").asInt() == 3
                        && entry.at("/Icmp/Code").asInt() == 4));
    }

    @Test
    void tellsClientsOfTheNameThatTheHostsPublish() {
        assertEquals(
                "ws://ws.example.com:8080/",
                Fleets.named().root().at("/Outputs/Url/Value").asText());
    }

    private static long functions(Template template, String prefix) {
        return template.ofType("AWS::Lambda::Function")
                .filter(function -> function.id().startsWith(prefix))
                .count();
    }

    @Test
    void watchesTheTrackingAllowanceOnNitroOnly() {
        assertEquals(
                Set.of("MissingHeartbeat", "NearlyFull", "PortAllocation", "Resets", "SecondHost", "UnhealthyHosts"),
                alarms(Fleets.previousGeneration()));
        assertTrue(alarms(Fleets.currentGeneration()).contains("TrackingAllowance"));
    }

    @Test
    void saysWhereToConnectAndHowToVerify() {
        JsonNode outputs = Fleets.previousGeneration().root().path("Outputs");

        assertTrue(outputs.path("Url").toString().contains("ws://"));
        assertEquals("Mooring-fleet", outputs.at("/GroupName/Value").asText());
        assertTrue(outputs.path("VerifyCommand").toString().contains("host-tuning/verify --asg Mooring-fleet"));
    }

    @Test
    void hasNoFindingOfCdkNagWithoutAReason() throws IOException {
        for (Synthesis synthesis : Fleets.all()) {
            for (String line : NagReports.lines(synthesis.folder())) {
                assertFalse(line.contains("\"Non-Compliant\""), line);
            }
        }
    }

    @Test
    void breaksNoRule() {
        for (Synthesis synthesis : Fleets.all()) {
            assertEquals(List.of(), synthesis.violations());
        }
    }

    private static JsonNode hook(String transition) {
        for (JsonNode hook : only(Fleets.previousGeneration(), GROUP).path("LifecycleHookSpecificationList")) {
            if (hook.path("LifecycleTransition").asText().equals("autoscaling:" + transition)) {
                return hook;
            }
        }
        throw new AssertionError("no hook for " + transition);
    }

    private static String parameters(Template template) {
        return template.root().path("Parameters").toString();
    }

    private static Set<String> alarms(Template template) {
        Set<String> names = new TreeSet<>();
        template.ofType("AWS::CloudWatch::Alarm")
                .forEach(alarm -> names.add(alarm.id().replaceAll("[0-9A-F]{8}$", "")));
        return names;
    }
}
