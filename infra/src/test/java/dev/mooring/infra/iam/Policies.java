package dev.mooring.infra.iam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Every policy of a template: those of roles, of a topic, of a bucket, and the permission to call a function. */
public record Policies(List<Statement> statements) {
    public static Policies of(Template template) {
        ResolvedTemplate resolved = new ResolvedTemplate(template);
        List<Statement> statements = new ArrayList<>();
        template.ofType("AWS::IAM::Policy")
                .forEach(policy -> policy.properties()
                        .path("Roles")
                        .forEach(role -> add(
                                statements,
                                resolved,
                                role.path("Ref").asText(),
                                policy.properties().path("PolicyDocument"))));
        template.ofType("AWS::IAM::Role")
                .forEach(role -> role.properties()
                        .path("Policies")
                        .forEach(policy -> add(statements, resolved, role.id(), policy.path("PolicyDocument"))));
        Stream.of("AWS::SNS::TopicPolicy", "AWS::S3::BucketPolicy")
                .flatMap(template::ofType)
                .forEach(policy -> add(
                        statements, resolved, policy.id(), policy.properties().path("PolicyDocument")));
        template.ofType("AWS::Lambda::Permission")
                .forEach(permission -> statements.add(new Statement(
                        permission.id(),
                        true,
                        List.of(permission.properties().path("Principal").asText()),
                        List.of(permission.properties().path("Action").asText()),
                        List.of(resolved.text(permission.properties().path("FunctionName"))),
                        Map.of(
                                "ArnLike",
                                Map.of(
                                        "aws:SourceArn",
                                        List.of(resolved.text(
                                                permission.properties().path("SourceArn"))))))));
        return new Policies(List.copyOf(statements));
    }

    /** Whether a call is allowed: by its role's policy, or by its resource's for a service. */
    public boolean allows(Call call) {
        return of(call).anyMatch(statement -> statement.allows() && statement.covers(call))
                && statements.stream().noneMatch(statement -> !statement.allows() && statement.covers(call));
    }

    /** The statements that may allow a call of this caller. */
    private Stream<Statement> of(Call call) {
        return statements.stream()
                .filter(statement -> statement.principals().isEmpty()
                        ? statement.owner().startsWith(call.caller())
                        : statement.principals().contains(call.caller()));
    }

    private static void add(List<Statement> statements, ResolvedTemplate resolved, String owner, JsonNode document) {
        document.path("Statement")
                .forEach(statement -> statements.add(new Statement(
                        owner,
                        statement.path("Effect").asText().equals("Allow"),
                        principals(resolved, statement.path("Principal")),
                        texts(resolved, statement.path("Action")),
                        texts(resolved, statement.path("Resource")),
                        conditions(resolved, statement.path("Condition")))));
    }

    private static List<String> principals(ResolvedTemplate resolved, JsonNode principal) {
        return principal.isTextual()
                ? List.of(principal.asText())
                : Stream.of("AWS", "Service")
                        .flatMap(kind -> texts(resolved, principal.path(kind)).stream())
                        .toList();
    }

    private static Map<String, Map<String, List<String>>> conditions(ResolvedTemplate resolved, JsonNode condition) {
        Map<String, Map<String, List<String>>> conditions = new TreeMap<>();
        condition.properties().forEach(operator -> {
            Map<String, List<String>> keys = new TreeMap<>();
            operator.getValue().properties().forEach(key -> keys.put(key.getKey(), texts(resolved, key.getValue())));
            conditions.put(operator.getKey(), keys);
        });
        return conditions;
    }

    private static List<String> texts(ResolvedTemplate resolved, JsonNode textOrTexts) {
        if (textOrTexts.isMissingNode()) {
            return List.of();
        }
        return textOrTexts.isArray()
                ? StreamSupport.stream(textOrTexts.spliterator(), false)
                        .map(resolved::text)
                        .toList()
                : List.of(resolved.text(textOrTexts));
    }
}
