package dev.mooring.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template.Resource;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Lifecycle hooks: a timeout in range; a host that does not verify is abandoned, one that does not drain goes anyway. */
final class HookRule implements TemplateRule {
    private static final long MIN_SECONDS = 30;
    private static final long MAX_SECONDS = 7_200;

    @Override
    public Stream<String> violations(Template template) {
        return template.ofType("AWS::AutoScaling::AutoScalingGroup")
                .flatMap(group -> StreamSupport.stream(
                                group.properties()
                                        .path("LifecycleHookSpecificationList")
                                        .spliterator(),
                                false)
                        .flatMap(hook -> check(group, hook)));
    }

    private static Stream<String> check(Resource group, JsonNode hook) {
        long seconds = hook.path("HeartbeatTimeout").asLong();
        if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
            return Stream.of(group.violation(
                    "HeartbeatTimeout", Long.toString(seconds), "is outside", MIN_SECONDS + "-" + MAX_SECONDS));
        }
        String result = hook.path("DefaultResult").asText();
        String wanted = hook.path("LifecycleTransition").asText().endsWith("LAUNCHING") ? "ABANDON" : "CONTINUE";
        return result.equals(wanted)
                ? Stream.empty()
                : Stream.of(group.violation("DefaultResult", result, "is not", wanted));
    }
}
