package dev.mooring.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Port 22 and the server's admin port are open to no address range, however large. */
final class AdministrationRule implements TemplateRule {
    private static final int[] PORTS = {22, 9000};

    @Override
    public Stream<String> violations(Template template) {
        return template.ofType("AWS::EC2::SecurityGroup")
                .flatMap(group -> StreamSupport.stream(
                                group.properties().path("SecurityGroupIngress").spliterator(), false)
                        .filter(AdministrationRule::admitsAdministration)
                        .map(rule -> group.violation(
                                "SecurityGroupIngress",
                                rule.path("CidrIp").asText(),
                                "opens an administration port to",
                                "an address range")));
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
