package dev.mooring.infra.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.infra.Fleets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each test breaks one thing of a good template, which the CDK and its validator let pass. */
final class TemplateRulesTest {
    private static final String LISTENER = "AWS::ElasticLoadBalancingV2::Listener";
    private static final String BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer";
    private static final String TARGETS = "AWS::ElasticLoadBalancingV2::TargetGroup";
    private static final String GROUP = "AWS::AutoScaling::AutoScalingGroup";
    private static final String LAUNCH = "AWS::EC2::LaunchTemplate";

    @Test
    void findsNothingInTheFleetsThatAreSynthesized() {
        assertEquals(List.of(), TemplateRules.check(Fleets.previousGeneration()));
        assertEquals(List.of(), TemplateRules.check(Fleets.currentGeneration()));
    }

    @Test
    void catchesAMisspeltListenerAttribute() {
        catches(
                LISTENER,
                listener -> attribute(listener, "ListenerAttributes", 0).put("Key", "tcp.idle_timeout.second"),
                "attribute=tcp.idle_timeout.second is not one of tcp.idle_timeout.seconds");
    }

    @Test
    void catchesATypeOfNitroSixThatIsLeftToForgetAfterItsDefault() {
        catches(
                LAUNCH,
                launch -> ((ObjectNode) launch.path("LaunchTemplateData")).put("InstanceType", "m8i.xlarge"),
                "TcpEstablishedTimeout= is not set on m8i.xlarge, which forgets an idle connection after 350s");
    }

    @Test
    void catchesAnIdleTimeoutThatTheLoadBalancerDoesNotTake() {
        catches(
                LISTENER,
                listener -> attribute(listener, "ListenerAttributes", 0).put("Value", "9000"),
                "tcp.idle_timeout.seconds=9000 is outside 60-6000");
    }

    @Test
    void catchesATcpListenerThatLeavesTheIdleTimeoutToTheDefault() {
        catches(
                LISTENER,
                listener -> listener.remove("ListenerAttributes"),
                "tcp.idle_timeout.seconds= is not set on a TCP listener");
    }

    @Test
    void catchesATlsListenerWithAnotherIdleTimeout() {
        catches(
                LISTENER,
                listener -> {
                    listener.put("Protocol", "TLS");
                    attribute(listener, "ListenerAttributes", 0).put("Value", "660");
                },
                "tcp.idle_timeout.seconds=660 is not the fixed 350 of a TLS listener");
    }

    @Test
    void catchesAMisspeltProtocol() {
        catches(LISTENER, listener -> listener.put("Protocol", "TPC"), "Protocol=TPC is not one of TCP, TLS");
    }

    @Test
    void catchesMoreSecondaryAddressesThanThereAre() {
        catches(
                BALANCER,
                balancer -> add(balancer, "LoadBalancerAttributes", "secondary_ips.auto_assigned.per_subnet", "9"),
                "secondary_ips.auto_assigned.per_subnet=9 is outside 0-7");
    }

    @Test
    void catchesAnUnknownTargetGroupAttribute() {
        catches(
                TARGETS,
                targets -> add(targets, "TargetGroupAttributes", "preserve_client_ips.enabled", "true"),
                "attribute=preserve_client_ips.enabled is not one of");
    }

    @Test
    void catchesADeregistrationDelayOfMoreThanAnHour() {
        catches(
                TARGETS,
                targets -> attribute(targets, "TargetGroupAttributes", 0).put("Value", "7200"),
                "deregistration_delay.timeout_seconds=7200 is outside 0-3600");
    }

    @Test
    void catchesAnInstanceTypeThatDoesNotExist() {
        catches(
                LAUNCH,
                launch -> data(launch).put("InstanceType", "m3.xxlarge"),
                "instance-type=m3.xxlarge is not one of");
    }

    @Test
    void catchesATrackingTimeoutThatEc2DoesNotTake() {
        List<String> violations = mutated(Fleets.currentGeneration(), LAUNCH, launch -> trackingTimeout(launch, 10));

        assertContains(violations, "TcpEstablishedTimeout=10 is outside 60-432000");
    }

    @Test
    void catchesATrackingTimeoutOnATypeThatHasNone() {
        catches(LAUNCH, launch -> trackingTimeout(launch, 700), "TcpEstablishedTimeout=700 cannot be set on m3.xlarge");
    }

    @Test
    void catchesAHookThatWaitsForTooLong() {
        catches(
                GROUP,
                group -> hook(group, 0).put("HeartbeatTimeout", 99_999),
                "HeartbeatTimeout=99999 is outside 30-7200");
    }

