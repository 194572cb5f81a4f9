package dev.mooring.infra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.app.Synthesis;
import dev.mooring.infra.construct.HostBundles;
import dev.mooring.infra.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/** Synthesized fleets for tests, each only once in this JVM: a synthesis takes seconds. */
public final class Fleets {
    private static final Map<String, String> CURRENT = Map.of("instance-type", "m7g.xlarge", "target-type", "instance");
    private static final Map<String, String> DIRECT = Map.of("front", "direct", "instance-type", "m7g.xlarge");
    private static final Map<String, String> NAME =
            Map.of("name", "ws.example.com", "name-zone", "Z0123456789ABCDEFGHIJ");
    private static final Map<String, String> CERTIFICATE =
            Map.of("certificate", "arn:aws:acm:us-east-1:123456789012:certificate/1", "domain", "ws.example.com");
    private static final Map<String, String> HOST_TLS =
            Map.of("tls", "host", "instance-type", "m7g.xlarge", "target-type", "instance");
    private static final Map<String, String> HOST_CERTIFICATE = Map.of(
            "certificate-secret",
            "mooring/wss",
            "domain",
            "ws.example.com",
            "secrets-kms-key",
            "arn:aws:kms:us-east-1:123456789012:key/1");
    private static final Map<String, String> SOURCE = Map.of(
            "connection", "arn:aws:codeconnections:us-east-1:123456789012:connection/1", "repository", "owner/mooring");
    private static final Map<String, String> MESSAGING = Map.of(
            "backend", "http://backend.internal:3000/events",
            "push-port", "9100",
            "push-keys", "mooring/push",
            "public-topics", "news.");
    private static final Map<String, Synthesis> SYNTHESES = new ConcurrentHashMap<>();

    private Fleets() {}

    /** A fleet of the defaults with these inputs. */
    public static DeploymentPlan inputs(Map<String, ?> mooring) {
        return DeploymentPlan.of(mooring, Map.of());
    }

    /** The default: m3.xlarge behind a load balancer. */
    public static Template previousGeneration() {
        return synthesis(Map.of(), Map.of()).fleet();
    }

    /** A current type behind a load balancer, by instance id. */
    public static Template currentGeneration() {
        return synthesis(CURRENT, Map.of()).fleet();
    }

    static Template direct() {
        return synthesis(DIRECT, Map.of()).fleet();
    }

    /** The same with a name that the hosts publish their addresses in. */
    public static Template named() {
        return synthesis(DIRECT, NAME).fleet();
    }

    /** A current type with a backend and a push port. */
    public static Template messaging() {
        return synthesis(CURRENT, Map.of(), MESSAGING).fleet();
    }

    /** The same without a load balancer. */
    static Template directMessaging() {
        return synthesis(DIRECT, Map.of(), MESSAGING).fleet();
    }

    static Template encrypted() {
        return synthesis(Map.of("tls", true), CERTIFICATE).fleet();
    }

    /** TLS ends on the hosts, behind a load balancer. */
    public static Template hostTls() {
        return synthesis(HOST_TLS, HOST_CERTIFICATE).fleet();
    }

    /** The same without a load balancer. */
    static Template directTls() {
        return synthesis(
                        Map.of("tls", "host", "front", "direct", "instance-type", "m7g.xlarge"),
                        Map.of(
                                "certificate-secret",
                                "mooring/wss",
                                "name",
                                "ws.example.com",
                                "name-zone",
                                "Z0123456789ABCDEFGHIJ"))
                .fleet();
    }

    /** The stack of a pipeline, without its fleet. */
    public static Template pipelineStack() {
        return pipeline().template(Names.PIPELINE_STACK);
    }

    static Synthesis pipeline() {
        return synthesis(Map.of(), SOURCE);
    }

    static Synthesis armPipeline() {
        return synthesis(CURRENT, SOURCE);
    }

    /** Every kind of app. */
    static List<Synthesis> all() {
        return List.of(
                synthesis(Map.of(), Map.of()),
                synthesis(CURRENT, Map.of()),
                synthesis(DIRECT, Map.of()),
                synthesis(DIRECT, NAME),
                synthesis(Map.of("tls", true), CERTIFICATE),
                synthesis(HOST_TLS, HOST_CERTIFICATE),
                synthesis(CURRENT, Map.of(), MESSAGING),
                synthesis(DIRECT, Map.of(), MESSAGING),
                pipeline());
    }

    public static Synthesis synthesis(Map<String, ?> mooring, Map<String, ?> deployment) {
        return synthesis(mooring, deployment, Map.of());
    }

    /** The same with bundles of a release of its own. */
    public static Synthesis release(String release, Map<String, ?> mooring, Map<String, ?> deployment) {
        return SYNTHESES.computeIfAbsent(
                release + " " + mooring + " " + deployment,
                key -> Synthesis.of(strict(), DeploymentPlan.of(mooring, deployment, Map.of()), archives(release)));
    }

    static Synthesis synthesis(Map<String, ?> mooring, Map<String, ?> deployment, Map<String, ?> messaging) {
        return synthesis(mooring, deployment, messaging, Map.of());
    }

    static Synthesis synthesis(
            Map<String, ?> mooring,
            Map<String, ?> deployment,
            Map<String, ?> messaging,
            Map<String, ?> authentication) {
        return SYNTHESES.computeIfAbsent(
                mooring + " " + deployment + " " + messaging + " " + authentication,
                key -> Synthesis.of(
                        strict(), DeploymentPlan.of(mooring, deployment, messaging, authentication), archives()));
    }

    /** The properties of the only resource of a type. */
    static JsonNode only(Template template, String type) {
        return template.ofType(type)
                .reduce((one, other) -> {
                    throw new AssertionError("more than one " + type);
                })
                .orElseThrow(() -> new AssertionError("no " + type))
                .properties();
    }

    /** What a list of attributes says. */
    static Map<String, String> attributes(JsonNode list) {
        Map<String, String> attributes = new HashMap<>();
        list.forEach(each ->
                attributes.put(each.path("Key").asText(), each.path("Value").asText()));
        return attributes;
    }

    /** As cdk.json has it: what the CDK's own validator finds is an error. */
    static App strict() {
        Map<String, Object> context = FeatureFlags.recommended();
        context.put("@aws-cdk/core:validateAgainstDefaultRules", true);
        return new App(AppProps.builder().context(context).build());
    }

    /** Small files in the place of the bundles, whose content no template depends on but for its hash. */
    private static HostBundles.Archives archives() {
        return archives("");
    }

    private static HostBundles.Archives archives(String release) {
        try {
            Path folder = Files.createTempDirectory("bundles");
            return new HostBundles.Archives(
                    Files.writeString(folder.resolve("server.tar.gz"), "server" + release),
                    Files.writeString(folder.resolve("agent.tar.gz"), "agent" + release),
                    Files.writeString(folder.resolve("verify.tar.gz"), "verify" + release));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
