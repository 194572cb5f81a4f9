package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code infra/cdk} in a project of its own; npm and the CDK are scripts that tell what they were asked. */
final class CdkTest {
    private static final Instant FETCHED = Instant.parse("2026-01-01T00:00:00Z");
    private static final String FAKE_NPM = "#!/bin/sh\necho \"npm $1\" >>\"$CALLS\"\n";
    private static final String FAKE_CDK = "#!/bin/sh\necho \"cdk $*\" >>\"$CALLS\"\n";

    @TempDir
    private Path project;

    @BeforeEach
    void fetch() throws IOException {
        program("bin/npm", FAKE_NPM);
        program("infra/node_modules/.bin/cdk", FAKE_CDK);
        program("infra/cdk", Files.readString(Path.of("cdk")));
        program("scripts/aws-bundles", "#!/bin/sh\nexit ${JDK:-0}\n");
        program("scripts/java.sh", Files.readString(Path.of("../scripts/java.sh")));
        file("infra/node_modules/.package-lock.json", FETCHED);
        file("infra/package-lock.json", FETCHED.minus(Duration.ofHours(1)));
        program("infra/synth", "#!/bin/sh\necho \"synth $*\" >>\"$CALLS\"\nexit ${AGAINST:-0}\n");
        program("infra/watch", "#!/bin/sh\nexec sleep 600\n");
    }

    @Test
    void runsTheVersionThatWasFetched() throws IOException, InterruptedException {
        file("infra/package-lock.json", FETCHED.minus(Duration.ofHours(1)));

        assertEquals(List.of("cdk synth --quiet"), calls("synth", "--quiet"));
    }

    @Test
    void fetchesAgainWhenAnotherVersionIsPinned() throws IOException, InterruptedException {
        file("infra/package-lock.json", FETCHED.plus(Duration.ofHours(1)));

        assertEquals(List.of("npm ci", "cdk synth"), calls("synth"));
    }

    @Test
    void tellsTheAppOfAnotherFleet() throws IOException, InterruptedException {
        file("infra/package-lock.json", FETCHED.minus(Duration.ofHours(1)));
        file("staging.json", FETCHED);
        program("infra/node_modules/.bin/cdk", "#!/bin/sh\necho \"cdk $* of $MOORING_FLEET\" >>\"$CALLS\"\n");
        String staging = project.resolve("staging.json").toRealPath().toString();

        assertEquals(List.of("cdk diff of " + staging), calls("--fleet", staging, "diff"));
        Files.delete(project.resolve("calls"));
        assertEquals(List.of("cdk diff of " + staging), calls("--fleet=" + staging, "diff"));
    }

    @Test
    void refusesAFleetThatIsNotThereBeforeTheCdkStarts() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        project.resolve("infra/cdk").toString(), "--fleet", "absent.json", "deploy")
                .redirectErrorStream(true)
                .start();
        assertEquals("""
                        infra/cdk: fleet=absent.json cannot be read; give the path of a file of the form of cdk.json
                        See: infra/cdk --help
                        """, new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(64, process.waitFor());
    }

    @Test
    void showsWhatAChangeDoesBeforeItIsDeployed() throws IOException, InterruptedException {
        assertEquals(List.of("synth --against", "cdk deploy --all"), calls("deploy", "--all"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy -c mooring.keepalive=50s",
                "deploy -c=mooring.keepalive=50s",
                "deploy --context mooring.keepalive=50s",
                "deploy --context=mooring.keepalive=50s",
                "-c mooring.keepalive=50s deploy"
            })
    void comparesAndWatchesTheFleetWithTheValueThatItDeploys(String words) throws IOException, InterruptedException {
        program("infra/watch", "#!/bin/sh\necho \"watch $*\" >>\"$CALLS\"\necho >\"$CALLS.watched\"\n");
        program("infra/node_modules/.bin/cdk", FAKE_CDK + "while [ ! -e \"$CALLS.watched\" ]; do sleep 0.01; done\n");

        assertEquals(
                Set.of(
                        "synth --against -c mooring.keepalive=50s",
                        "watch -c mooring.keepalive=50s",
                        "cdk deploy -c mooring.keepalive=50s"),
                Set.copyOf(calls(words.split(" ", -1))));
    }

    @Test
    void deploysNothingThatTheSynthesisRefuses() throws IOException, InterruptedException {
        assertEquals(64, run(Map.of("AGAINST", "64"), "deploy"));

        assertEquals(List.of("synth --against"), Files.readAllLines(project.resolve("calls")));
    }

    @Test
    void leavesADeploymentWithoutATerminalAtTheWarning() throws IOException, InterruptedException {
        assertEquals(0, run(Map.of("AGAINST", "3"), "deploy"));

        assertEquals(List.of("synth --against", "cdk deploy"), Files.readAllLines(project.resolve("calls")));
    }

    @Test
    void saysWhyThePinnedVersionIsNotThere() throws IOException, InterruptedException {
        file("infra/package-lock.json", FETCHED.plus(Duration.ofHours(1)));
        program("bin/npm", "#!/bin/sh\necho 'npm error network getaddrinfo ENOTFOUND' >&2\nexit 1\n");

        assertEquals(69, run(Map.of(), "synth"));

        String said = Files.readString(project.resolve("said"));
        assertTrue(said.contains("npm error network getaddrinfo ENOTFOUND"), said);
        assertTrue(said.contains("cdk: npm could not fetch it; check the network"), said);
    }

    @Test
    void startsNoDeploymentWithoutTheJdkThatItsBundlesAreLinkedFrom() throws IOException, InterruptedException {
        Path calls = project.resolve("calls");
        ProcessBuilder command = new ProcessBuilder(project.resolve("infra/cdk").toString(), "deploy");
        command.environment().put("PATH", project.resolve("bin") + ":" + System.getenv("PATH"));
        command.environment().put("CALLS", calls.toString());
        command.environment().put("JDK", "69");

        assertEquals(69, command.start().waitFor());
        assertTrue(Files.notExists(calls), "nothing was fetched or run");
    }

    private List<String> calls(String... arguments) throws IOException, InterruptedException {
        assertEquals(0, run(Map.of(), arguments));
        return Files.readAllLines(project.resolve("calls"));
    }

    private int run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path calls = project.resolve("calls");
        ProcessBuilder command = new ProcessBuilder(project.resolve("infra/cdk").toString());
        command.command().addAll(List.of(arguments));
        command.environment().put("PATH", project.resolve("bin") + ":" + System.getenv("PATH"));
        command.environment().put("CALLS", calls.toString());
        command.environment().putAll(environment);
        command.redirectErrorStream(true).redirectOutput(project.resolve("said").toFile());
        Process process = command.start();
        process.getOutputStream().close();
        return process.waitFor();
    }

    private void program(String name, String text) throws IOException {
        Path program = project.resolve(name);
        Files.createDirectories(program.getParent());
        assertTrue(Files.writeString(program, text).toFile().setExecutable(true));
    }

    private void file(String name, Instant changed) throws IOException {
        Files.setLastModifiedTime(Files.writeString(project.resolve(name), "{}"), FileTime.from(changed));
    }
}
