package dev.mooring.infra.template;

import dev.mooring.infra.template.Template.Resource;
import java.util.List;
import java.util.stream.Stream;

/** A TCP listener must say its idle timeout; that of a TLS listener is 350 seconds, and AWS refuses to hear it. */
final class ListenerRule implements TemplateRule {
    private static final String IDLE_TIMEOUT = "tcp.idle_timeout.seconds";
    private static final String FIXED = "350";

    @Override
    public Stream<String> violations(Template template) {
        return template.ofType("AWS::ElasticLoadBalancingV2::Listener").flatMap(ListenerRule::check);
    }

    private static Stream<String> check(Resource listener) {
        String protocol = listener.properties().path("Protocol").asText();
        List<String> timeouts = AttributeRule.value(listener, "ListenerAttributes", IDLE_TIMEOUT)
                .toList();
        return switch (protocol) {
            case "TCP" ->
                timeouts.isEmpty()
                        ? Stream.of(listener.violation(IDLE_TIMEOUT, "", "is not set on", "a TCP listener"))
                        : Stream.empty();
            case "TLS" ->
                timeouts.stream()
                        .filter(value -> !value.equals(FIXED))
                        .map(value -> listener.violation(
                                IDLE_TIMEOUT, value, "is not", "the fixed " + FIXED + " of a TLS listener"));
            default -> Stream.of(listener.violation("Protocol", protocol, "is not one of", "TCP, TLS"));
        };
    }
}