    @Test
    void catchesAHookThatLetsAnUnverifiedHostIn() {
        catches(
                GROUP,
                group -> hook(group, 0).put("DefaultResult", "CONTINUE"),
                "DefaultResult=CONTINUE is not ABANDON");
    }

    @Test
    void catchesAGroupThatBalancesZones() {
        catches(
                "Custom::HostsStay",
                stay -> stay.put("Process", "ReplaceUnhealthy"),
                "AZRebalance= is not suspended, so full hosts are ended to balance zones");
        catches(
                "Custom::HostsStay",
                stay -> stay.put("Group", "another"),
                "AZRebalance= is not suspended, so full hosts are ended to balance zones");
    }

    @Test
    void catchesHostsThatEndForTheirAge() {
        catches(
                GROUP,
                group -> group.put("MaxInstanceLifetime", 604_800),
                "MaxInstanceLifetime=604800 ends hosts that nobody wants to end");
    }

    @Test
    void catchesASpotHostThatIsReplacedOnAGuess() {
        catches(
                GROUP,
                group -> group.put("CapacityRebalance", true),
                "CapacityRebalance=true ends hosts that nobody wants to end");
    }

    @Test
    void catchesHostsThatNoStackCanDelete() {
        catches(
                GROUP,
                group -> group.put("NewInstancesProtectedFromScaleIn", true),
                "NewInstancesProtectedFromScaleIn=true makes a stack that cannot be deleted");
    }

    @Test
    void catchesARefreshThatWaitsForAHostInStandby() {
        Template copy = new Template(Fleets.previousGeneration().root().deepCopy());
        object(copy.root().at("/Resources/Hosts/UpdatePolicy/AutoScalingInstanceRefresh/Preferences"))
                .put("StandbyInstances", "Wait");

        assertContains(TemplateRules.check(copy), "StandbyInstances=Wait is not Ignore");
    }

    @Test
    void catchesTargetsByAddressOnAnAutoScalingGroup() {
        String targets = Fleets.previousGeneration()
                .ofType(TARGETS)
                .findFirst()
                .orElseThrow()
                .id();

        catches(
                GROUP,
                group -> group.putArray("TargetGroupARNs").addObject().put("Ref", targets),
                "is a target group of type ip, which cannot be attached to an Auto Scaling group");
    }

    @Test
    void catchesAPreviousGenerationTypeByInstanceId() {
        catches(
                TARGETS,
                targets -> targets.put("TargetType", "instance"),
                "TargetType=instance is not ip, as previous generation types need");
    }

    @Test
    void catchesAPreviousGenerationTypeWithClientAddresses() {
        catches(
                TARGETS,
                targets -> attribute(targets, "TargetGroupAttributes", 1).put("Value", "true"),
                "preserve_client_ip.enabled=true is not false, as previous generation types need");
    }

    @Test
    void catchesTheOldInstanceMetadata() {
        catches(
                LAUNCH,
                launch -> data(launch).withObject("MetadataOptions").put("HttpTokens", "optional"),
                "HttpTokens=optional is not required");
    }

    @Test
    void catchesADiskInClear() {
        catches(
                LAUNCH,
                launch -> object(data(launch).at("/BlockDeviceMappings/0/Ebs")).put("Encrypted", false),
                "Encrypted=false is not true");
    }

    @Test
    void catchesUserDataThatIsTooLarge() {
        catches(
                LAUNCH,
                launch -> data(launch).withObject("UserData").put("Fn::Base64", "x".repeat(16_385)),
                "UserData=16385 bytes is more than 16384 bytes, which EC2 takes");
    }

    @Test
    void catchesAPort22ThatIsOpen() {
        catches(
                "AWS::EC2::SecurityGroup",
                group -> group.putArray("SecurityGroupIngress")
                        .addObject()
                        .put("CidrIp", "10.0.0.0/8")
                        .put("IpProtocol", "tcp")
                        .put("FromPort", 0)
                        .put("ToPort", 1024),
                "SecurityGroupIngress=10.0.0.0/8 opens an administration port to an address range");
    }

    @Test
    void catchesAPort22ThatARuleOfItsOwnOpens() {
        catches(
                "AWS::EC2::SecurityGroupIngress",
                rule -> rule.put("CidrIp", "0.0.0.0/0")
                        .put("IpProtocol", "tcp")
                        .put("FromPort", 22)
                        .put("ToPort", 22),
                "CidrIp=0.0.0.0/0 opens an administration port to an address range");
    }

