package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.AuthenticationKey;
import dev.mooring.capacity.FleetKey;
import dev.mooring.capacity.MessagingKey;
import dev.mooring.capacity.unit.TextKey;
import dev.mooring.infra.app.Synthesis;
import dev.mooring.infra.change.ChangeReport;
import dev.mooring.infra.change.Effect;
import dev.mooring.infra.change.TemplateDifference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each key of cdk.json does to a fleet that runs. Two fleets are synthesized for each, and docs/operations.md says it. */
final class ChangeMatrixTest {
    private static final Path DOCUMENT = Path.of("../docs/operations.md");
    private static final String CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/";
    private static final Map<String, String> BALANCER_TLS = balancerTls(1, "ws.example.com");

    private static final Map<String, String> TOKENS = Map.of("jwt-keys", "mooring/jwt", "jwt-audience", "mooring");
    private static final Map<String, String> TOKENS_OF_AN_ISSUER = issuer("https://issuer.example/jwks");
    private static final Map<String, String> HOST_TLS =
            Map.of("tls", "host", "certificate-secret", "mooring/wss", "domain", "ws.example.com");

    /** Another fleet begins there, and this one stays and is billed: no template of this fleet changes. */
    private static final Set<String> ELSEWHERE = Set.of("account", "region", "stack");

