package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a cdk.json as a whole. */
final class SynthesisTest {
    @TempDir
    private Path project;

    @Test
    void refusesWhatIsNotJson() throws IOException {
        refuses("{");
    }

    @Test
    void refusesAContextThatIsNotAnObject() throws IOException {
        refuses("{\"context\": []}");
    }

    private void refuses(String text) throws IOException {
        Path file = Files.writeString(project.resolve("cdk.json"), text);

        RefusedException refused = assertThrows(RefusedException.class, () -> Synthesis.of(project));

        assertEquals(
                "config=" + file + " is not JSON with an object as context; correct the file", refused.getMessage());
    }
}