    @Test
    void catchesATopicWhosePolicyLeavesCloudWatchOut() {
        catches(
                "AWS::SNS::TopicPolicy",
                policy -> {
                    ArrayNode statements = (ArrayNode) policy.at("/PolicyDocument/Statement");
                    statements.removeIf(
                            statement -> statement.path("Effect").asText().equals("Allow"));
                },
                "is a topic whose policy does not let publish cloudwatch.amazonaws.com");
    }

    @Test
    void catchesAnAlarmOfWhichNobodyHears() {
        catches(
                "AWS::CloudWatch::Alarm",
                alarm -> alarm.remove("AlarmActions"),
                "AlarmActions= is empty, so nobody hears of the alarm");
    }

    @Test
    void catchesATargetGroupThatCutsWhomAFullHostHolds() {
        catches(
                TARGETS,
                targets -> named(targets, "target_health_state.unhealthy.connection_termination.enabled")
                        .put("Value", "true"),
                "target_health_state.unhealthy.connection_termination.enabled=true is not false, so that a full host"
                        + " loses nobody");
    }

    @Test
    void catchesADrainingIntervalThatEndsBeforeTheLongest() {
        catches(
                TARGETS,
                targets -> named(targets, "target_health_state.unhealthy.draining_interval_seconds")
                        .put("Value", "900"),
                "target_health_state.unhealthy.draining_interval_seconds=900 is not 360000, the longest: at its end all"
                        + " connections are cut");
    }

    @Test
    void catchesAHealthCheckOnThePortsOfClients() {
        catches(
                TARGETS,
                targets -> targets.remove("HealthCheckPort"),
                "HealthCheckPort=traffic-port is not a port of its own, on which a full host can fail and still admit");
    }

    @Test
    void catchesAHealthCheckThatNoHostAnswers() {
        catches(
                TARGETS,
                targets -> targets.put("HealthCheckPort", "9002"),
                "HealthCheckPort=9002 is answered by no host of the launch template");
    }

    @Test
    void catchesAHealthCheckThatNoSecurityGroupLetsThrough() {
        catches(
                TARGETS,
                targets -> targets.put("HealthCheckPort", "9002"),
                "HealthCheckPort=9002 is not let through by a security group");
    }

    @Test
    void catchesAGroupThatReplacesAHostBecauseItIsFull() {
        catches(
                GROUP,
                group -> group.put("HealthCheckType", "EC2,ELB"),
                "HealthCheckType=ELB is not EC2: the group would replace a host because it is full");
    }

    @Test
    void catchesAnAlarmThatTakesAFullHostForBroken() {
        catches(
                "AWS::CloudWatch::Alarm",
                alarm -> alarm.put("MetricName", "UnHealthyHostCount"),
                "MetricName=UnHealthyHostCount is watched without the hosts that are only full");
    }

    private static ObjectNode named(ObjectNode targets, String key) {
        for (JsonNode attribute : targets.path("TargetGroupAttributes")) {
            if (attribute.path("Key").asText().equals(key)) {
                return object(attribute);
            }
        }
        throw new AssertionError("no attribute " + key);
    }

    private static void catches(String type, Consumer<ObjectNode> mutation, String sentence) {
        assertContains(mutated(Fleets.previousGeneration(), type, mutation), sentence);
    }

    private static List<String> mutated(Template good, String type, Consumer<ObjectNode> mutation) {
        Template copy = new Template(good.root().deepCopy());
        Template.Resource resource = copy.ofType(type).findFirst().orElseThrow();
        mutation.accept(object(resource.properties()));
        return TemplateRules.check(copy);
    }

    private static void assertContains(List<String> violations, String sentence) {
        assertFalse(violations.stream().noneMatch(each -> each.contains(sentence)), violations::toString);
    }

    private static ObjectNode attribute(ObjectNode resource, String property, int index) {
        return object(resource.path(property).path(index));
    }

    private static void add(ObjectNode resource, String property, String key, String value) {
        ((ArrayNode) resource.path(property)).addObject().put("Key", key).put("Value", value);
    }

    private static ObjectNode data(ObjectNode launch) {
        return object(launch.path("LaunchTemplateData"));
    }

    private static ObjectNode hook(ObjectNode group, int index) {
        return attribute(group, "LifecycleHookSpecificationList", index);
    }

    private static void trackingTimeout(ObjectNode launch, int seconds) {
        object(data(launch).at("/NetworkInterfaces/0"))
                .withObject("ConnectionTrackingSpecification")
                .put("TcpEstablishedTimeout", seconds);
    }

    private static ObjectNode object(JsonNode node) {
        return (ObjectNode) node;
    }
}
