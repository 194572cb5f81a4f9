package dev.mooring.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template.Resource;
import java.util.stream.Stream;

/** Port 22 and the server's admin port are open to no address range, however large. */
final class AdministrationRule implements TemplateRule {
    private static final int[] PORTS = {22, 9000};

    @Override
    public Stream<String> violations(Template template) {
        Stream<String> within = template.ofType("AWS::EC2::SecurityGroup")
                .flatMap(group -> group.properties()
                        .path("SecurityGroupIngress")
                        .valueStream()
                        .flatMap(rule -> violation(group, "SecurityGroupIngress", rule)));
        Stream<String> alone = template.ofType("AWS::EC2::SecurityGroupIngress")
                .flatMap(rule -> violation(rule, "CidrIp", rule.properties()));
        return Stream.concat(within, alone);
    }

    private static Stream<String> violation(Resource owner, String name, JsonNode rule) {
        return admitsAdministration(rule)
                ? Stream.of(owner.violation(
                        name, rule.path("CidrIp").asText(), "opens an administration port to", "an address range"))
                : Stream.empty();
    }

    private static boolean admitsAdministration(JsonNode rule) {
        for (int port : PORTS) {
            if (rule.has("CidrIp")
                    && (rule.path("IpProtocol").asText().equals("-1")
                            || (rule.path("FromPort").asInt() <= port
                                    && port <= rule.path("ToPort").asInt()))) {
                return true;
            }
        }
        return false;
    }
}
