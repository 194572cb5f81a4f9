package dev.mooring.capacity.project;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mooring.capacity.Authentication;
import dev.mooring.capacity.Messaging;
import dev.mooring.capacity.Place;
import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The project's cdk.json, in which context "mooring" describes the fleet. Every program reads it here, before it does
 * anything else, so all of them take and refuse the same files.
 *
 * @param context all of it: the fleet's inputs at "mooring", which are there, and whatever is beside them
 */
public record ProjectFile(Map<String, Object> context) {
    /** Of the file that programs take where no other is named. */
    public static final String NAME = "cdk.json";

    private static final Bytes MAX_SIZE = Bytes.mebi(1);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** What the certificate of hosts that end TLS is for, in context "deployment". */
    public static final String DOMAIN = "domain";

    private static final String MOORING = "mooring";
    private static final String DEPLOYMENT = "deployment";
    private static final String MESSAGING = "messaging";
    private static final String AUTHENTICATION = "authentication";
    private static final List<String> OBJECTS = List.of(MOORING, DEPLOYMENT, MESSAGING, AUTHENTICATION);

    /** Flags and cached answers of the CDK have a colon in their names, but for these. */
    private static final Set<String> OF_THE_COMMAND_LINE = Set.of("cli-telemetry", "acknowledged-issue-numbers");

    /**
     * Reads a file, once, so that it may be a pipe.
     *
     * @throws RefusedException when it cannot be read, is not JSON, has no object at context "mooring", or has a key in the
     *     context that nothing knows
     */
    public static ProjectFile read(Path file) {
        JsonNode context = parse(file, text(file)).path("context");
        if (!context.path(MOORING).isObject()) {
            throw RefusedException.of(
                    "fleet", file, "has no object at", "context.mooring", "add it, or give another --fleet");
        }
        context.fieldNames().forEachRemaining(ProjectFile::requireKnownContext);
        return new ProjectFile(JSON.convertValue(context, OBJECT));
    }

    /** The fleet's inputs, unchecked. */
    public Map<String, Object> inputs() {
        return JSON.convertValue(context.get(MOORING), OBJECT);
    }

    /**
     * Where the fleet goes: {@code region} and {@code availability-zones} of context "deployment", which may be missing.
     *
     * @throws RefusedException when they do not name a place
     */
    public Place place() {
        JsonNode deployment = JSON.valueToTree(context).path(DEPLOYMENT);
        String zones = deployment.path("availability-zones").asText("");
        return new Place(
                Optional.of(deployment.path("region").asText("")).filter(region -> !region.isEmpty()),
                zones.isEmpty() ? List.of() : List.of(zones.split(",", -1)));
    }

    /**
     * What clients connect to where hosts end TLS: {@code domain}, or else {@code name}, of context "deployment". Empty where
     * nothing is said.
     */
    public Optional<String> domain() {
        JsonNode deployment = JSON.valueToTree(context).path(DEPLOYMENT);
        return Stream.of(DOMAIN, "name")
                .map(key -> deployment.path(key).asText(""))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    /**
     * What the fleet does with messages: context "messaging", which may be missing.
     *
     * @throws RefusedException when a key or a value of it is wrong
     */
    public Messaging messaging() {
        return Messaging.of(object(MESSAGING));
    }

    /**
     * Who may connect: context "authentication", which may be missing.
     *
     * @throws RefusedException when a key or a value of it is wrong
     */
    public Authentication authentication() {
        return Authentication.of(object(AUTHENTICATION));
    }

    /**
     * The same for whoever must know whether the file says anything of it; empty where it does not.
     *
     * @throws RefusedException as {@link #messaging}
     */
    public Optional<Messaging> toldMessaging() {
        return context.containsKey(MESSAGING) ? Optional.of(messaging()) : Optional.empty();
    }

    /**
     * Who may connect, for whoever must know whether the file says anything of it; empty where it does not.
     *
     * @throws RefusedException as {@link #authentication}
     */
    public Optional<Authentication> toldAuthentication() {
        return context.containsKey(AUTHENTICATION) ? Optional.of(authentication()) : Optional.empty();
    }

    /**
     * Refuses a key of the context that neither a program of this project nor the CDK knows; a misspelt object would
     * otherwise be dropped silently.
     *
     * @throws RefusedException naming the objects
     */
    public static void requireKnownContext(String key) {
        if (!OBJECTS.contains(key) && !OF_THE_COMMAND_LINE.contains(key) && key.indexOf(':') < 0) {
            throw RefusedException.of(
                    "context",
                    key,
                    "is not one of",
                    String.join(", ", OBJECTS) + ", or a key of the CDK",
                    "correct the name or remove it");
        }
    }

    private Map<String, Object> object(String name) {
        Object inputs = context.get(name);
        if (inputs == null) {
            return Map.of();
        }
        if (!(inputs instanceof Map<?, ?>)) {
            throw RefusedException.of(
                    name, inputs, "is not", "an object", "write it in cdk.json, as {\"key\": \"value\"}");
        }
        return JSON.convertValue(inputs, OBJECT);
    }

    private static String text(Path file) {
        return new InputFile("fleet", file, MAX_SIZE).text("give the path of a cdk.json");
    }

    private static JsonNode parse(Path file, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // What is nested too deeply has no place.
            JsonLocation location = e.getLocation();
            String place =
                    location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
            // The parser says in its own terms where what has no end began.
            String reason = e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
            throw RefusedException.of("fleet", file, "is not JSON" + place + ":", reason, "correct the file");
        }
    }
}
