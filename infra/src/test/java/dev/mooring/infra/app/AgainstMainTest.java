package dev.mooring.infra.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.template.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison of small templates with what is deployed. */
final class AgainstMainTest {
    private static final String NETWORK = """
            {"Resources": {"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}}}
            """;
    private static final String WITHOUT_A_RULE_BROKEN = "{\"Resources\": {}}";
    private static final String OPEN_TO_ALL = """
            {"Resources": {"Open": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [
              {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}]}}}}
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void endsWithItsOwnCodeWhereClientsAreCut() throws IOException {
        assertEquals(3, compare(Optional.of(NETWORK), WITHOUT_A_RULE_BROKEN));
        assertEquals("", errors.toString(StandardCharsets.UTF_8));
    }

    @Test
    void saysThatATemplateBreaksARuleWhateverItWouldCut() throws IOException {
        assertEquals(1, compare(Optional.of(NETWORK), OPEN_TO_ALL));
        assertEquals(
                "infra/synth: Mooring.template.json: Open: SecurityGroupIngress=0.0.0.0/0 opens an administration port to an"
                        + " address range\n",
                errors.toString(StandardCharsets.UTF_8));
    }

    @Test
    void saysOfATemplateOfAnotherStackThatItStaysAndComparesNothing() throws IOException {
        String said =
                "another fleet: Staging-fleet begins; Mooring-fleet stays as it is, and is billed, until it is destroyed\n";
        assertEquals(
                Optional.of(said),
                AgainstMain.another(template(group("Mooring-fleet")), template(group("Staging-fleet"))));
        assertEquals(
                Optional.empty(),
                AgainstMain.another(template(group("Mooring-fleet")), template(group("Mooring-fleet"))));
        assertEquals(Optional.empty(), AgainstMain.another(template(NETWORK), template(group("Mooring-fleet"))));
        assertNotEquals(3, compare(Optional.of(group("Mooring-fleet")), group("Staging-fleet")), "nobody is cut");
        assertEquals(said, out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void judgesTheTemplateOfAFirstDeploymentToo() throws IOException {
        assertEquals(1, compare(Optional.empty(), OPEN_TO_ALL));
        assertEquals("first deployment: there is no stack Mooring yet\n", out.toString(StandardCharsets.UTF_8));
    }

    private Template template(String text) throws IOException {
        return Template.read(Files.writeString(folder.resolve("template.json"), text));
    }

    private static String group(String name) {
        return """
                {"Resources": {"Hosts": {"Type": "AWS::AutoScaling::AutoScalingGroup",
                  "Properties": {"AutoScalingGroupName": "%s"}}}}
                """.formatted(name);
    }

    private int compare(Optional<String> before, String after) throws IOException {
        Files.writeString(folder.resolve("Mooring.template.json"), after);
        Files.writeString(folder.resolve("manifest.json"), """
                {"artifacts": {"Mooring": {"type": "aws:cloudformation:stack",
                  "properties": {"templateFile": "Mooring.template.json"}}}}
                """);
        Path deployed = folder.resolve("deployed.json");
        Files.writeString(deployed, before.orElse("{}"));
        InfraProgram program = new InfraProgram(
                "infra/synth",
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
        return AgainstMain.compare(
                program,
                new Synthesis(DeploymentPlan.of(Map.of(), Map.of()), folder),
                before.map(text -> Template.read(deployed)));
    }
}
