package dev.mooring.proof.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shell in a folder of this machine stands in for ssh; only pgrep is made up. */
class GuestSwarmTest {
    private static final String REPORT = """
            {"plan": {"connections": 7}, "afterRamp": {"opened": 7}, "rampMillis": 1, "open": 7,
             "afterHold": {"lost": {}, "refused": {}, "failed": {}, "moved": 0, "pings": 0}, "connectMicros": {},
             "pingIntervalMillis": {}, "problems": []}""";

    @TempDir
    private Path work = Path.of("");

    private final ChildProcesses children = ChildProcesses.withoutHook();

    @AfterEach
    void end() {
        children.close();
    }

    @Test
    void hasNoFiguresWhileItRunsForTheReportMayBeHalfWritten() throws IOException, InterruptedException {
        Files.writeString(work.resolve("swarm.json"), REPORT.substring(0, 40));
        assertEquals(Optional.empty(), swarm(0).figures());
    }

    @Test
    void hasItsFiguresOnceItHasEnded() throws IOException, InterruptedException {
        Files.writeString(work.resolve("swarm.json"), REPORT);
        assertEquals(Optional.of(7L), swarm(1).figures().map(SwarmReport::openedInRamp));
    }

    @Test
    void saysItsLastWordsWhenItEndedWithoutAReport() throws IOException {
        Files.writeString(work.resolve("swarm.log"), "out of memory\n");
        assertEquals(
                "the load generator ended without a report: out of memory\n",
                assertThrows(IOException.class, () -> swarm(1).figures()).getMessage());
    }

    @Test
    void doesNotTakeASessionThatFailedForItsEnd() throws IOException, InterruptedException {
        assertEquals(Optional.empty(), swarm(255).figures());
    }

    private GuestSwarm swarm(int codeOfPgrep) {
        String shell = "cd '" + work + "'; pgrep() { return " + codeOfPgrep
                + "; }; for command; do :; done; eval \"$command\"";
        return new GuestSwarm(new Guest(List.of("sh", "-c", shell, "ssh"), Duration.ofMinutes(1), work, 22, children));
    }
}
