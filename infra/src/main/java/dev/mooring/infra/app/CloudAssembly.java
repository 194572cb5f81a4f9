package dev.mooring.infra.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mooring.infra.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a synthesis left in its folder, as its manifests tell it. What else lies there is of a former synthesis: of another
 * mode, or the archives of another build.
 *
 * @param folder the one that the CDK names {@code cdk.out}
 */
public record CloudAssembly(Path folder) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MANIFEST = "manifest.json";

    /** Names that the CDK gives to what it writes for one synthesis and leaves there for ever. */
    private static final String PERISHABLE =
            "asset\\..*|assembly-.*|.*\\.template\\.json|.*\\.assets\\.json|.*-NagReport\\.(csv|json)";

    /** The template of the stack with this name, wherever it is: a pipeline keeps its stages in folders of their own. */
    public Optional<Template> template(String stack) {
        return template(folder, stack);
    }

    /** Removes what no manifest names. */
    void prune() {
        Set<String> named = new HashSet<>();
        collect(folder, named);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches(PERISHABLE) && !named.contains(name)) {
                    delete(file);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Optional<Template> template(Path folder, String stack) {
        for (JsonNode artifact : artifacts(folder)) {
            JsonNode properties = artifact.path("properties");
            Optional<Template> found = switch (artifact.path("type").asText()) {
                case "cdk:cloud-assembly" ->
                    template(folder.resolve(properties.path("directoryName").asText()), stack);
                case "aws:cloudformation:stack" ->
                    properties.path("stackName").asText(stack).equals(stack)
                            ? Optional.of(Template.read(folder.resolve(
                                    properties.path("templateFile").asText())))
                            : Optional.empty();
                default -> Optional.empty();
            };
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Adds every name that a manifest or a list of assets mentions; assets of a stage lie beside its folder. */
    private static void collect(Path folder, Set<String> named) {
        for (JsonNode artifact : artifacts(folder)) {
            JsonNode properties = artifact.path("properties");
            for (String key : Set.of("templateFile", "file", "directoryName")) {
                properties.path(key).asText().lines().forEach(named::add);
            }
            if (artifact.path("type").asText().equals("cdk:cloud-assembly")) {
                collect(folder.resolve(properties.path("directoryName").asText()), named);
            }
            if (artifact.path("type").asText().equals("cdk:asset-manifest")) {
                JsonNode files =
                        read(folder.resolve(properties.path("file").asText())).path("files");
                files.forEach(file -> named.add(
                        Path.of(file.at("/source/path").asText()).getFileName().toString()));
            }
        }
        addReports(folder, named);
    }

    /** A report of cdk-nag has the name of its stack, which has just been written again. */
    private static void addReports(Path folder, Set<String> named) {
        artifacts(folder).properties().forEach(artifact -> {
            if (artifact.getValue().path("type").asText().equals("aws:cloudformation:stack")) {
                named.add("AwsSolutions-" + artifact.getKey() + "-NagReport.csv");
                named.add("AwsSolutions-" + artifact.getKey() + "-NagReport.json");
            }
        });
    }

    private static JsonNode artifacts(Path folder) {
        return read(folder.resolve(MANIFEST)).path("artifacts");
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path file) throws IOException {
        try (Stream<Path> files = Files.walk(file)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
