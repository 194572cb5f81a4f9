package dev.mooring.capacity.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.plan.PlanCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The one reader of cdk.json, seen from outside. */
final class ProjectFileTest {
    /** What is read a second time is empty then, as with {@code --fleet <(jq ...)}. */
    @Test
    void isReadOnceSoThatItMayComeThroughAPipe() throws IOException, InterruptedException {
        Process plan = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlanCommand.class.getName(),
                        "--fleet",
                        "/dev/stdin",
                        "--server-properties")
                .redirectErrorStream(true)
                .start();
        try (var input = plan.getOutputStream()) {
            input.write("{\"context\": {\"mooring\": {\"keepalive\": \"90s\"}, \"deployment\": {}}}"
                    .getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(plan.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, plan.waitFor(), said);
        assertEquals(1, said.lines().filter("keepalive=90s"::equals).count(), said);
    }
}