    /** One value becomes another; what else the new value needs changes with it. */
    record Row(String key, Map<String, ?> before, Map<String, ?> after, Effect effect) {
        @Override
        public String toString() {
            return key + ": " + before + " to " + after;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                mooring("connections", "600000", "500000", Effect.ROLLS),
                mooring("instance-type", "m7g.xlarge", "m7g.2xlarge", Effect.ROLLS),
                mooring("instance-type", "m3.xlarge", "m7i.xlarge", Effect.ROLLS),
                mooring("instance-type", "m7i.xlarge", "m3.xlarge", Effect.ROLLS),
                new Row(
                        "target-type",
                        Map.of("instance-type", "m7g.xlarge"),
                        Map.of("instance-type", "m7g.xlarge", "target-type", "instance"),
                        Effect.CUTS),
                mooring("front", "nlb", "direct", Effect.CUTS),
                new Row("tls", Map.of(), BALANCER_TLS, Effect.CUTS),
                new Row("tls", Map.of(), HOST_TLS, Effect.CUTS),
                new Row("tls", BALANCER_TLS, HOST_TLS, Effect.CUTS),
                new Row("domain", BALANCER_TLS, balancerTls(1, "ws.example.org"), Effect.STAYS),
                hostTls("domain", "ws.example.org", Effect.ROLLS),
                hostTls("certificate-secret", "mooring/other", Effect.ROLLS),
                hostTls("secrets-kms-key", "arn:aws:kms:us-east-1:123456789012:key/1", Effect.UPDATES),
                mooring("total", "600000", "1200000", Effect.UPDATES),
                mooring("spare", "0", "1", Effect.UPDATES),
                mooring("max-hosts", "2", "3", Effect.UPDATES),
                mooring("move", "false", "true", Effect.ROLLS),
                mooring("keepalive", "100s", "90s", Effect.ROLLS),
                mooring("pong-timeout", "20s", "30s", Effect.ROLLS),
                mooring("idle-timeout", "350s", "400s", Effect.ROLLS),
                mooring("ports", "8080-8095", "8080-8094", Effect.ROLLS),
                mooring("ports", "8080-8095", "8081-8096", Effect.ROLLS),
                new Row(
                        "ports",
                        Map.of("front", "direct", "instance-type", "m7g.xlarge"),
                        Map.of("front", "direct", "instance-type", "m7g.xlarge", "ports", "9100-9115"),
                        Effect.ROLLS),
                new Row(
                        "ports",
                        Map.of("instance-type", "m7g.xlarge", "target-type", "instance"),
                        Map.of("instance-type", "m7g.xlarge", "target-type", "instance", "ports", "8081-8096"),
                        Effect.CUTS),
                mooring("user-bytes", "0B", "100B", Effect.ROLLS),
                mooring("nofile", "1000000", "1100000", Effect.ROLLS),
                mooring("proxy-protocol", "false", "true", Effect.CUTS),
                mooring("conntrack-max", "1048576", "2097152", Effect.ROLLS),
                new Row(
                        "availability-zones",
                        Map.of(),
                        Map.of("availability-zones", "us-east-1a,us-east-1b"),
                        Effect.CUTS),
                mooring("handler", "idle", "echo", Effect.ROLLS),
                mooring("backend", "http://one.internal/events", "http://other.internal/events", Effect.ROLLS),
                new Row(
                        "public-topics",
                        Map.of("push-port", "9100", "push-keys", "mooring/push"),
                        Map.of("push-port", "9100", "push-keys", "mooring/push", "public-topics", "news."),
                        Effect.ROLLS),
                new Row("push-port", Map.of(), Map.of("push-port", "9100", "push-keys", "mooring/push"), Effect.ROLLS),
                new Row(
                        "push-port",
                        Map.of("push-port", "9100", "push-keys", "mooring/push"),
                        Map.of("push-port", "9200", "push-keys", "mooring/push"),
                        Effect.ROLLS),
                new Row(
                        "push-keys",
                        Map.of("push-port", "9100", "push-keys", "mooring/push"),
                        Map.of("push-port", "9100", "push-keys", "mooring/other"),
                        Effect.ROLLS),
                access("jwt-keys", "mooring/other"),
                access("jwt-audience", "other"),
                access("jwt-issuer", "https://issuer.example/"),
                access("jwt-algorithms", "HS256"),
                access("jwt-skew", "10s"),
                access("jwt-from", "cookie:token"),
                access("jwt-user-claim", "user"),
                access("jwt-topics-claim", "topics"),
                access("rate-per-user", "10/m"),
                new Row("jwt-jwks", TOKENS_OF_AN_ISSUER, issuer("https://other.example/jwks"), Effect.ROLLS),
                new Row("auth-url", Map.of(), Map.of("auth-url", "http://auth.internal/"), Effect.ROLLS),
                new Row("origins", Map.of(), Map.of("origins", "https://shop.example"), Effect.ROLLS),
                new Row(
                        "rate-per-address",
                        Map.of("instance-type", "m7g.xlarge", "target-type", "instance"),
                        Map.of("instance-type", "m7g.xlarge", "target-type", "instance", "rate-per-address", "20/s"),
                        Effect.ROLLS),
                new Row("image", Map.of(), Map.of("image", "ami-0123456789abcdef0"), Effect.ROLLS),
                new Row(
                        "name",
                        Map.of("front", "direct"),
                        Map.of("front", "direct", "name", "ws.example.com", "name-zone", "Z1"),
                        Effect.ROLLS),
                new Row(
                        "name-zone",
                        Map.of("front", "direct", "name", "ws.example.com", "name-zone", "Z1"),
                        Map.of("front", "direct", "name", "ws.example.com", "name-zone", "Z2"),
                        Effect.ROLLS),
                new Row("kms-key", Map.of(), Map.of("kms-key", "alias/aws/ebs"), Effect.ROLLS),
                new Row("certificate", BALANCER_TLS, balancerTls(2, "ws.example.com"), Effect.UPDATES));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void doesWhatTheDocumentSays(Row row) throws IOException {
        Synthesis before = synthesis(row.before());
        Synthesis after = synthesis(row.after());

        ChangeReport report = ChangeReport.of(before.fleet(), after.fleet());

        assertEquals(row.effect(), report.effect(), report::text);
        String said = documented().getOrDefault(row.key(), "");
        assertTrue(said.contains(row.effect().label()), () -> row + ", and the document says: " + said);
    }

    @Test
    void leavesTheFleetAloneWhenAPipelineComes() throws IOException {
        for (String key : List.of("connection", "repository", "branch")) {
            assertTrue(documented().getOrDefault(key, "").contains(Effect.STAYS.label()), key);
        }
    }

    @Test
    void coversEveryKeyOfCdkJson() throws IOException {
        Set<String> keys = new TreeSet<>(
                Arrays.stream(FleetKey.values()).map(FleetKey::key).toList());
        Arrays.stream(DeploymentKey.values()).map(DeploymentKey::key).forEach(keys::add);
        Arrays.stream(MessagingKey.values()).map(MessagingKey::key).forEach(keys::add);
        Arrays.stream(AuthenticationKey.values()).map(AuthenticationKey::key).forEach(keys::add);
        Set<String> rows = rows().map(Row::key).collect(Collectors.toCollection(TreeSet::new));
        rows.addAll(Set.of("connection", "repository", "branch"));
        for (String key : ELSEWHERE) {
            assertTrue(documented().getOrDefault(key, "").contains("another fleet"), key);
            rows.add(key);
        }

        assertEquals(keys, rows);
        assertEquals(keys, new TreeSet<>(documented().keySet()));
    }

