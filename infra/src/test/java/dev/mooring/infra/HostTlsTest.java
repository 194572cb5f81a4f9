package dev.mooring.infra;

import static dev.mooring.infra.Fleets.attributes;
import static dev.mooring.infra.Fleets.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A fleet whose hosts end TLS themselves. */
final class HostTlsTest {
    private static final String LAUNCH = "AWS::EC2::LaunchTemplate";

    @Test
    void isPassedThroughByAListenerOfPort443ThatKnowsNoTls() {
        JsonNode listener = only(Fleets.hostTls(), "AWS::ElasticLoadBalancingV2::Listener");

        assertEquals("TCP", listener.path("Protocol").asText());
        assertEquals(443, listener.path("Port").asInt());
        assertFalse(listener.has("Certificates"), listener::toString);
        assertEquals(Map.of("tcp.idle_timeout.seconds", "350"), attributes(listener.path("ListenerAttributes")));
    }

    @Test
    void isAskedForItsHealthWithoutTlsAsBefore() {
        JsonNode with = only(Fleets.hostTls(), "AWS::ElasticLoadBalancingV2::TargetGroup");
        JsonNode without = only(Fleets.currentGeneration(), "AWS::ElasticLoadBalancingV2::TargetGroup");

        assertEquals(without, with);
    }

    @Test
    void hasNoPortWithoutTls() {
        String script = userData(Fleets.hostTls());

        assertTrue(script.contains("\nports=8080-8095\n") && script.contains("\ntls-ports=8080-8095\n"), script);
    }

    @Test
    void isFoundByTheNameOfItsCertificate() {
        for (Template behindABalancer : List.of(Fleets.hostTls(), Fleets.encrypted())) {
            JsonNode outputs = behindABalancer.root().path("Outputs");

            assertEquals("wss://ws.example.com/", outputs.at("/Url/Value").asText());
            assertTrue(outputs.at("/BalancerName/Value").toString().contains("DNSName"), outputs::toString);
        }
        assertEquals(
                "wss://ws.example.com:8080/",
                Fleets.directTls().root().at("/Outputs/Url/Value").asText());
    }

    @Test
    void readsItsCertificateBeforeItsServerStartsAndKnowsOnlyTheNameOfTheSecret() {
        String script = userData(Fleets.hostTls());

        assertTrue(script.contains("certificate-secret=mooring/wss\n"), script);
        assertTrue(
                script.indexOf("systemctl restart mooring-secrets.service")
                        < script.indexOf("systemctl restart mooring-server.service"),
                script);
        assertTrue(script.contains("Before=mooring-server.service\n"), script);
        assertEquals(
                2,
                script.lines().filter("StateDirectory=mooring-secrets"::equals).count(),
                "the agent may write there too");
    }

    @Test
    void mayReadThatSecretAndDecryptNothingElseThanSecrets() {
        List<JsonNode> statements = StreamSupport.stream(
                        Fleets.hostTls()
                                .ofType("AWS::IAM::Policy")
                                .filter(policy -> policy.id().startsWith("HostRole"))
                                .findFirst()
                                .orElseThrow()
                                .properties()
                                .at("/PolicyDocument/Statement")
                                .spliterator(),
                        false)
                .toList();
        JsonNode read = statement(statements, "secretsmanager:GetSecretValue");
        JsonNode decrypt = statement(statements, "kms:Decrypt");

        assertTrue(read.path("Resource").toString().contains(":secret:mooring/wss-??????"), read::toString);
        assertEquals(
                "arn:aws:kms:us-east-1:123456789012:key/1",
                decrypt.path("Resource").asText());
        assertTrue(
                decrypt.at("/Condition/StringEquals/kms:ViaService").toString().contains("secretsmanager."));
    }

    @Test
    void takesASecretByItsArnAsItStands() {
        String arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:wss-abcdef";
        Template template = Fleets.synthesis(
                        Map.of("tls", "host"), Map.of("certificate-secret", arn, "domain", "ws.example.com"))
                .fleet();

        assertTrue(template.root().toString().contains("\"Resource\":\"" + arn + "\""), "exactly that");
    }

    @Test
    void givesTheAlarmTwoWeeksBeforeACertificateEnds() {
        JsonNode alarm = Fleets.hostTls()
                .ofType("AWS::CloudWatch::Alarm")
                .filter(each -> each.id().startsWith("CertificateExpires"))
                .findFirst()
                .orElseThrow()
                .properties();

        assertEquals(14, alarm.path("Threshold").asInt());
        assertEquals("LessThanThreshold", alarm.path("ComparisonOperator").asText());
        assertEquals("Minimum", alarm.path("Statistic").asText());
        assertEquals("missing", alarm.path("TreatMissingData").asText());
    }

    @Test
    void leavesNothingOfItInAFleetWithoutTls() {
        String script = userData(Fleets.currentGeneration());

        assertFalse(script.contains("mooring-secrets") || script.contains("tls-"), script);
    }

    private static JsonNode statement(List<JsonNode> statements, String action) {
        return statements.stream()
                .filter(statement -> statement.path("Action").asText().equals(action))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + action + " in " + statements));
    }

    private static String userData(Template template) {
        JsonNode text = only(template, LAUNCH).at("/LaunchTemplateData/UserData/Fn::Base64");
        StringBuilder script = new StringBuilder();
        text.at("/Fn::Join/1").forEach(part -> script.append(part.isTextual() ? part.asText() : "TOKEN"));
        return script.isEmpty() ? text.asText() : script.toString();
    }
}
