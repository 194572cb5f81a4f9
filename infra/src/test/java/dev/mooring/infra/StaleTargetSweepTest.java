package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sweep, run by Python with the AWS calls in the place of boto3. */
final class StaleTargetSweepTest {
    private static final Path PROGRAM =
            Path.of("src/main/resources/dev/mooring/infra/construct/deregister_stale_targets.py");
    private static final String FAKE_BOTO3 = """
            class Elb:
                def describe_target_health(self, TargetGroupArn):
                    return {"TargetHealthDescriptions": [
                        {"Target": {"Id": id, "Port": port}, "TargetHealth": {"State": state}}
                        for id, port, state in [
                            ("10.0.0.1", 8080, "healthy"), ("10.0.0.2", 8080, "unhealthy"),
                            ("10.0.0.2", 8081, "unhealthy"), ("10.0.0.3", 8080, "draining")]]}

                def deregister_targets(self, TargetGroupArn, Targets):
                    print(TargetGroupArn, [(each["Id"], each["Port"]) for each in Targets])

            class Ec2:
                def get_paginator(self, name):
                    return self

                def paginate(self, Filters):
                    instance = {"NetworkInterfaces": [{"PrivateIpAddress": "10.0.0.1"}]}
                    return [{"Reservations": [{"Instances": [instance]}]}]

            def client(name):
                return {"elbv2": Elb(), "ec2": Ec2()}[name]
            """;

    @TempDir
    private Path folder;

    @Test
    void deregistersTheAddressesOfNoLivingHostOnly() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "needs python3");
        Files.writeString(folder.resolve("boto3.py"), FAKE_BOTO3);
        Files.copy(PROGRAM, folder.resolve("index.py"));
        ProcessBuilder python = new ProcessBuilder("/usr/bin/python3", "-c", "import index; index.handler({}, None)")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        python.environment().put("TARGET_GROUP", "targets");
        python.environment().put("GROUP", "fleet");

        Process process = python.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(
                "targets [('10.0.0.2', 8080), ('10.0.0.2', 8081)]",
                said.lines().findFirst().orElse(""),
                said);
    }
}
