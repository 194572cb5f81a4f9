package dev.mooring.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template.Resource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The launch template: instance metadata of version 2, encrypted disks, and user-data of a size that EC2 takes. */
final class HostSafetyRule implements TemplateRule {
    private static final int MAX_USER_DATA = 16_384;

    /** What a reference may become: the longest is the ARN of a target group. */
    private static final int MAX_REFERENCE = 200;

    /** By how much account, region and partition together are longer than their names. */
    private static final int MAX_PSEUDO = 16;

    @Override
    public Stream<String> violations(Template template) {
        return template.ofType("AWS::EC2::LaunchTemplate").flatMap(HostSafetyRule::check);
    }

    /** The size of a text with references, at most. */
    static int size(JsonNode text) {
        if (text.isTextual()) {
            return text.asText().getBytes(StandardCharsets.UTF_8).length;
        }
        if (text.path("Fn::Sub").isTextual()) {
            return size(text.path("Fn::Sub")) + MAX_PSEUDO;
        }
        JsonNode parts = text.path("Fn::Join").path(1);
        return parts.isMissingNode()
                ? MAX_REFERENCE
                : StreamSupport.stream(parts.spliterator(), false)
                        .mapToInt(HostSafetyRule::size)
                        .sum();
    }

    private static Stream<String> check(Resource launch) {
        JsonNode data = launch.properties().path("LaunchTemplateData");
        return Stream.of(metadata(launch, data), disks(launch, data), userData(launch, data))
                .flatMap(List::stream);
    }

    private static List<String> metadata(Resource launch, JsonNode data) {
        String tokens = data.path("MetadataOptions").path("HttpTokens").asText();
        return tokens.equals("required")
                ? List.of()
                : List.of(launch.violation("HttpTokens", tokens, "is not", "required"));
    }

    private static List<String> disks(Resource launch, JsonNode data) {
        return StreamSupport.stream(data.path("BlockDeviceMappings").spliterator(), false)
                .filter(disk -> !disk.path("Ebs").path("Encrypted").asBoolean())
                .map(disk -> launch.violation("Encrypted", "false", "is not", "true"))
                .toList();
    }

    private static List<String> userData(Resource launch, JsonNode data) {
        int size = size(data.path("UserData").path("Fn::Base64"));
        return size <= MAX_USER_DATA
                ? List.of()
                : List.of(launch.violation(
                        "UserData", size + " bytes", "is more than", MAX_USER_DATA + " bytes, which EC2 takes"));
    }
}
