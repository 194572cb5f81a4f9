package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeploymentPlanTest {
    private static final String CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1";

    @Test
    void refusesAKeyThatTheDeploymentDoesNotHave() {
        refuses(
                () -> DeploymentPlan.of(Map.of(), Map.of("regoin", "us-east-1")),
                "regoin=us-east-1 is not one of the inputs account, region, stack, availability-zones, image, kms-key, name, name-zone,"
                        + " certificate, domain, certificate-secret, secrets-kms-key, connection, repository, branch; correct the name or remove it");
    }

    @Test
    void refusesANameWithoutItsZoneAndOneBehindALoadBalancer() {
        Map<String, String> name = Map.of("name", "ws.example.com", "name-zone", "Z0123456789ABCDEFGHIJ");
        refuses(
                () -> DeploymentPlan.of(Map.of("front", "direct"), Map.of("name", "ws.example.com")),
                "name=ws.example.com does not go with name-zone=; give both, and hosts publish their addresses, or neither");
        refuses(
                () -> DeploymentPlan.of(Map.of(), name),
                "name=ws.example.com does not go with front=nlb; point an alias of yours to the load balancer, or set"
                        + " front=direct");
        refuses(
                () -> DeploymentPlan.of(Map.of("front", "direct"), Map.of("name", "WS.example.com")),
                "name=WS.example.com is not a host name in lower case, as in ws.example.com; correct it or remove it");
    }

    /** Route 53 takes 63 characters between two dots, and 253 in all. */
    @Test
    void refusesANameThatDnsCannotHave() {
        Map<String, String> push = Map.of("push-port", "9100", "push-keys", "mooring/push");
        for (int length = 1; length <= 100; length++) {
            String label = "a".repeat(length);
            String host = label + ".example.com";
            Executable stack = () -> DeploymentPlan.of(Map.of(), Map.of("stack", label), push);
            Executable name = () -> DeploymentPlan.of(
                    Map.of("front", "direct"), Map.of("name", host, "name-zone", "Z0123456789ABCDEFGHIJ"));
            if (length <= 63) {
                assertDoesNotThrow(stack);
                assertDoesNotThrow(name);
            } else {
                refuses(
                        stack,
                        "stack=" + label
                                + " is longer than 63 characters, and with push-port a part of a name in DNS; give a"
                                + " shorter one, or leave push-port out");
                refuses(
                        name,
                        "name=" + host
                                + " is not a host name in lower case, as in ws.example.com; correct it or remove it");
                assertDoesNotThrow(() -> DeploymentPlan.of(Map.of(), Map.of("stack", label)));
            }
        }
        refuses(
                () -> DeploymentPlan.of(Map.of(), Map.of("stack", "a".repeat(101))),
                "stack=" + "a".repeat(101)
                        + " is not a name of 100 letters, digits and hyphens at most that begins with a"
                        + " letter; correct it or remove it");
    }

    @Test
    void refusesARegionThatIsNone() {
        refuses(
                () -> DeploymentPlan.of(Map.of(), Map.of("region", "virginia")),
                "region=virginia is not a region such as us-east-1; correct it or remove it");
    }

    @Test
    void takesTheRegionOfASovereignCloud() {
        assertEquals(
                Optional.of("eusc-de-east-1"),
                DeploymentPlan.of(Map.of(), Map.of("region", "eusc-de-east-1"))
                        .deployment()
                        .region());
    }

    @Test
    void refusesASingleZone() {
        refuses(
                () -> DeploymentPlan.of(Map.of(), Map.of("availability-zones", "us-east-1a")),
                "availability-zones=us-east-1a are fewer than 2; name two, so that the fleet outlives one of them");
    }

    /** What AWS refuses minutes after the deployment began, when a part of it can no longer be taken back. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificate|arn:aws:acm:us-east-1:123456789012:certificate/1|arn:aws:acm:us-east-1:123456789012:certificate/1"
                        + " is of us-east-1, not of region=eu-west-1; give one of that region",
                "certificate|arn:aws-cn:acm:eu-west-1:123456789012:certificate/1|"
                        + "arn:aws-cn:acm:eu-west-1:123456789012:certificate/1 has partition aws-cn, and its region"
                        + " eu-west-1 is of aws; copy it from the console of the account and region of the fleet",
                "certificate|arn:aws:acm:eu-west-1:210987654321:certificate/1|arn:aws:acm:eu-west-1:210987654321:certificate/1"
                        + " is of account 210987654321, not of account=123456789012; copy it from the console of the"
                        + " account and region of the fleet",
                "certificate|arn:aws:acm:eu-west-1:1:certificate/1|arn:aws:acm:eu-west-1:1:certificate/1 is not the ARN of"
                        + " an ACM certificate; correct it or remove it",
                "connection|arn:aws:codeconnections:us-east-1:123456789012:connection/1|"
                        + "arn:aws:codeconnections:us-east-1:123456789012:connection/1 is of us-east-1, not of"
                        + " region=eu-west-1; give one of that region",
                "availability-zones|us-east-1a,us-east-1b|us-east-1a is a zone of us-east-1, not of region=eu-west-1;"
                        + " name zones of it",
                "availability-zones|eu-west-1a,eu-west-1a|eu-west-1a,eu-west-1a has twice eu-west-1a; name different zones"
            })
    void refusesWhatDoesNotGoWithTheRegionOrTheAccount(String key, String value, String sentence) {
        Map<String, String> deployment =
                new HashMap<>(Map.of("region", "eu-west-1", "account", "123456789012", key, value));
        if (key.equals("connection")) {
            deployment.put("repository", "owner/mooring");
        }
        refuses(() -> DeploymentPlan.of(Map.of("tls", key.equals("certificate")), deployment), key + "=" + sentence);
    }

    @Test
    void refusesACertificateAndAConnectionOfTwoRegions() {
        refuses(
                () -> DeploymentPlan.of(
                        Map.of("tls", true),
                        Map.of(
                                "certificate",
                                "arn:aws:acm:eu-west-1:123456789012:certificate/1",
                                "domain",
                                "ws.example.com",
                                "connection",
                                "arn:aws:codeconnections:us-east-1:123456789012:connection/1",
                                "repository",
                                "owner/mooring")),
                "connection=arn:aws:codeconnections:us-east-1:123456789012:connection/1 is of us-east-1, not of"
                        + " region=eu-west-1; give one of that region");
    }

    @Test
    void choosesZonesThatHaveTheType() {
        DeploymentPlan inputs = DeploymentPlan.of(Map.of(), Map.of("region", "us-east-1"));
        assertEquals(List.of("use1-az2", "use1-az3"), inputs.deployment().zones());
    }

    @Test
    void refusesTlsWithoutACertificate() {
        refuses(
                () -> DeploymentPlan.of(Map.of("tls", true), Map.of()),
                "tls=true does not go with certificate=; a TLS listener needs a certificate, and only it uses one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tls=host | | tls=host does not go with certificate-secret=; hosts that end TLS need a secret with their"
                        + " certificate and its key, and only they use one",
                "| certificate-secret=wss | tls=false does not go with certificate-secret=wss; hosts that end TLS need a"
                        + " secret with their certificate and its key, and only they use one",
                "tls=host | certificate-secret=wss | domain= is not given with tls=host; name what the certificate is for"
                        + " and clients connect to",
                "| domain=ws.example.com | domain=ws.example.com does not go with tls=false; set tls=host or tls=true,"
                        + " or leave domain out",
                "tls=true | certificate=arn:aws:acm:us-east-1:123456789012:certificate/1 | domain= is not given with"
                        + " tls=true; name what the certificate is for and clients connect to",
                "tls=host | certificate-secret=wss domain=WS.example.com | domain=WS.example.com is not a host name in lower"
                        + " case, as in ws.example.com; correct it or remove it",
                "tls=host front=direct | certificate-secret=wss domain=a.example.com name=b.example.com name-zone=Z1"
                        + " | domain=a.example.com is not name=b.example.com, which clients connect to; leave domain out",
                "tls=host | certificate-secret=wss domain=a.example.com certificate=arn:aws:acm:us-east-1:123456789012:certificate/1"
                        + " | tls=host does not go with certificate=arn:aws:acm:us-east-1:123456789012:certificate/1; a TLS"
                        + " listener needs a certificate, and only it uses one",
                "tls=host | certificate-secret=arn:aws:secretsmanager:eu-west-1:123456789012:secret:wss-abcdef"
                        + " domain=a.example.com region=us-east-1 |"
                        + " certificate-secret=arn:aws:secretsmanager:eu-west-1:123456789012:secret:wss-abcdef is of"
                        + " eu-west-1, not of region=us-east-1; give one of that region",
                "tls=host | certificate-secret=a,b domain=a.example.com | certificate-secret=a,b is not the name or the ARN"
                        + " of a secret in Secrets Manager; correct it or remove it",
                "| secrets-kms-key=arn:aws:kms:us-east-1:123456789012:key/1 |"
                        + " secrets-kms-key=arn:aws:kms:us-east-1:123456789012:key/1 is given without certificate-secret,"
                        + " push-keys or jwt-keys, which name secrets; leave it out",
                "tls=on | | tls=on is not one of true, false, host; write true for TLS at the load balancer, host for TLS on"
                        + " the hosts",
                "tls=true front=direct | | tls=true needs front=nlb; set tls=host, and the server ends TLS itself",
            })
    void refusesWhatDoesNotGoWithWhereTlsEnds(String mooring, String deployment, String sentence) {
        refuses(() -> DeploymentPlan.of(words(mooring), words(deployment)), sentence);
    }

    @Test
    void takesTheNameThatHostsPublishForThatOfTheirCertificate() {
        assertEquals(
                Optional.of("ws.example.com"),
                DeploymentPlan.of(
                                words("tls=host front=direct"),
                                words("certificate-secret=wss name=ws.example.com name-zone=Z1"))
                        .deployment()
                        .domain());
    }

    @Test
    void refusesATlsListenerWithAnotherIdleTimeout() {
        refuses(
                () -> DeploymentPlan.of(
                        Map.of("tls", true, "idle-timeout", "660s"),
                        Map.of("certificate", CERTIFICATE, "domain", "a.example.com")),
                "idle-timeout=660s is not the fixed 350s of a TLS listener; set idle-timeout=350s or tls=false");
    }

    @Test
    void refusesARepositoryWithoutAConnection() {
        refuses(
                () -> DeploymentPlan.of(Map.of(), Map.of("repository", "owner/mooring")),
                "connection= does not go with repository=owner/mooring; give both for a pipeline, or neither");
    }

    @Test
    void refusesMoreTargetsThanOneLoadBalancerHas() {
        refuses(
                () -> DeploymentPlan.of(Map.of("max-hosts", 32), Map.of()),
                "max-hosts=32 need 512 targets, more than 500 of one load balancer; lower max-hosts to 31,"
                        + " or deploy the fleet more than once");
    }

    @Test
    void refusesAKeepaliveOfThreeIdleTimeouts() {
        refuses(
                () -> DeploymentPlan.of(Map.of("keepalive", "1050s", "idle-timeout", "350s"), Map.of()),
                "keepalive=1050s is more than idle-timeout/3=116s; lower keepalive or raise idle-timeout");
    }

    @Test
    void refusesEveryKeepaliveOfMoreThanAThirdOfTheIdleTimeout() {
        long seed = 20_261_124;
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            int idle = random.nextInt(60, 6_001);
            int keepalive = random.nextInt(20, 6_000);
            Map<String, String> inputs = Map.of("idle-timeout", idle + "s", "keepalive", keepalive + "s");
            String failure = "seed " + seed + ", round " + round + ": " + inputs;

            if (3 * keepalive <= idle) {
                DeploymentPlan accepted = DeploymentPlan.of(inputs, Map.of());
                assertEquals(
                        Duration.ofSeconds(idle),
                        accepted.plan().host().timeouts().idleTimeout(),
                        failure);
            } else {
                assertThrows(RefusedException.class, () -> DeploymentPlan.of(inputs, Map.of()), failure);
            }
        }
    }

    private static Map<String, String> words(@Nullable String text) {
        Map<String, String> words = new HashMap<>();
        for (String word : text == null ? new String[0] : text.split(" ", -1)) {
            words.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        return words;
    }

    private static void refuses(Executable input, String sentence) {
        assertEquals(sentence, assertThrows(RefusedException.class, input).getMessage());
    }
}
