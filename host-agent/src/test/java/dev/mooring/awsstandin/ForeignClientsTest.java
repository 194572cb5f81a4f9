package dev.mooring.awsstandin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.awsstandin.refresh.TimedGroup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * AWS's SDKs for Python and JavaScript make the calls of the agent, which has Java's.
 *
 * <p>Python's is Debian's python3-botocore. JavaScript's is looked for in the folder that {@code -Dmooring.js.sdk=DIR} names,
 * where {@code npm install @aws-sdk/client-auto-scaling} and so on was run. CloudWatch is left out: its newer clients speak
 * another protocol, see findings/cloudwatch-client-changed-its-wire-format.sh.
 */
@Timeout(120)
class ForeignClientsTest {
    private static final String TARGETS =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/mooring/73e2d6bc24d8a067";
    private static final String ANSWERS = """
            state Pending:Wait HEALTHY
            register done
            health 8080 initial
            heartbeat done
            complete done
            again ValidationError
            state InService HEALTHY
            deregister done
            health 8080 draining
            elsewhere %s
            port ValidationError
            signal ValidationError
            publish PENDING
            withdraw PENDING
            withdraw InvalidChangeBatch
            refresh ValidationError
            refresh done
            refresh %s
            progress InProgress 0 2
            roll back done
            progress RollbackInProgress 0 2
            roll back %s
            cancel done
            progress Cancelling 0 2
            """;

    @TempDir
    private Path folder;

    @Test
    void pythonLivesTheLifeOfAHost() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/python3"))
                        && exit(new ProcessBuilder("python3", "-c", "import botocore")) == 0,
                "python3-botocore is not installed");

        assertEquals(
                ANSWERS.formatted("TargetGroupNotFound", "InstanceRefreshInProgress", "ActiveInstanceRefreshNotFound"),
                answers(Map.of(), "python3", "sdk.py"));
    }

    @Test
    void javaScriptLivesTheLifeOfAHost() throws Exception {
        String sdk = System.getProperty("mooring.js.sdk", "");
        assumeTrue(
                Files.isDirectory(Path.of(sdk, "node_modules/@aws-sdk/client-auto-scaling")),
                "the SDK for JavaScript is not there: -Dmooring.js.sdk=DIR");

        assertEquals(
                ANSWERS.formatted(
                        "TargetGroupNotFoundException",
                        "InstanceRefreshInProgressFault",
                        "ActiveInstanceRefreshNotFoundFault"),
                answers(Map.of("SDK", sdk), "node", "sdk.mjs"));
    }

    private String answers(Map<String, String> environment, String program, String script) throws Exception {
        Path copy = folder.resolve(script);
        try (InputStream resource =
                Objects.requireNonNull(ForeignClientsTest.class.getResourceAsStream(script), script)) {
            Files.copy(resource, copy);
        }
        SettableClock clock = new SettableClock();
        try (FakeAws aws = FakeAws.start(clock, new Gate(), Duration.ofMinutes(2), Duration.ofMinutes(2))) {
            aws.refreshes().group(new TimedGroup(clock, 2, "1", Duration.ofMinutes(5), Duration.ofMinutes(15)), "1");
            aws.loadBalancer().add(TargetGroup.ofAddresses(TARGETS, Duration.ofMinutes(5)));
            aws.group().beginLaunchHook();
            ProcessBuilder client = new ProcessBuilder(List.of(
                    program,
                    copy.toString(),
                    aws.uri().toString(),
                    TARGETS,
                    FakeAws.GROUP,
                    FakeAws.INSTANCE,
                    HostNames.ZONE));
            client.environment().putAll(environment);
            client.environment().put("NODE_NO_WARNINGS", "1");
            int exit = exit(client);
            String said = Files.readString(folder.resolve("said"), StandardCharsets.UTF_8);
            assertEquals(0, exit, said);
            return said;
        }
    }

    private int exit(ProcessBuilder builder) throws IOException, InterruptedException {
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start()
                .waitFor();
    }
}