    @Test
    void knowsEveryResourceTypeThatIsDeployed() {
        for (Synthesis synthesis : Fleets.all()) {
            assertEquals(Set.of(), TemplateDifference.unknown(synthesis.fleet()));
        }
    }

    @ParameterizedTest
    @CsvSource({"instance, 8080-8095, address, 8080-8095", "instance, 8080-8095, instance, 8081-8096"})
    void warnsThatTheListenerPointsToAnEmptyGroupOfTargets(
            String targets, String ports, String newTargets, String newPorts) {
        String report = ChangeReport.of(
                        synthesis(Map.of("instance-type", "m7g.xlarge", "target-type", targets, "ports", ports))
                                .fleet(),
                        synthesis(Map.of("instance-type", "m7g.xlarge", "target-type", newTargets, "ports", newPorts))
                                .fleet())
                .text();

        assertTrue(
                report.startsWith(
                        "cuts          clients are cut at once, not at the pace of a roll, and may get in again only"
                                + " minutes later\n"),
                report);
        assertTrue(
                report.lines()
                        .anyMatch(line -> line.startsWith("  cuts ")
                                && line.contains(
                                        "(ElasticLoadBalancingV2::TargetGroup) is replaced: the listener points to an"
                                                + " empty group until new hosts have joined it; deploy a second fleet and move"
                                                + " clients")),
                report);
    }

    @Test
    void showsTheLinesOfTheHostThatChange() {
        String report = ChangeReport.of(
                        Fleets.previousGeneration(),
                        synthesis(Map.of("keepalive", "90s")).fleet())
                .text();

        Golden.assertMatches("change-keepalive.txt", report.replaceAll("\\b[0-9a-f]{16}\\b", "FINGERPRINT"));
    }

    @Test
    void saysNothingOfAFleetThatStays() {
        assertEquals(
                "stays         nothing changes\n",
                ChangeReport.of(Fleets.previousGeneration(), Fleets.previousGeneration())
                        .text());
    }

    /** A key of a fleet whose clients have tokens that are signed with a shared secret. */
    private static Row access(String key, String after) {
        Map<String, String> changed = new HashMap<>(TOKENS);
        changed.put(key, after);
        return new Row(key, TOKENS, changed, Effect.ROLLS);
    }

    private static Map<String, String> issuer(String url) {
        return Map.of("jwt-jwks", url, "jwt-audience", "mooring");
    }

    private static Map<String, String> balancerTls(int certificate, String domain) {
        return Map.of("tls", "true", "certificate", CERTIFICATE + certificate, "domain", domain);
    }

    /** A key of a fleet whose hosts end TLS. */
    private static Row hostTls(String key, String after, Effect effect) {
        Map<String, String> changed = new HashMap<>(HOST_TLS);
        changed.put(key, after);
        return new Row(key, HOST_TLS, changed, effect);
    }

    private static Row mooring(String key, String before, String after, Effect effect) {
        return new Row(key, Map.of(key, before), Map.of(key, after), effect);
    }

    private static Synthesis synthesis(Map<String, ?> inputs) {
        Map<String, Object> mooring = new HashMap<>();
        Map<String, Object> deployment = new HashMap<>();
        Map<String, Object> messaging = new HashMap<>();
        Map<String, Object> authentication = new HashMap<>();
        inputs.forEach((key, value) -> {
            Map<String, Object> context = deployment;
            if (FleetKey.find(key).isPresent()) {
                context = mooring;
            } else if (isOf(MessagingKey.values(), key)) {
                context = messaging;
            } else if (isOf(AuthenticationKey.values(), key)) {
                context = authentication;
            }
            context.put(key, value);
        });
        return Fleets.synthesis(mooring, deployment, messaging, authentication);
    }

    private static boolean isOf(TextKey[] keys, String key) {
        return Arrays.stream(keys).anyMatch(each -> each.key().equals(key));
    }

    /** The table below "Change": key, and what a change of it does. */
    private static Map<String, String> documented() throws IOException {
        Map<String, String> rows = new HashMap<>();
        String table = Files.readString(DOCUMENT).replaceAll("(?s).*\n## Change\n(.*?)\n## .*", "$1");
        Matcher row = Pattern.compile("(?m)^\\| (`[^|]+`) \\| ([^|]+) \\|").matcher(table);
        while (row.find()) {
            for (String key : row.group(1).split(", ", -1)) {
                rows.merge(key.replace("`", ""), row.group(2), (one, other) -> one + " " + other);
            }
        }
        return rows;
    }
}
