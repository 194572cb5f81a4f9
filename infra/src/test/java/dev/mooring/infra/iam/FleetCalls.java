package dev.mooring.infra.iam;

import dev.mooring.infra.template.Template;
import java.util.ArrayList;
import java.util.List;

/** Every call that a fleet makes, from the code that makes it. */
public final class FleetCalls {
    private static final String HOST = "HostRole";
    private static final String SWEEP = "SweepRole";
    private static final String NAME_SWEEP = "NameSweepRole";
    private static final String ADDRESS_SWEEP = "AddressSweepRole";
    private static final String KEEPER = "KeepHostsRole";
    private static final String FLOW_LOG = "NetworkRejected";

    private FleetCalls() {}

    /** Those of a host alone, by what its user-data has it do. */
    public static List<Call> ofHost(Template template) {
        List<Call> calls = new ArrayList<>(ofEveryHost(template));
        if (UserData.script(template).contains("target-group-arn=")) {
            calls.addAll(ofTargets(template));
        }
        if (template.ofType("AWS::Route53::HostedZone").findAny().isPresent()) {
            calls.addAll(ofPushPort(template));
        }
        return calls;
    }

    static List<Call> ofAddresses(Template template) {
        String targets = arnOf(template, "AWS::ElasticLoadBalancingV2::TargetGroup");
        List<Call> calls = new ArrayList<>(ofInstances(template));
        calls.addAll(ofTargets(template));
        calls.add(Call.of(SWEEP, "elasticloadbalancing:DescribeTargetHealth", "*", "deregister_stale_targets.py"));
        calls.add(Call.of(SWEEP, "ec2:DescribeInstances", "*", "deregister_stale_targets.py"));
        calls.add(Call.of(SWEEP, "elasticloadbalancing:DeregisterTargets", targets, "deregister_stale_targets.py"));
        calls.addAll(ofSweep(template, SWEEP, "SweepLog"));
        return calls;
    }

    private static List<Call> ofTargets(Template template) {
        String targets = arnOf(template, "AWS::ElasticLoadBalancingV2::TargetGroup");
        return List.of(
                Call.of(HOST, "elasticloadbalancing:RegisterTargets", targets, "agent, HostTargets.register"),
                Call.of(HOST, "elasticloadbalancing:DeregisterTargets", targets, "agent, HostTargets.deregister"),
                Call.of(HOST, "elasticloadbalancing:DescribeTargetHealth", "*", "agent, HostTargets.health"));
    }

    static List<Call> ofInstances(Template template) {
        List<Call> calls = new ArrayList<>(ofEveryHost(template));
        String log = stream(template, "RejectedPackets");
        calls.add(Call.of(FLOW_LOG, "logs:CreateLogStream", log, "VPC flow log"));
        calls.add(Call.of(FLOW_LOG, "logs:PutLogEvents", log, "VPC flow log"));
        calls.add(Call.of(FLOW_LOG, "logs:DescribeLogStreams", log.replaceAll(":log-stream:.*", ":*"), "VPC flow log"));
        calls.add(Call.of("cloudwatch.amazonaws.com", "sns:Publish", topic(template), "CloudWatch, an alarm")
                .with("aws:SourceAccount", ResolvedTemplate.ACCOUNT)
                .with("aws:SecureTransport", "true"));
        calls.add(Call.of(KEEPER, "autoscaling:SuspendProcesses", group("Mooring-fleet"), "keep_hosts.py"));
        calls.addAll(printing(template, KEEPER, "KeepHostsLog"));
        return calls;
    }

    private static List<Call> ofEveryHost(Template template) {
        List<Call> calls = new ArrayList<>();
        String own = group("Mooring-fleet");
        calls.add(Call.of(HOST, "autoscaling:CompleteLifecycleAction", own, "agent, GroupMember.complete"));
        calls.add(Call.of(HOST, "autoscaling:RecordLifecycleActionHeartbeat", own, "agent, GroupMember.heartbeat"));
        calls.add(Call.of(HOST, "autoscaling:DescribeAutoScalingInstances", "*", "agent, GroupMember.state"));
        calls.add(Call.of(
                HOST,
                "cloudformation:SignalResource",
                "arn:aws:cloudformation:us-east-1:123456789012:stack/Mooring/0",
                "agent, CreationSignal.send, and user-data after a failed step"));
        calls.add(Call.of(HOST, "cloudwatch:PutMetricData", "*", "agent, ConnectionMetric.publish; publish-tracking.sh")
                .with("cloudwatch:namespace", "Mooring"));
        UserData.bundles(template)
                .forEach(object -> calls.add(Call.of(HOST, "s3:GetObject", object, "user-data, install_bundle")));
        return calls;
    }

