package dev.mooring.proof.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** docs/grafana/mooring.json against the types that Grafana publishes for its dashboards, {@code @grafana/schema} on npm. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class GrafanaSchemaTest {
    private static final PeersWorkspace WORKSPACE = PeersWorkspace.ofModule();
    private static final Path DASHBOARD = WORKSPACE.root().resolve("docs/grafana/mooring.json");
    private static final Path SOURCES = WORKSPACE.proof().resolve("src/test/node/grafana");
    private static final Path FOLDER = WORKSPACE.proof().resolve("target/grafana");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theDashboardIsWhatGrafanaTakes() throws IOException, InterruptedException {
        assertEquals(List.of(DASHBOARD + " valid"), check(DASHBOARD));
    }

    @Test
    void aDashboardOfAnotherShapeIsNot() throws IOException, InterruptedException {
        Path unknown = changed("unknown.json", dashboard -> dashboard.put("refreshes", "5s"));
        Path type = changed("type.json", dashboard -> dashboard.put("refresh", 5));
        Path panel = changed(
                "panel.json",
                dashboard -> ((ObjectNode) dashboard.withArray("panels").get(0)).remove("type"));
        assertEquals(
                List.of(
                        unknown + " / must NOT have additional properties",
                        type + " /refresh must be string",
                        panel + " /panels/0 must have required property 'type'"),
                check(unknown, type, panel));
    }

    private Path changed(String name, Consumer<ObjectNode> change) throws IOException {
        ObjectNode dashboard = (ObjectNode) JSON.readTree(DASHBOARD.toFile());
        change.accept(dashboard);
        return Files.writeString(folder.resolve(name), dashboard.toString());
    }

    /** One line for each file. */
    private static List<String> check(Path... files) throws IOException, InterruptedException {
        try (ChildProcesses children = new ChildProcesses()) {
            fetch(children);
            StringBuilder said = new StringBuilder();
            for (Path file : files) {
                said.append(children.run(FOLDER, List.of("node", "check.js", file.toString())));
            }
            return said.toString().lines().toList();
        }
    }

    private static void fetch(ChildProcesses children) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String name : List.of("package.json", "package-lock.json", "dashboard.d.ts", "check.js")) {
            Files.copy(SOURCES.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        // npm writes its own copy of the lock last.
        if (PeersWorkspace.isNewer(
                FOLDER.resolve("node_modules/.package-lock.json"), SOURCES.resolve("package-lock.json"))) {
            return;
        }
        try {
            children.run(FOLDER, List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
        } catch (IOException failed) {
            Assumptions.abort("npm could not fetch @grafana/schema: " + failed.getMessage());
        }
    }
}
