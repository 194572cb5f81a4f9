package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that has a group leave its hosts where they are. */
final class KeptHostsTest {
    private static final Path PROGRAM = Path.of("src/main/resources/dev/mooring/infra/construct/keep_hosts.py");
    private static final String FAKE_BOTO3 = """
            class Groups:
                def suspend_processes(self, AutoScalingGroupName, ScalingProcesses):
                    if AutoScalingGroupName == "gone":
                        raise Exception("AutoScalingGroup name not found")
                    print("suspends", ScalingProcesses, "of", AutoScalingGroupName)

            def client(name):
                return {"autoscaling": Groups()}[name]
            """;
    private static final String FAKE_RESPONSE = """
            SUCCESS = "SUCCESS"
            FAILED = "FAILED"

            def send(event, context, status, data, physicalResourceId=None, noEcho=False, reason=None):
                print(status, physicalResourceId, reason)
            """;

    @TempDir
    private Path folder;

    @Test
    void suspendsTheRebalancingOfTheGroup() throws IOException, InterruptedException {
        assertEquals("suspends ['AZRebalance'] of fleet\nSUCCESS kept None\n", answer("Create", "fleet"));
        assertEquals("suspends ['AZRebalance'] of fleet\nSUCCESS kept None\n", answer("Update", "fleet"));
    }

    @Test
    void takesNothingBackWhenTheStackGoes() throws IOException, InterruptedException {
        assertEquals("SUCCESS kept None\n", answer("Delete", "fleet"));
    }

    @Test
    void answersAlsoWhenItIsRefused() throws IOException, InterruptedException {
        assertEquals("FAILED kept AutoScalingGroup name not found\n", answer("Create", "gone"));
    }

    private String answer(String request, String group) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "needs python3");
        Files.writeString(folder.resolve("boto3.py"), FAKE_BOTO3);
        Files.writeString(folder.resolve("cfnresponse.py"), FAKE_RESPONSE);
        Files.writeString(folder.resolve("index.py"), Files.readString(PROGRAM));
        Process process = new ProcessBuilder(
                        "/usr/bin/python3",
                        "-c",
                        "import index; index.handler({'RequestType': '" + request
                                + "', 'ResourceProperties': {'Group': '" + group
                                + "', 'Process': 'AZRebalance'}}, None)")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
