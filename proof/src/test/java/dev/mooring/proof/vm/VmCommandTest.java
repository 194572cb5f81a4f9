package dev.mooring.proof.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.output.ReportFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VmCommandTest {
    @TempDir
    private Path root = Path.of("");

    private final StringWriter printed = new StringWriter();

    @Test
    void refusesToHoldNone() {
        assertEquals(64, line().execute(arguments("--connections", "0")));
        assertEquals(
                "proof/vm: connections=0 is less than 1; give how many to hold\nSee: proof/vm --help\n",
                printed.toString());
    }

    @Test
    void refusesAResultThatCouldNotBeWritten() {
        Path result = root.resolve("missing/result");
        assertEquals(64, line().execute(arguments("--results", result.toString())));
        assertEquals(
                "proof/vm: results=" + result
                        + " is not in a writable directory; make it, or give another path\nSee: proof/vm --help\n",
                printed.toString());
    }

    @Test
    void recordsWhatRepeatsTheRun() {
        assertEquals(
                "proof/vm --connections 5000 --hold 480s --set keepalive=300s --set ports=8080-8099",
                command("--hold", "8m", "--set", "keepalive=300s", "--set", "ports=8080-8099")
                        .command(inputs()));
    }

    @Test
    void recordsTheChangesOfAQuickRunToo() {
        assertEquals(
                "proof/vm --quick --set keepalive=300s",
                command("--quick", "--set", "keepalive=300s").command(inputs()));
    }

    @Test
    void writesTheResultWhereItIsWanted() throws IOException {
        Path wanted = Files.createDirectory(root.resolve("wanted")).resolve("result-of-today");
        write(command("--results", wanted.toString()));
        assertEquals("page", Files.readString(wanted.resolveSibling("result-of-today.html")));
        assertTrue(Files.readString(wanted.resolveSibling("result-of-today.md")).contains("(result-of-today.json)"));
    }

    @Test
    void keepsTheResultWhenItCannotBeWrittenWhereItIsWanted() throws IOException {
        VmCommand command = command("--results", root.resolve("gone/result").toString());
        assertThrows(ReportFile.NotWrittenException.class, () -> write(command));
        assertEquals("page", Files.readString(root.resolve("result.html")));
        assertTrue(Files.readString(root.resolve("result.md")).contains("(result.json)"));
        assertTrue(Files.exists(root.resolve("result.json")));
    }

    private void write(VmCommand command) throws IOException {
        Files.writeString(root.resolve("swarm.html"), "page");
        command.write(VmReportTest.result(0, 12_682), root);
    }

    private VmCommand command(String... arguments) {
        CommandLine line = line();
        line.parseArgs(arguments(arguments));
        return line.getCommand();
    }

    private CommandLine line() {
        PrintWriter writer = new PrintWriter(printed, true);
        return VmCommand.commandLine().setOut(writer).setErr(writer);
    }

    private String[] arguments(String... more) {
        List<String> all = new ArrayList<>(List.of("--root", root.toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static VmInputs inputs() {
        return new VmInputs(
                Path.of("project"), CapacityPlanner.plan(FleetSpec.defaults()), 5_000, Duration.ofMinutes(8));
    }
}
