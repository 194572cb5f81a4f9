package dev.mooring.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.capacity.output.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a checkout in which nothing was built answers to a user who may change nothing, with no installer at hand. */
class UnbuiltCloneTest {
    /** What the scripts may call; no apt-get, no npm, no mvn, no java. */
    private static final List<String> TOOLS =
            List.of("bash", "env", "dirname", "readlink", "cat", "sed", "head", "id", "setpriv");

    @TempDir
    private Path folder = Path.of("");

    private Path clone = Path.of("");

    @BeforeEach
    void copyWhatIsChecked() throws IOException, InterruptedException {
        clone = Files.createDirectories(folder.resolve("clone"));
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            Path found = Stream.of("/usr/bin", "/bin")
                    .map(each -> Path.of(each, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + tool));
            Files.createSymbolicLink(tools.resolve(tool), found);
        }
        List<String> parts = new ArrayList<>(List.of("scripts", "pom.xml", "cdk.json"));
        parts.addAll(Programs.LAUNCHERS);
        parts.addAll(Programs.SCRIPTS);
        for (String part : parts) {
            try (var files = Files.walk(Programs.ROOT.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = clone.resolve(Programs.ROOT.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void showsTheHelpThatIsCheckedIn() throws IOException, InterruptedException {
        for (String launcher : launchers()) {
            String help = Files.readString(Programs.help(Programs.name(launcher)));
            for (String option : List.of("--help", "-h")) {
                assertEquals(new Answer(0, help, ""), ask(launcher, option), launcher);
            }
        }
    }

    @Test
    void showsTheVersionOfTheBuild() throws IOException, InterruptedException {
        String version = Files.readAllLines(Programs.ROOT.resolve("pom.xml")).stream()
                .filter(line -> line.startsWith("  <version>"))
                .map(line -> line.replaceAll("</?version>", "").strip())
                .findFirst()
                .orElseThrow();
        for (String launcher : launchers()) {
            for (String option : List.of("--version", "-V")) {
                String expected = Programs.name(launcher) + " " + version + "\n";
                assertEquals(new Answer(0, expected, ""), ask(launcher, option), launcher);
            }
        }
    }

    @Test
    void answersBehindOtherOptionsToo() throws IOException, InterruptedException {
        String help = Files.readString(Programs.help("proof/vm"));
        assertEquals(new Answer(0, help, ""), ask("proof/vm", "--quick", "--help"));
    }

    @Test
    void saysThatTheAnswerWasLostOnAFullDevice() throws IOException, InterruptedException {
        for (String launcher : launchers()) {
            for (String option : List.of("--help", "--version")) {
                String sentence = Programs.name(launcher) + ": the result could not be written to standard output;"
                        + " its reader is gone or the disk is full\n";
                assertEquals(
                        new Answer(ExitCode.NOT_WRITTEN.code(), "", sentence),
                        ask(new File("/dev/full"), launcher, option),
                        launcher);
            }
        }
    }

    @Test
    void refusesAnOptionThatIsGivenTwice() throws IOException, InterruptedException {
        Pattern row = Pattern.compile("(?m)^ +(?:-\\w, )?(--[a-z-]+)(?:[ =]([A-Z]+))? .*");
        for (String program : Programs.SCRIPTS) {
            Matcher option = row.matcher(Files.readString(Programs.help(program)));
            while (option.find()) {
                String name = option.group(1);
                if (name.equals("--help") || name.equals("--version") || name.equals("--context")) {
                    continue;
                }
                List<String> words = option.group(2) == null ? List.of(name) : List.of(name, "1");
                List<String> twice = Collections.nCopies(2, words).stream()
                        .flatMap(List::stream)
                        .toList();
                Answer answer = ask(program, twice.toArray(String[]::new));
                assertEquals(64, answer.code(), program + " " + twice + ": " + answer.err());
                assertTrue(answer.err().startsWith(program + ": "), answer.err());
            }
        }
    }

    @Test
    void changesNoFileWhenItIsAsked() throws IOException, InterruptedException {
        Map<String, String> before = state();
        for (String launcher : launchers()) {
            Answer answer = ask(launcher, "--help");
            assertEquals(0, answer.code(), launcher);
        }
        assertEquals(before, state());
    }

    private static List<String> launchers() {
        return Stream.concat(Programs.LAUNCHERS.stream(), Programs.SCRIPTS.stream())
                .toList();
    }

    private Answer ask(String launcher, String... arguments) throws IOException, InterruptedException {
        return ask(folder.resolve("out").toFile(), launcher, arguments);
    }

    private Answer ask(File out, String launcher, String... arguments) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv, of util-linux, is not installed");
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"));
        }
        command.add(clone.resolve(launcher).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out)
                .redirectError(folder.resolve("err").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", folder.resolve("tools").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        int code = process.waitFor();
        return new Answer(code, out.isFile() ? Files.readString(out.toPath()) : "", text("err"));
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    }

    private Map<String, String> state() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (var all = Files.walk(clone)) {
            for (Path file : all.toList()) {
                files.put(clone.relativize(file).toString(), Files.getLastModifiedTime(file) + " " + Files.size(file));
            }
        }
        return files;
    }

    private record Answer(int code, String out, String err) {}
}
