package dev.mooring.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A synthesized CloudFormation template.
 *
 * @param root the whole of it
 */
public record Template(JsonNode root) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * A resource of a template.
     *
     * @param id its logical id
     * @param properties its properties, empty when it has none
     */
    public record Resource(String id, String type, JsonNode properties) {
        /** The sentence about a value that is not allowed. */
        String violation(String name, String value, String relation, String bound) {
            return id + ": " + name + "=" + value + " " + relation + " " + bound;
        }
    }

    public static Template read(Path file) {
        try {
            return new Template(JSON.readTree(file.toFile()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Stream<Resource> resources() {
        return root.path("Resources").properties().stream()
                .map(entry -> new Resource(
                        entry.getKey(),
                        entry.getValue().path("Type").asText(),
                        entry.getValue().path("Properties")));
    }

    public Stream<Resource> ofType(String type) {
        return resources().filter(resource -> resource.type().equals(type));
    }

    /** The resource that a {@code Ref} names. */
    Stream<Resource> referred(JsonNode reference) {
        String id = reference.path("Ref").asText();
        return resources().filter(resource -> resource.id().equals(id));
    }
}
