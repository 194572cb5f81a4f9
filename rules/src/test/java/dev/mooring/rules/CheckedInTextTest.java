package dev.mooring.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.AutoComplete;
import picocli.CommandLine;

/** What is checked in and generated from the programs: {@code -Dupdate=true} writes it again. */
class CheckedInTextTest {
    @Test
    void theHelpIsThatOfTheOptions() throws IOException {
        for (CommandLine program : Programs.commandLines()) {
            compare(Programs.help(program.getCommandName()), program.getUsageMessage(CommandLine.Help.Ansi.OFF));
        }
    }

    @Test
    void theCompletionInTheBundlesIsThatOfTheOptions() throws IOException {
        for (CommandLine program : Programs.shipped()) {
            Path file = Programs.completion(program.getCommandName());
            compare(file, AutoComplete.bash(file.getFileName().toString(), program));
        }
    }

    @Test
    void theTableOfExitCodesIsThatOfThePrograms() throws IOException {
        String rows = Stream.of(ExitCode.values())
                .map(code -> "| `" + code.code() + "` | " + code.meaning() + " |")
                .collect(Collectors.joining("\n"));
        compare(Programs.ROOT.resolve("docs/exit-codes.md"), """
                # Exit codes

                One table for all programs; each names in its `--help` those that it ends with. A mistake is one sentence on
                standard error, `program: name=value relation bound; remedy`, and the command for its help on the next line.
                Whatever the program, `70` is a mistake of its own (of its build, where a script builds it first), `74` an answer
                that could not be written, on standard output or in a file, and `130` is Ctrl-C: the table of every help has `74`
                and `130`, and that of each program and of each script that builds has `70`.

                | code | what it says |
                |---|---|
                %s

                systemd starts a server again that ended with anything but `64`. `infra/cdk` hands on the codes of the CDK.
                """.formatted(rows));
    }

    @Test
    void everyHelpNamesTheCodesThatEveryProgramCanEndWith() throws IOException {
        List<String> silent = new ArrayList<>();
        for (String launcher : Stream.concat(Programs.LAUNCHERS.stream(), Programs.SCRIPTS.stream())
                .toList()) {
            String help = Files.readString(Programs.help(Programs.name(launcher)));
            boolean builds = Files.readString(Programs.ROOT.resolve(launcher)).contains("require_built ");
            for (ExitCode code : List.of(ExitCode.INTERRUPTED, ExitCode.NOT_WRITTEN, ExitCode.BUG)) {
                if ((builds || code != ExitCode.BUG) && !help.contains("\n  " + code.code() + " ")) {
                    silent.add(launcher + " on " + code.code());
                }
            }
        }
        assertEquals(List.of(), silent);
    }

    @Test
    void noProgramHasAVersionOfItsOwn() throws IOException {
        List<String> typed = new ArrayList<>();
        try (var files = Files.walk(Programs.ROOT)) {
            for (Path file : files.filter(each -> each.toString().endsWith("Command.java")
                            || each.toString().endsWith("Main.java"))
                    .filter(each -> !each.toString().contains("/target/"))
                    .toList()) {
                if (Files.readString(file).contains("version = ")) {
                    typed.add(Programs.ROOT.relativize(file).toString());
                }
            }
        }
        assertEquals(List.of(), typed);
    }

    static void compare(Path file, String generated) throws IOException {
        if (Boolean.getBoolean("update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertEquals(generated, Files.exists(file) ? Files.readString(file) : "", file + ": run with -Dupdate=true");
    }
}
