package dev.mooring.proof.vm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What CloudFormation would give an instance of the synthesized fleet: its user-data, byte for byte, and the objects in S3
 * that it downloads.
 *
 * @param userData with the references to other resources resolved
 * @param objects the bundles
 */
record SynthesizedHost(String userData, List<StoredObject> objects) {
    static final String TARGET_GROUP =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/mooring/0123456789abcdef";
    private static final Map<String, String> ACCOUNT =
            Map.of("AWS::Region", "us-east-1", "AWS::AccountId", "123456789012", "AWS::Partition", "aws");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9:]+)}");

    /** One object in S3. */
    record StoredObject(String bucket, String key, Path file) {}

    SynthesizedHost {
        objects = List.copyOf(objects);
    }

    /**
     * Reads it.
     *
     * @param assembly the folder that {@code cdk synth} wrote
     */
    static SynthesizedHost read(Path assembly) throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode template =
                json.readTree(assembly.resolve("Mooring.template.json").toFile());
        JsonNode assets = json.readTree(assembly.resolve("Mooring.assets.json").toFile());
        List<StoredObject> objects = new ArrayList<>();
        for (JsonNode asset : assets.required("files")) {
            Path file = assembly.resolve(asset.at("/source/path").asText());
            if (file.toString().endsWith(".tar.gz")) {
                JsonNode destination = asset.required("destinations").iterator().next();
                objects.add(new StoredObject(
                        substituted(destination.required("bucketName").asText()),
                        destination.required("objectKey").asText(),
                        file));
            }
        }
        return new SynthesizedHost(userData(template), objects);
    }

    /** The value of a key in one of the properties files that the user-data writes. */
    String property(String key) {
        return userData.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + key + "= in the user-data"));
    }

    private static String userData(JsonNode template) {
        for (JsonNode resource : template.required("Resources")) {
            if (resource.required("Type").asText().equals("AWS::EC2::LaunchTemplate")) {
                return resolved(resource.at("/Properties/LaunchTemplateData/UserData/Fn::Base64"));
            }
        }
        throw new IllegalArgumentException("no launch template in the synthesized stack");
    }

    private static String resolved(JsonNode value) {
        if (value.has("Fn::Join")) {
            StringBuilder text = new StringBuilder();
            value.at("/Fn::Join/1").forEach(part -> text.append(resolved(part)));
            return text.toString();
        }
        if (value.has("Fn::Sub")) {
            return substituted(value.required("Fn::Sub").asText());
        }
        // The only resource that a host's user-data refers to is its target group.
        return value.has("Ref") ? ACCOUNT.getOrDefault(value.required("Ref").asText(), TARGET_GROUP) : value.asText();
    }

    private static String substituted(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> ACCOUNT.getOrDefault(match.group(1), match.group()));
    }
}
