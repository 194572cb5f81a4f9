package dev.mooring.awsstandin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What AWS's own service models say of the operations that are played: their members, with what is required, bounds, values
 * and patterns, and their errors. {@code aws-stand-in/renew-models} renews them. Immutable.
 */
final class ServiceModels {
    /** What any operation may be answered with. Sources: API references, "Common errors". */
    private static final Set<String> COMMON_ERRORS =
            Set.of("AccessDenied", "InvalidAction", "InvalidInput", "Throttling", "ValidationError");

    private static final int OPERATION = 0;
    private static final int DIRECTION = 1;
    private static final int PATH = 2;

    private final Map<String, Map<String, Map<String, Member>>> shapes = new HashMap<>();
    private final Map<String, Set<String>> errors = new HashMap<>();

    private ServiceModels() {}

    static ServiceModels read() {
        ServiceModels models = new ServiceModels();
        try (InputStream file =
                Objects.requireNonNull(ServiceModels.class.getResourceAsStream("models.tsv"), "models.tsv")) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> models.add(line.split("\t", -1)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return models;
    }

    /** What is wrong with a request; none when it is one that AWS takes. */
    List<String> faultsOfInput(String operation, Map<String, String> values) {
        return ShapeCheck.faults(members(operation, "input"), values);
    }

    /** What is wrong with the inside of an answer. */
    List<String> faultsOfOutput(String operation, Map<String, String> values) {
        return ShapeCheck.faults(members(operation, "output"), values);
    }

    /** The members of a request in XML, in the form of {@link #faultsOfInput}. */
    Map<String, String> input(String operation, String xml) {
        return XmlPaths.of(xml, members(operation, "input").keySet());
    }

    /** The members of an answer in XML. */
    Map<String, String> output(String operation, String xml) {
        return XmlPaths.of(xml, members(operation, "output").keySet());
    }

    boolean mayAnswer(String operation, String error) {
        return COMMON_ERRORS.contains(error)
                || errors.getOrDefault(operation, Set.of()).contains(error);
    }

    private Map<String, Member> members(String operation, String direction) {
        return shapes.getOrDefault(operation, Map.of()).getOrDefault(direction, Map.of());
    }

    private void add(String[] fields) {
        if (fields[DIRECTION].equals("error")) {
            errors.computeIfAbsent(fields[OPERATION], operation -> new HashSet<>())
                    .add(fields[PATH]);
        } else {
            shapes.computeIfAbsent(fields[OPERATION], operation -> new HashMap<>())
                    .computeIfAbsent(fields[DIRECTION], direction -> new TreeMap<>())
                    .put(fields[PATH], Member.of(fields));
        }
    }
}
