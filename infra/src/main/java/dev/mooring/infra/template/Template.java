package dev.mooring.infra.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.RefusedException;
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

    /**
     * The template in a file that a user names.
     *
     * @throws RefusedException when the file cannot be read or is not JSON
     */
    public static Template named(InputFile file) {
        String remedy = "name a *.template.json of cdk.out";
        try {
            return new Template(JSON.readTree(file.text(remedy)));
        } catch (JsonProcessingException other) {
            throw RefusedException.of(file.name(), file.path(), "cannot be read as", "a template", remedy);
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