    /** Without a load balancer, with a name that the hosts publish their addresses in. */
    static List<Call> ofNamed(Template template, String zone, String name) {
        List<Call> calls = new ArrayList<>(ofInstances(template));
        for (String action : List.of("UPSERT", "DELETE")) {
            calls.add(change(HOST, zone, name, action, "agent, HostName." + action));
        }
        String program = "forget_dead_names.py";
        calls.add(Call.of(ADDRESS_SWEEP, "route53:ListResourceRecordSets", zone, program));
        calls.add(Call.of(ADDRESS_SWEEP, "ec2:DescribeInstances", "*", program));
        calls.add(change(ADDRESS_SWEEP, zone, name, "DELETE", program));
        calls.addAll(ofSweep(template, ADDRESS_SWEEP, "AddressSweepLog"));
        return calls;
    }

    static Call change(String caller, String zone, String name, String action, String from) {
        return Call.of(caller, "route53:ChangeResourceRecordSets", zone, from)
                .with("route53:ChangeResourceRecordSetsNormalizedRecordNames", name)
                .with("route53:ChangeResourceRecordSetsRecordTypes", "A")
                .with("route53:ChangeResourceRecordSetsActions", action);
    }

    static List<Call> ofMessages(Template template) {
        List<Call> calls = new ArrayList<>(ofInstances(template));
        calls.addAll(ofPushPort(template));
        String program = "forget_dead_names.py";
        calls.add(Call.of(NAME_SWEEP, "route53:ListResourceRecordSets", zone(template), program));
        calls.add(Call.of(NAME_SWEEP, "ec2:DescribeInstances", "*", program));
        calls.add(Call.of(NAME_SWEEP, "route53:ChangeResourceRecordSets", zone(template), program)
                .with("route53:ChangeResourceRecordSetsActions", "DELETE"));
        calls.addAll(ofSweep(template, NAME_SWEEP, "NameSweepLog"));
        return calls;
    }

    private static List<Call> ofPushPort(Template template) {
        List<Call> calls = new ArrayList<>();
        String secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:mooring/push-abcdef";
        calls.add(Call.of(HOST, "secretsmanager:GetSecretValue", secret, "user-data, fetch_keys"));
        for (String action : List.of("UPSERT", "DELETE")) {
            calls.add(Call.of(HOST, "route53:ChangeResourceRecordSets", zone(template), "publish-name.sh " + action)
                    .with("route53:ChangeResourceRecordSetsActions", action));
        }
        return calls;
    }

    /** Hosts end TLS, and their secret is encrypted with a key of the customer. */
    static List<Call> ofHostTls(Template template) {
        List<Call> calls = new ArrayList<>(ofInstances(template));
        String secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:mooring/wss-abcdef";
        calls.add(Call.of(HOST, "secretsmanager:GetSecretValue", secret, "agent, HostSecret.text"));
        calls.add(Call.of(
                        HOST,
                        "kms:Decrypt",
                        "arn:aws:kms:us-east-1:123456789012:key/1",
                        "Secrets Manager, for HostSecret.text")
                .with("kms:ViaService", "secretsmanager.us-east-1.amazonaws.com"));
        return calls;
    }

    static String zone(Template template) {
        return arnOf(template, "AWS::Route53::HostedZone");
    }

    /** What runs a sweep, and what it writes. */
    private static List<Call> ofSweep(Template template, String role, String logGroup) {
        List<Call> calls = new ArrayList<>(printing(template, role, logGroup));
        String function = role.replace("Role", "");
        template.ofType("AWS::Events::Rule")
                .forEach(rule -> calls.add(Call.of(
                                "events.amazonaws.com",
                                "lambda:InvokeFunction",
                                new ResolvedTemplate(template).arn(id(template, "AWS::Lambda::Function", function)),
                                "EventBridge, rule " + rule.id())
                        .with("aws:SourceArn", new ResolvedTemplate(template).arn(rule.id()))));
        return calls;
    }

    private static List<Call> printing(Template template, String role, String logGroup) {
        String log = stream(template, logGroup);
        return List.of(
                Call.of(role, "logs:CreateLogStream", log, "Lambda, for what the program prints"),
                Call.of(role, "logs:PutLogEvents", log, "Lambda, for what the program prints"));
    }

    static String topic(Template template) {
        return arnOf(template, "AWS::SNS::Topic");
    }

    static String group(String name) {
        return "arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:0:autoScalingGroupName/" + name;
    }

    private static String stream(Template template, String logGroup) {
        String id = id(template, "AWS::Logs::LogGroup", logGroup);
        return "arn:aws:logs:us-east-1:123456789012:log-group:" + id + ":log-stream:1";
    }

    private static String id(Template template, String type, String prefix) {
        return template.ofType(type)
                .map(Template.Resource::id)
                .filter(each -> each.startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    private static String arnOf(Template template, String type) {
        return new ResolvedTemplate(template)
                .arn(template.ofType(type).findFirst().orElseThrow().id());
    }
}
