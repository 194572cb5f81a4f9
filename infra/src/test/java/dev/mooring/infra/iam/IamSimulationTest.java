package dev.mooring.infra.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.capacity.input.Resource;
import dev.mooring.infra.Fleets;
import dev.mooring.infra.template.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The policies of the templates against every call that is made: each is allowed with its resource and its context, and
 * nothing is allowed that nobody makes. What an action knows, resources and conditions, is AWS's own list of 2026-09-26;
 * {@code infra/renew-actions} renews it.
 */
final class IamSimulationTest {
    private static final String NAME = "ws.example.com";
    private static final String ZONE = "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ";
    private static final Map<String, KnownAction> KNOWN = known();

    /** An action as AWS documents it. */
    private record KnownAction(List<String> resources, List<String> conditions) {}

    /** What is allowed although nobody asks: role, action pattern, reason. */
    record Excepted(String owner, String action, String reason) {}

    private static final List<Excepted> EXCEPTIONS = List.of(
            new Excepted("NetworkRejected", "iam:PassRole", "the CDK adds it for flow logs; it names this very role"));

    @Test
    void allowsEveryCallOfAFleetOfThePreviousGeneration() {
        assertAllowed(Fleets.previousGeneration(), FleetCalls.ofAddresses(Fleets.previousGeneration()));
    }

    @Test
    void allowsEveryCallOfAFleetOfACurrentType() {
        assertAllowed(Fleets.currentGeneration(), FleetCalls.ofInstances(Fleets.currentGeneration()));
    }

    @Test
    void allowsEveryCallOfAFleetWithAPushPort() {
        assertAllowed(Fleets.messaging(), FleetCalls.ofMessages(Fleets.messaging()));
    }

    @Test
    void allowsEveryCallOfAFleetWhoseHostsEndTlsAndNothingElse() {
        List<Call> calls = FleetCalls.ofHostTls(Fleets.hostTls());
        assertAllowed(Fleets.hostTls(), calls);
        assertUsed(Fleets.hostTls(), calls, EXCEPTIONS);
    }

    @Test
    void deniesAHostAnotherSecretAndAKeyForAnythingElse() {
        Policies policies = Policies.of(Fleets.hostTls());
        String key = "arn:aws:kms:us-east-1:123456789012:key/1";
        assertDenied(
                policies,
                List.of(
                        Call.of(
                                "HostRole",
                                "secretsmanager:GetSecretValue",
                                "arn:aws:secretsmanager:us-east-1:123456789012:secret:mooring/wss2-abcdef",
                                "another secret"),
                        Call.of("HostRole", "kms:Decrypt", key, "by itself"),
                        Call.of("HostRole", "kms:Decrypt", key, "a disk")
                                .with("kms:ViaService", "ec2.us-east-1.amazonaws.com")));
    }

    @Test
    void allowsEveryCallOfAFleetThatPublishesItsAddressesAndNothingElse() {
        List<Call> calls = FleetCalls.ofNamed(Fleets.named(), ZONE, NAME);
        assertAllowed(Fleets.named(), calls);
        assertUsed(Fleets.named(), calls, EXCEPTIONS);
    }

    @Test
    void deniesAHostWhatIsAnothersInTheZoneOfItsName() {
        Policies policies = Policies.of(Fleets.named());
        String other = "arn:aws:route53:::hostedzone/Z0";
        assertDenied(
                policies,
                List.of(
                        FleetCalls.change("HostRole", other, NAME, "UPSERT", "another zone"),
                        FleetCalls.change("HostRole", ZONE, "www.example.com", "UPSERT", "another name"),
                        FleetCalls.change("HostRole", ZONE, NAME, "CREATE", "another action"),
                        FleetCalls.change("HostRole", ZONE, NAME, "UPSERT", "another type")
                                .with("route53:ChangeResourceRecordSetsRecordTypes", "CNAME")));
    }

    @Test
    void deniesAHostTheKeysAndNamesOfAnother() {
        Policies policies = Policies.of(Fleets.messaging());
        String secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:";
        assertDenied(
                policies,
                List.of(
                        Call.of(
                                "HostRole",
                                "secretsmanager:GetSecretValue",
                                secret + "mooring/push-keys-abcdef",
                                "another secret"),
                        Call.of(
                                "HostRole",
                                "secretsmanager:GetSecretValue",
                                secret + "database-abcdef",
                                "another secret"),
                        Call.of(
                                        "HostRole",
                                        "route53:ChangeResourceRecordSets",
                                        "arn:aws:route53:::hostedzone/Z0",
                                        "another zone")
                                .with("route53:ChangeResourceRecordSetsActions", "UPSERT"),
                        Call.of(
                                        "HostRole",
                                        "route53:ChangeResourceRecordSets",
                                        FleetCalls.zone(Fleets.messaging()),
                                        "a new record")
                                .with("route53:ChangeResourceRecordSetsActions", "CREATE")));
    }

    @Test
    void allowsNothingToAFleetThatNobodyAsks() {
        assertUsed(Fleets.messaging(), FleetCalls.ofMessages(Fleets.messaging()), EXCEPTIONS);
        assertUsed(Fleets.previousGeneration(), FleetCalls.ofAddresses(Fleets.previousGeneration()), EXCEPTIONS);
        assertUsed(Fleets.currentGeneration(), FleetCalls.ofInstances(Fleets.currentGeneration()), EXCEPTIONS);
    }

    @Test
    void allowsEveryCallOfThePipelineAndNothingElse() {
        assertAllowed(Fleets.pipelineStack(), PipelineCalls.all(Fleets.pipelineStack()));
        assertUsed(Fleets.pipelineStack(), PipelineCalls.all(Fleets.pipelineStack()), PipelineCalls.exceptions());
    }

