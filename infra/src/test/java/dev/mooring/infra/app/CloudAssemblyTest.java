package dev.mooring.infra.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CloudAssemblyTest {
    @TempDir
    private Path folder;

    /** Archives of 85 MiB a build stayed for ever, and a template of a former mode was taken for the present one. */
    @Test
    void keepsNothingOfAFormerSynthesis() throws IOException {
        file("manifest.json", """
                {"artifacts": {
                  "Mooring.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Mooring.assets.json"}},
                  "Mooring": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "Mooring.template.json"}}}}
                """);
        file("Mooring.assets.json", """
                {"files": {"1": {"source": {"path": "asset.1.gz"}}}}
                """);
        for (String name : Set.of(
                "Mooring.template.json",
                "asset.1.gz",
                "asset.2.gz",
                "MooringPipeline.template.json",
                "assembly-MooringPipeline-Fleet/manifest.json",
                "notes.txt")) {
            file(name, "{}");
        }

        new CloudAssembly(folder).prune();

        assertEquals(
                new TreeSet<>(Set.of(
                        "Mooring.assets.json", "Mooring.template.json", "asset.1.gz", "manifest.json", "notes.txt")),
                names());
    }

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Set<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
