package dev.mooring.capacity.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mooring.capacity.RefusedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** The project's cdk.json, in which context "mooring" describes the fleet. */
public final class ProjectFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final TypeReference<Map<String, Object>> INPUTS = new TypeReference<>() {};

    private ProjectFile() {}

    /**
     * Reads the fleet's inputs, unchecked.
     *
     * @throws RefusedException when the file cannot be read, is not JSON, or has no object at context "mooring"
     */
    public static Map<String, Object> inputs(Path file) {
        JsonNode inputs = parse(file, read(file)).path("context").path("mooring");
        if (!inputs.isObject()) {
            throw RefusedException.of(
                    "config", file, "has no object at", "context.mooring", "add it, or give another --config");
        }
        return JSON.convertValue(inputs, INPUTS);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw RefusedException.of("config", file, "does not", "exist", "give the path of a cdk.json");
        } catch (IOException e) {
            throw RefusedException.of("config", file, "cannot be read:", reason(e), "give a readable cdk.json");
        }
    }

    private static JsonNode parse(Path file, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            String place = "line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr();
            throw RefusedException.of(
                    "config", file, "is not JSON at", place + ": " + e.getOriginalMessage(), "correct the file");
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof AccessDeniedException ? "access denied" : String.valueOf(failure.getMessage());
    }
}
