package dev.mooring.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.output.ExitCode;
import dev.mooring.server.configuration.ServerCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What every program says of a command line that it does not understand. */
class MistakeTest {
    @Test
    void whereTheLauncherHasAnotherNameItsHelpIsTheOneToSee() throws IOException {
        for (String launcher : Programs.LAUNCHERS) {
            String script = Files.readString(Programs.ROOT.resolve(launcher));
            assertEquals(
                    !Programs.name(launcher).equals(launcher),
                    script.contains("-Dmooring.launcher=" + launcher + " "),
                    launcher);
        }
        System.setProperty("mooring.launcher", "server/run");
        try {
            StringWriter said = new StringWriter();
            CommandLine program = ServerCommand.commandLine();
            program.setErr(new PrintWriter(said, true));
            int code = program.execute("--frobnicate");
            assertEquals(ExitCode.USAGE.code(), code);
            assertTrue(said.toString().endsWith("\nSee: server/run --help\n"), said.toString());
        } finally {
            System.clearProperty("mooring.launcher");
        }
    }

    @Test
    void everyProgramNamesAnOptionThatItDoesNotKnowBeforeWhatIsMissing() {
        for (CommandLine program : Programs.commandLines()) {
            StringWriter said = new StringWriter();
            program.setErr(new PrintWriter(said, true));
            assertEquals(ExitCode.USAGE.code(), program.execute("--frobnicate"), program.getCommandName());
            assertTrue(
                    said.toString()
                            .startsWith(program.getCommandName()
                                    + ": argument=--frobnicate is not one this program knows; "),
                    said.toString());
        }
    }
}
