package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.app.Synthesis;
import dev.mooring.infra.app.SynthesisRequest;
import dev.mooring.infra.app.SynthesisRequest.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The build specifications of the pipeline, from its template, run as they stand in a folder whose programs are scripts
 * that tell how they were called. {@code infra/rehearse-pipeline} runs the build with the real ones.
 */
final class BuildSpecificationTest {
    @TempDir
    private Path source;

    @Test
    void buildsAndSynthesizesASourceThatHasLostItsExecuteBits() throws IOException, InterruptedException {
        script("infra/cdk", "mkdir cdk.out");

        assertEquals(0, run("infra/cdk synth"));

        assertEquals("infra/cdk synth --quiet\n", calls());
        assertTrue(Files.isDirectory(source.resolve(specification(Fleets.pipeline(), "infra/cdk synth")
                .at("/artifacts/base-directory")
                .asText())));
    }

    @Test
    void verifiesTheGroupThatWasDeployedWithAKeyOfItsOwn() throws IOException, InterruptedException {
        script("host-tuning/verify", "true");

        assertEquals(0, run("host-tuning/verify"));

        assertEquals(
                "host-tuning/verify --asg Mooring-fleet --region eu-west-1 --identity key --host-key console"
                        + " --accept-warnings " + Names.ACCEPTED_WARNINGS
                        + " --wait 15m --proxy-command infra/connect eu-west-1 %h %p %r Mooring-fleet\n",
                calls());
    }

    @Test
    void buildsAndVerifiesTheFleetOfTheFileThatItWasDeployedWith() throws IOException, InterruptedException {
        Synthesis other = Synthesis.of(new SynthesisRequest(
                source, source, fleet(), Map.of(), Optional.empty(), Bundles.NONE, Optional.empty()));
        script("infra/cdk", "mkdir cdk.out");
        script("host-tuning/verify", "true");

        assertEquals(0, run(other, "infra/cdk"));
        assertEquals("infra/cdk --fleet fleets/one's $HOME.json synth --quiet\n", calls());
        assertEquals(0, run(other, "host-tuning/verify"));
        assertTrue(
                calls().startsWith("host-tuning/verify --fleet fleets/one's $HOME.json --asg Staging-fleet "), calls());
    }

    private Path fleet() throws IOException {
        Path file = source.resolve("fleets/one's $HOME.json");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, """
                {"context": {"mooring": {}, "deployment": {
                  "stack": "Staging",
                  "connection": "arn:aws:codeconnections:us-east-1:123456789012:connection/1",
                  "repository": "owner/mooring"}}}""");
    }

    /** The step is an action of the last stage: a build that fails ends the run of the pipeline. */
    @Test
    void stopsTheRunWhenAHostIsNotAsPlanned() throws IOException, InterruptedException {
        for (int code : List.of(10, 11, 12)) {
            script("host-tuning/verify", "exit " + code);

            assertEquals(code, run("host-tuning/verify"));
        }
    }

    @Test
    void stopsTheRunWhenTheSynthesisFails() throws IOException, InterruptedException {
        script("infra/cdk", "exit 1");

        assertEquals(1, run("infra/cdk synth"));
        assertFalse(Files.exists(source.resolve("cdk.out")));
    }

    /** As CodeBuild does: phase after phase, command after command in one shell, until one fails. */
    private int run(String command) throws IOException, InterruptedException {
        return run(Fleets.pipeline(), command);
    }

    private int run(Synthesis synthesis, String command) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder();
        JsonNode phases = specification(synthesis, command).path("phases");
        for (String phase : List.of("install", "pre_build", "build")) {
            phases.path(phase)
                    .path("commands")
                    .forEach(each -> script.append(each.asText()).append(" || exit\n"));
        }
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script.toString())
                .directory(source.toFile())
                .redirectErrorStream(true)
                .redirectOutput(source.resolve("said").toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        source.resolve("bin") + ":/usr/bin:/bin",
                        "GROUP",
                        Names.group(synthesis.inputs().deployment().stack()),
                        "AWS_REGION",
                        "eu-west-1",
                        "CALLS",
                        source.resolve("calls").toString()));
        program("bin/ssh-keygen", "#!/bin/sh\nexit 0\n");
        assertTrue(source.resolve("bin/ssh-keygen").toFile().setExecutable(true));
        Process process = builder.start();
        process.getOutputStream().close();
        return process.waitFor();
    }

    private static JsonNode specification(Synthesis synthesis, String command) {
        return synthesis
                .template(Names.PIPELINE_STACK)
                .ofType("AWS::CodeBuild::Project")
                .map(project -> project.properties().at("/Source/BuildSpec"))
                .filter(JsonNode::isTextual)
                .map(text -> Json.read(text.asText()))
                .filter(each -> each.toString().contains(command))
                .findFirst()
                .orElseThrow();
    }

    /** A program of the project, without the right to be run. */
    private void script(String name, String does) throws IOException {
        program(name, "#!/bin/sh\necho \"" + name + " $*\" >\"$CALLS\"\n" + does + "\n");
    }

    private void program(String name, String text) throws IOException {
        Path program = source.resolve(name);
        Files.createDirectories(program.getParent());
        Files.writeString(program, text);
    }

    private String calls() throws IOException {
        return Files.readString(source.resolve("calls"));
    }
}