    @Test
    void deniesAHostWhatIsAnothers() {
        Policies policies = Policies.of(Fleets.previousGeneration());
        String elsewhere = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/Other/0";
        assertDenied(
                policies,
                List.of(
                        Call.of(
                                "HostRole",
                                "elasticloadbalancing:DeregisterTargets",
                                elsewhere,
                                "another target group"),
                        Call.of(
                                "HostRole",
                                "autoscaling:CompleteLifecycleAction",
                                FleetCalls.group("Other-fleet"),
                                "another group"),
                        Call.of("HostRole", "cloudwatch:PutMetricData", "*", "another namespace")
                                .with("cloudwatch:namespace", "AWS/EC2"),
                        Call.of(
                                "HostRole",
                                "cloudformation:SignalResource",
                                "arn:aws:cloudformation:us-east-1:123456789012:stack/Other/0",
                                "another stack"),
                        Call.of(
                                "HostRole",
                                "s3:GetObject",
                                "arn:aws:s3:::cdk-hnb659fds-assets-123456789012-us-east-1/0.gz",
                                "another"),
                        Call.of(
                                        "cloudwatch.amazonaws.com",
                                        "sns:Publish",
                                        FleetCalls.topic(Fleets.previousGeneration()),
                                        "stranger")
                                .with("aws:SourceAccount", "210987654321")
                                .with("aws:SecureTransport", "true")));
    }

    /** The step runs the repository's code: it must reach the hosts of this fleet and nothing else. */
    @Test
    void deniesTheStepThatVerifiesTheWayIntoAnythingElse() {
        Policies policies = Policies.of(Fleets.pipelineStack());
        String instance = "arn:aws:ec2:us-east-1:123456789012:instance/i-2";
        String group = "aws:ResourceTag/aws:autoscaling:groupName";

        assertFalse(policies.allows(PipelineCalls.tunnel("5432", "Mooring-fleet")), "a database behind the endpoint");
        assertFalse(policies.allows(PipelineCalls.tunnel("22", "Other-fleet")), "the endpoint of another fleet");
        assertFalse(
                policies.allows(Call.of("PipelineFleetVerifyHosts", "ec2:GetConsoleOutput", instance, "a stranger")
                        .with(group, "Other-fleet")),
                "the console of a stranger");
    }

    private static void assertDenied(Policies policies, List<Call> calls) {
        assertEquals(List.of(), calls.stream().filter(policies::allows).toList());
    }

    private static void assertAllowed(Template template, List<Call> calls) {
        Policies policies = Policies.of(template);
        List<Call> denied =
                calls.stream().filter(call -> !policies.allows(call)).toList();
        assertEquals(List.of(), denied);
        Set<String> unsound = new TreeSet<>();
        policies.statements().stream()
                .filter(Statement::allows)
                .forEach(statement -> calls.stream()
                        .filter(statement::covers)
                        .forEach(call -> unsound.addAll(unsound(statement, call))));
        assertEquals(Set.of(), unsound);
    }

    /** A statement that IAM would not apply to this call, whatever it says: the action knows no such resource or condition. */
    private static List<String> unsound(Statement statement, Call call) {
        List<String> found = new ArrayList<>();
        KnownAction action = KNOWN.get(call.action());
        if (action == null) {
            return List.of(call.action() + " is not an action that AWS documents; see infra/renew-actions");
        }
        if (!call.resource().equals("*")
                && action.resources().stream().noneMatch(pattern -> Statement.matches(pattern, call.resource()))) {
            found.add(call.action() + " knows no resource " + call.resource());
        }
        statement.conditions().values().stream()
                .flatMap(keys -> keys.keySet().stream())
                .filter(key ->
                        !global(key) && action.conditions().stream().noneMatch(known -> Statement.matches(known, key)))
                .forEach(key -> found.add(call.action() + " knows no condition " + key));
        return found;
    }

    private static boolean global(String key) {
        return Set.of("aws:SourceAccount", "aws:SourceArn", "aws:SecureTransport", "aws:CalledVia")
                .contains(key);
    }

    private static void assertUsed(Template template, List<Call> calls, List<Excepted> exceptions) {
        Set<String> unused = new TreeSet<>();
        for (Statement statement : Policies.of(template).statements()) {
            if (!statement.allows()) {
                continue;
            }
            for (String action : statement.actions()) {
                boolean used = calls.stream()
                        .filter(call -> statement.principals().isEmpty()
                                ? statement.owner().startsWith(call.caller())
                                : true)
                        .filter(statement::covers)
                        .anyMatch(call -> Statement.matches(action, call.action()));
                boolean excepted = exceptions.stream()
                        .anyMatch(each ->
                                statement.owner().startsWith(each.owner()) && Statement.matches(each.action(), action));
                if (!used && !excepted) {
                    unused.add(statement.owner() + " may " + action + " on " + statement.resources());
                }
            }
        }
        assertEquals("", String.join("\n", unused));
    }

    private static Map<String, KnownAction> known() {
        Map<String, KnownAction> known = new HashMap<>();
        Resource.text(IamSimulationTest.class, "actions.tsv")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .forEach(fields -> known.put(fields[0], new KnownAction(patterns(fields[1]), patterns(fields[2]))));
        return known;
    }

    private static List<String> patterns(String texts) {
        return Stream.of(texts.split(" "))
                .map(text -> text.replaceAll("\\$\\{[^}]+}|<[^>]+>", "*"))
                .collect(Collectors.toList());
    }
}
