package dev.mooring.proof.vm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetKey;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.capacity.Tls;
import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.capacity.unit.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What is to be proved: a fleet, and how many connections one host of it holds for how long.
 *
 * @param project a folder like the project's, with the cdk.json of this fleet
 * @param connections opened and held, at most as many as the plan's
 * @param hold after all are open
 */
record VmInputs(Path project, CapacityPlan plan, long connections, Duration hold) {
    /** The shape of the machine on the server's side; the client's side of the same kernel comes on top. */
    static final Bytes SERVER_MEMORY = Bytes.mebi(15_360);

    private static final long QUICK_CONNECTIONS = 20_000;
    private static final Duration QUICK_HOLD = Duration.ofSeconds(30);
    private static final Bytes GENERATOR_FIXED = Bytes.mebi(256);
    private static final Bytes GENERATOR_PER_CONNECTION = Bytes.of(256);
    private static final List<String> MODULES =
            List.of("capacity", "tls", "server", "host-agent", "host-tuning", "infra", "load-generator");

    /**
     * A fleet with some of its inputs changed.
     *
     * @param file describes the fleet, in the form of cdk.json
     * @param changes inputs of context "mooring"
     * @param asked how many to hold; the fleet is made for more when these are more than its own, which are the default
     */
    static VmInputs of(Path root, Path file, Path work, Map<String, String> changes, OptionalLong asked, Duration hold)
            throws IOException {
        Path project = project(root, work);
        FleetSpec fleet = fleet(file, project, changes);
        long connections = asked.orElse(fleet.connections());
        if (connections > fleet.connections()) {
            Map<String, String> more = new LinkedHashMap<>(changes);
            more.put(FleetKey.CONNECTIONS.key(), Long.toString(connections));
            fleet = fleet(file, project, more);
        }
        return new VmInputs(project, CapacityPlanner.plan(fleet), connections, hold);
    }

    /** A short look at the same fleet. */
    static VmInputs quick(Path root, Path file, Path work, Map<String, String> changes) throws IOException {
        Path project = project(root, work);
        FleetSpec fleet = fleet(file, project, changes);
        long connections = Math.min(QUICK_CONNECTIONS, fleet.connections());
        return new VmInputs(project, CapacityPlanner.plan(fleet), connections, QUICK_HOLD);
    }

    private static Path project(Path root, Path work) throws IOException {
        Path project = Files.createDirectories(work.resolve("project"));
        for (String module : MODULES) {
            Path link = project.resolve(module);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, root.resolve(module));
            }
        }
        return project;
    }

    /** The fleet with the changes, which is left in the project's cdk.json. */
    private static FleetSpec fleet(Path file, Path project, Map<String, String> changes) throws IOException {
        // In the words of every other program, where the file is none.
        ProjectFile.read(file);
        ObjectMapper json = new ObjectMapper();
        ObjectNode all = (ObjectNode) json.readTree(file.toFile());
        ObjectNode fleet = (ObjectNode) all.required("context").required("mooring");
        changes.forEach(fleet::put);
        if (fleet.path(FleetKey.TLS.key()).asText().equals(Tls.HOST.toString())) {
            ObjectNode deployment = ((ObjectNode) all.required("context")).withObjectProperty("deployment");
            complete(deployment, ProjectFile.DOMAIN, GuestCertificate.DOMAIN);
            complete(deployment, GuestCertificate.SECRET_KEY, GuestCertificate.SECRET);
        }
        Path configuration = project.resolve("cdk.json");
        Files.writeString(configuration, json.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
        return FleetSpec.of(ProjectFile.read(configuration).inputs());
    }

    private static void complete(ObjectNode object, String key, String value) {
        if (!object.has(key)) {
            object.put(key, value);
        }
    }

    Path configuration() {
        return project.resolve("cdk.json");
    }

    /** Of the whole machine. */
    Bytes memory() {
        Bytes client = MeasuredCosts.KERNEL_PLANNED
                .plus(GENERATOR_PER_CONNECTION)
                .plus(plan().spec().ingress().heap())
                .times(connections)
                .plus(GENERATOR_FIXED);
        return SERVER_MEMORY.plus(client);
    }
}
