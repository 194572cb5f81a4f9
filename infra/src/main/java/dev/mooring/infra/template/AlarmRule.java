package dev.mooring.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template.Resource;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The topics of alarms: CloudWatch must be allowed to publish to one that has a policy, since a policy replaces the one
 * that every topic begins with. Otherwise the alarm turns red and nobody hears of it. An alarm without an action is the
 * same. Source: Amazon SNS developer guide, "Example cases for Amazon SNS access control".
 */
final class AlarmRule implements TemplateRule {
    private static final String CLOUDWATCH = "cloudwatch.amazonaws.com";

    @Override
    public Stream<String> violations(Template template) {
        return template.ofType("AWS::CloudWatch::Alarm").flatMap(alarm -> check(template, alarm));
    }

    private static Stream<String> check(Template template, Resource alarm) {
        JsonNode actions = alarm.properties().path("AlarmActions");
        if (actions.isEmpty()) {
            return Stream.of(alarm.violation("AlarmActions", "", "is empty, so nobody hears of", "the alarm"));
        }
        return list(actions)
                .flatMap(template::referred)
                .filter(topic -> hasPolicy(template, topic) && !admits(template, topic))
                .map(topic -> alarm.violation(
                        "AlarmActions", topic.id(), "is a topic whose policy does not let publish", CLOUDWATCH));
    }

    private static boolean hasPolicy(Template template, Resource topic) {
        return policies(template, topic).findAny().isPresent();
    }

    private static boolean admits(Template template, Resource topic) {
        return policies(template, topic)
                .flatMap(policy -> list(policy.properties().at("/PolicyDocument/Statement")))
                .anyMatch(statement -> statement.path("Effect").asText().equals("Allow")
                        && texts(statement.at("/Principal/Service")).anyMatch(CLOUDWATCH::equals)
                        && texts(statement.path("Action")).anyMatch("sns:Publish"::equalsIgnoreCase));
    }

    private static Stream<Resource> policies(Template template, Resource topic) {
        return template.ofType("AWS::SNS::TopicPolicy")
                .filter(policy -> list(policy.properties().path("Topics"))
                        .anyMatch(each -> each.path("Ref").asText().equals(topic.id())));
    }

    private static Stream<String> texts(JsonNode textOrTexts) {
        return textOrTexts.isTextual()
                ? Stream.of(textOrTexts.asText())
                : list(textOrTexts).map(JsonNode::asText);
    }

    private static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
