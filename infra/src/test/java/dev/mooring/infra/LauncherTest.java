package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that build what is missing, in a project of their own with a Maven that does as it is told. */
class LauncherTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SCRIPTS = ROOT.resolve("scripts/java.sh");
    private static final List<String> MODULES =
            List.of("capacity", "tls", "server", "host-tuning", "host-agent", "infra");
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path project = Path.of("");

    @BeforeEach
    void buildEverything() throws IOException {
        Files.createDirectories(project.resolve("bin"));
        Files.createDirectories(project.resolve("target"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.writeString(project.resolve("cdk.json"), "{}");
        for (String module : MODULES) {
            Files.createDirectories(project.resolve(module + "/src/main"));
            Files.createDirectories(project.resolve(module + "/src/test"));
            Files.createDirectories(project.resolve(module + "/target/bundle"));
            Files.writeString(project.resolve(module + "/pom.xml"), "<project/>");
            Files.createFile(project.resolve("target/built-" + module));
        }
        Files.createDirectories(project.resolve("scripts/completion"));
        Files.createFile(project.resolve("scripts/bundle.sh"));
        Files.createFile(project.resolve("scripts/completion/verify"));
        maven("echo built; exit 0");
        buildEverythingLongAgo();
    }

    private void buildEverythingLongAgo() throws IOException {
        age(project);
        for (String module : MODULES) {
            Files.setLastModifiedTime(
                    project.resolve("target/built-" + module), FileTime.from(LONG_AGO.plus(Duration.ofHours(1))));
        }
    }

    @Test
    void buildNothingFromCdkJson() throws IOException, InterruptedException {
        Files.writeString(project.resolve("cdk.json"), "{\"changed\": true}");
        for (String module : List.of("server", "infra")) {
            assertEquals(new Run(0, ""), require(module));
        }
    }

    @Test
    void buildWhatHasAnEditedSource() throws IOException, InterruptedException {
        Files.createFile(project.resolve("server/src/main/Edited.java"));
        assertEquals(new Run(0, "mooring: building server once, a minute or two\n"), require("server"));
    }

    @Test
    void buildABundleAgainWhenWhatPutsItTogetherHasChanged() throws IOException, InterruptedException {
        for (String part : List.of("scripts/bundle.sh", "scripts/completion/verify")) {
            for (String module : List.of("server", "host-agent", "infra")) {
                buildEverythingLongAgo();
                Files.setLastModifiedTime(project.resolve(part), FileTime.from(Instant.now()));
                assertEquals(
                        new Run(0, "mooring: building " + module + " once, a minute or two\n"),
                        require(module),
                        part + " of " + module);
            }
            assertEquals(new Run(0, ""), require("host-tuning"), "it has no bundle");
        }
    }

    @Test
    void buildAgainWhatACheckTookApart() throws IOException, InterruptedException {
        Files.createFile(project.resolve("target/ungated-server"));
        Files.createDirectories(project.resolve("server/target/classes"));
        assertEquals(new Run(0, ""), run("bash", "-euc", ". " + SCRIPTS + "; forget_ungated " + project));
        assertFalse(Files.exists(project.resolve("server/target/classes")));
        assertEquals(new Run(0, "mooring: building server once, a minute or two\n"), require("server"));
        assertEquals(new Run(0, ""), require("infra"), "its own program stands where it was");
    }

    @Test
    void buildNothingThatAQuickCheckHasBuilt() throws IOException, InterruptedException {
        for (String program :
                List.of("shellcheck", "gcc", "modprobe", "strace", "node", "chromium", "npm", "redis-server", "sshd")) {
            program("bin/" + program, "exit 0");
        }
        program("bin/git", "printf 'check\\0'");
        program("infra/cdk", "exit 0");
        // What it would install where it is missing is here by another name.
        program(
                "check",
                Files.readString(ROOT.resolve("check"))
                        .replace("#!/usr/bin/env bash", "")
                        .replace("/usr/sbin/sshd", "sshd")
                        .replace("/usr/include/security/pam_appl.h", SCRIPTS.toString()));
        Files.copy(SCRIPTS, project.resolve("scripts/java.sh"));
        for (String module : MODULES) {
            Files.delete(project.resolve("target/built-" + module));
        }
        Run run = run(
                "env",
                "PATH=" + project.resolve("bin") + ":" + System.getenv("PATH"),
                "bash",
                project.resolve("check").toString(),
                "--quick");
        assertEquals(0, run.code(), run.said());
        Matcher modules = Pattern.compile("<module>(.*)</module>").matcher(Files.readString(ROOT.resolve("pom.xml")));
        while (modules.find()) {
            assertTrue(
                    modules.group(1).equals("rules")
                            || Files.exists(project.resolve("target/built-" + modules.group(1))),
                    modules.group(1));
        }
    }

    @Test
    void endWithTheStatusOfAnInterruptThatEndedTheBuild() throws IOException, InterruptedException {
        for (int status : List.of(130, 143)) {
            maven("exit " + status);
            Files.writeString(project.resolve("server/src/main/Edited.java"), "");
            assertEquals(new Run(status, """
                            mooring: building server once, a minute or two
                            mooring: the build of server was interrupted; the next command begins it again
                            """), require("server"));
        }
    }

    @Test
    void refuseAFleetInTheWordsOfThePlanBeforeTheyBuild() throws IOException, InterruptedException {
        Path built = ROOT.resolve("capacity/target");
        assumeTrue(Files.isDirectory(built.resolve("libraries")), "capacity is not packaged");
        Files.delete(project.resolve("capacity/target/bundle"));
        Files.delete(project.resolve("capacity/target"));
        Files.createSymbolicLink(project.resolve("capacity/target"), built);
        Files.createFile(project.resolve("infra/src/main/Edited.java"));
        Files.writeString(project.resolve("cdk.json"), "{\"context\": {\"mooring\": {\"keepalive\": \"400s\"}}}");
        Run run = run(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "bash",
                "-c",
                call("infra").replace("require_built", "require_plan") + " " + project.resolve("cdk.json"));
        assertEquals(
                new Run(
                        64,
                        "capacity/plan: keepalive=400s is more than idle-timeout/3=116s; lower keepalive or raise"
                                + " idle-timeout\nSee: capacity/plan --help\n"),
                run);
    }

    @Test
    void showTheCauseOfABuildThatFails() throws IOException, InterruptedException {
        maven("""
                echo 'keepalive=400s is more than idle-timeout/3=116s; lower keepalive'
                echo '[ERROR] Failed to execute goal exec'
                echo '[ERROR] '
                echo '[ERROR] To see the full stack trace, re-run Maven with -e.'
                echo '[ERROR] [Help 1] http://example.invalid'
                for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21; do echo "[ERROR] advice $i"; done
                exit 1
                """);
        Files.createFile(project.resolve("server/src/main/Edited.java"));
        Run run = require("server");
        assertEquals(70, run.code());
        assertTrue(
                run.said().contains("\nkeepalive=400s is more than idle-timeout/3=116s; lower keepalive\n"),
                run.said());
        assertFalse(run.said().contains("advice"), run.said());
        assertTrue(Files.exists(project.resolve("server/target/bundle")), "what worked is still there");
    }

    @Test
    void sayWhoseCheckoutItIsThatTheyCannotBuild() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can be somebody else");
        Files.setPosixFilePermissions(project, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createFile(project.resolve("server/src/main/Edited.java"));
        Run run = run("setpriv", "--reuid", "65534", "--clear-groups", "bash", "-c", call("server"));
        assertEquals(
                new Run(
                        73,
                        "mooring: server must be built, and " + project
                                + "/target may not be written; run this as its owner\n"),
                run);
    }

    @Test
    void keepTheLastBundleWhenANewOneCannotBePutTogether() throws IOException, InterruptedException {
        Path server = Files.createDirectories(project.resolve("server/src/main/bundle"));
        Path assemble = Files.copy(ROOT.resolve("server/src/main/bundle/assemble"), server.resolve("assemble"));
        Files.copy(
                ROOT.resolve("scripts/bundle.sh"),
                project.resolve("scripts/bundle.sh"),
                StandardCopyOption.REPLACE_EXISTING);
        Path target = project.resolve("server/target");
        Files.createFile(target.resolve("bundle/works"));
        Files.createFile(target.resolve("mooring-server-0.1.0-linux-x86_64.tar.gz"));
        Run run = run("env", "JAVA_HOME=" + System.getProperty("java.home"), "bash", assemble.toString(), "0.1.0");
        assertTrue(run.code() != 0, run.said());
        assertTrue(Files.exists(target.resolve("bundle/works")), run.said());
        assertTrue(Files.exists(target.resolve("mooring-server-0.1.0-linux-x86_64.tar.gz")), run.said());
    }

    @Test
    void findAJdkWithoutAHome() throws IOException, InterruptedException {
        assertEquals(
                0,
                run("env", "-u", "HOME", "bash", "-euc", ". " + SCRIPTS + "; require_java")
                        .code());
    }

    @Test
    void refuseAWordTooMany() throws IOException, InterruptedException {
        assertEquals(
                64,
                run(ROOT.resolve("infra/synth").toString(), "--summary", "extra")
                        .code());
        assertEquals(
                64, run(ROOT.resolve("check").toString(), "--quick", "extra").code());
    }

    @Test
    void refuseAValueThatIsVariedTwiceInWhateverForm() throws IOException, InterruptedException {
        List<List<String>> forms = List.of(
                List.of("-c", "mooring.keepalive=50s"),
                List.of("-c=mooring.keepalive=60s"),
                List.of("--context", "mooring.keepalive=70s"),
                List.of("--context=mooring.keepalive=80s"));
        for (String program : List.of("infra/synth", "infra/cdk", "infra/doctor", "infra/watch")) {
            for (List<String> first : forms) {
                for (List<String> second : forms) {
                    List<String> command =
                            new ArrayList<>(List.of(ROOT.resolve(program).toString()));
                    command.addAll(first);
                    command.addAll(second);
                    assertEquals(
                            new Run(
                                    64,
                                    program + ": mooring.keepalive is given twice; give it once\nSee: " + program
                                            + " --help\n"),
                            run(command.toArray(String[]::new)));
                }
            }
        }
    }

    @Test
    void refuseToShowASynthesisInTwoWays() throws IOException, InterruptedException {
        assertEquals(
                new Run(
                        64,
                        "infra/synth: --against does not go with --summary; give one of them\nSee: infra/synth --help\n"),
                run(ROOT.resolve("infra/synth").toString(), "--summary", "--against"));
    }

    @Test
    void refuseAnOptionThatTheyDoNotKnow() throws IOException, InterruptedException {
        for (String program : List.of(
                "infra/renew-replacements",
                "infra/renew-actions",
                "infra/connect",
                "scripts/aws-bundles",
                "proof/old-libc")) {
            Run run = run(ROOT.resolve(program).toString(), "--dry-run");
            assertEquals(64, run.code(), program);
            assertTrue(run.said().startsWith(program + ": argument=--dry-run is not "), run.said());
            assertTrue(run.said().endsWith("\nSee: " + program + " --help\n"), run.said());
        }
    }

    @Test
    void linkBundlesForNoArchitectureThatAHostCannotHave() throws IOException, InterruptedException {
        for (List<String> words : List.of(List.<String>of(), List.of("arm64"), List.of("x86_64", "--fetched"))) {
            List<String> command =
                    new ArrayList<>(List.of(ROOT.resolve("scripts/aws-bundles").toString()));
            command.addAll(words);
            Run run = run(command.toArray(String[]::new));
            assertEquals(
                    new Run(
                            64,
                            "scripts/aws-bundles: arguments=" + String.join(" ", words)
                                    + " are not x86_64 or aarch64, with --fetch or without; give these\n"
                                    + "See: scripts/aws-bundles --help\n"),
                    run);
        }
    }

    /** Java 17 does not start at all with an option that it does not know, and then nobody says what is needed. */
    @Test
    void giveMavenNoOptionThatAnOlderJavaDoesNotKnow() throws IOException {
        for (String option : Files.readAllLines(ROOT.resolve(".mvn/jvm.config"))) {
            assertTrue(
                    option.matches(
                            "(--add-exports|--add-opens|--enable-native-access)=.*|-D.*|-XX:\\+Ignore.*|-XX:\\+UseSerialGC|-XX:TieredStopAtLevel=1"),
                    option);
        }
    }

    private Run require(String module) throws IOException, InterruptedException {
        return run("bash", "-c", call(module));
    }

    private String call(String module) {
        return "set -euo pipefail; PATH=" + project.resolve("bin") + ":$PATH; . " + SCRIPTS + "; require_built "
                + project + " " + module + " " + project.resolve(module + "/target/bundle");
    }

    private void maven(String script) throws IOException {
        program("bin/mvn", script);
    }

    private void program(String name, String script) throws IOException {
        Path program = Files.writeString(project.resolve(name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Run run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // The build that runs these tests forbids the programs that it starts to build.
        builder.environment().remove("BUILT_BY_CALLER");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said);
    }

    private static void age(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
            }
        }
    }

    private record Run(int code, String said) {}
}
