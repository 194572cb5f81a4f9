package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.mooring.awsstandin.FakeAws;
import dev.mooring.awsstandin.VerifyJson;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first hosts of a stack, for which CloudFormation waits. */
class CreationSignalTest {
    @Test
    void tellsTheStackThatWaitsOnceItIsInService() throws Exception {
        try (TestHost host = new TestHost()) {
            host.aws.stack().create();
            host.stepUntil(Serving.class);

            assertEquals(
                    List.of(FakeAws.INSTANCE + " SUCCESS"), host.aws.stack().signals());
            assertEquals("InService", host.lifecycleState());
        }
    }

    @Test
    void tellsTheStackThatItGivesUp() throws Exception {
        try (TestHost host = new TestHost()) {
            host.aws.stack().create();
            host.verified = VerifyJson.FAILED;
            host.stepUntil(() -> !host.aws.stack().signals().isEmpty());

            assertEquals(
                    List.of(FakeAws.INSTANCE + " FAILURE"), host.aws.stack().signals());
        }
    }

    @Test
    void servesThoughNoStackWaits() throws Exception {
        try (TestHost host = new TestHost()) {
            host.stepUntil(Serving.class);

            assertEquals(List.of(), host.aws.stack().signals());
        }
    }

    /** The launch hook is complete then, and only the signal is missing. */
    @Test
    void signalsAgainAfterAnAnswerThatWasLost() throws Exception {
        try (TestHost host = new TestHost()) {
            host.aws.stack().create();
            host.stepUntil(() -> host.aws.calls().contains("autoscaling:CompleteLifecycleAction"));
            host.kill();
            host.stepUntil(Serving.class);

            assertInstanceOf(Serving.class, host.state());
            assertEquals(
                    FakeAws.INSTANCE + " SUCCESS", host.aws.stack().signals().getLast());
        }
    }
}
