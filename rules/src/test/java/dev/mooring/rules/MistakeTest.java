package dev.mooring.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.Result;
import dev.mooring.server.configuration.ServerCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

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

    /** For each option some of these is a value. */
    private static final List<String> VALUES = List.of(
            "1",
            "5s",
            "true",
            "x",
            "1/s",
            "1k/s",
            "direct",
            "127.0.0.1:1",
            "127.0.0.2",
            "8080",
            "8080-8081",
            "100B",
            "1x64B",
            "strict",
            "private",
            "server",
            "json",
            "idle",
            "plain",
            "centrifugo",
            "1012",
            "off",
            "host",
            "1/2",
            "m7g.large",
            "http://127.0.0.1:1",
            "300s",
            "HS256");

    @Test
    void everyProgramRefusesAnOptionThatIsGivenTwice() {
        List<String> taken = new ArrayList<>();
        for (CommandLine program : Programs.commandLines()) {
            assertFalse(program.isOverwrittenOptionsAllowed(), program.getCommandName());
            for (OptionSpec option : program.getCommandSpec().options()) {
                if (!option.isMultiValue() && !option.usageHelp() && !option.versionHelp()) {
                    String name = option.longestName();
                    String sentence =
                            program.getCommandName() + ": " + name.substring(2) + " is given twice; give it once\n";
                    boolean refused = option.arity().max() == 0
                            ? mistake(program, name, name).startsWith(sentence)
                            : VALUES.stream()
                                    .map(value -> name + "=" + value)
                                    .anyMatch(
                                            each -> mistake(program, each, each).startsWith(sentence));
                    if (!refused) {
                        taken.add(program.getCommandName() + " " + name);
                    }
                }
            }
        }
        assertEquals(List.of(), taken);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "capacity/plan | --html=x | html=x needs --cheapest; add it, or leave --html out",
                "capacity/catalogue | --renew --type=x | type=x does not go with --renew; give one of them",
                "swarm | ws://127.0.0.1:1 --connections=1 --insecure --ca=x | ca=x does not go with --insecure; give one of"
                        + " them",
                "proof/roll | --root=. --kill --speed=4 | speed=4 does not go with --kill; give one of them",
                "proof/roll | --root=. --cap=4 | cap=4 needs --kill; add it, or leave --cap out",
                "proof/vm | --root=. --quick --hold=5s | hold=5s does not go with --quick; give one of them",
                "proof/vm | --root=. --set keepalive=1s --set keepalive=2s | keepalive is given twice; give it once",
                "mooring-agent | --config=x --host-id-into=y --fetch-secrets | --fetch-secrets does not go with"
                        + " host-id-into=y; give one of them",
            })
    void refusesWhatMeansNothingBesideAnotherOption(String name, String words, String sentence) {
        CommandLine program = Programs.commandLines().stream()
                .filter(each -> each.getCommandName().equals(name))
                .findFirst()
                .orElseThrow();
        assertTrue(
                mistake(program, words.split(" ", -1)).startsWith(name + ": " + sentence + "\n"),
                () -> mistake(program, words.split(" ", -1)));
    }

    private static String mistake(CommandLine program, String... words) {
        StringWriter said = new StringWriter();
        program.setErr(new PrintWriter(said, true));
        return program.execute(words) == ExitCode.USAGE.code() ? said.toString() : "";
    }

    @Test
    void everyProgramSaysThatItsAnswerDidNotArrive() {
        PrintStream console = System.out;
        for (CommandLine program : Programs.commandLines()) {
            for (String option : List.of("--help", "--version")) {
                StringWriter said = new StringWriter();
                program.setErr(new PrintWriter(said, true));
                System.setOut(new PrintStream(new FullDevice(), true, StandardCharsets.UTF_8));
                try {
                    program.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
                    assertEquals(ExitCode.NOT_WRITTEN.code(), Program.run(program, option), program.getCommandName());
                } finally {
                    System.setOut(console);
                }
                assertEquals(program.getCommandName() + ": " + Result.LOST + "\n", said.toString());
            }
        }
    }

    private static final class FullDevice extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
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
