package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.awsstandin.Gate.Loss;
import dev.mooring.hostagent.lifecycle.AgentLoop;
import dev.mooring.hostagent.lifecycle.StateRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop around the steps, with pauses that take no time. */
class AgentLoopTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void endsWhenTheHostHasLeftAndRecordsWhy() throws Exception {
        try (TestHost host = new TestHost()) {
            host.aws.group().terminate();

            loop(host, failures -> host.clock.advance(TestHost.STEP)).run();

            assertEquals("Terminated", host.lifecycleState());
            assertTrue(
                    Files.readString(folder.resolve("state"))
                            .endsWith("Z Left the group terminates the instance, settled\n"),
                    Files.readString(folder.resolve("state")));
        }
    }

    @Test
    void doesNotPauseBetweenTheEndOfTheDrainAndTheLastWordToTheHookNorAfterIt() throws Exception {
        try (TestHost host = new TestHost()) {
            List<String> pauses = new ArrayList<>();
            host.aws.group().terminate();

            loop(host, failures -> {
                        host.clock.advance(TestHost.STEP);
                        pauses.add(host.lifecycleState() + " "
                                + host.server.drains().size());
                    })
                    .run();

            assertEquals("Terminated", host.lifecycleState());
            assertEquals(List.of("Terminating:Wait 1"), pauses);
        }
    }

    @Test
    void leavesTheHostInServiceWhenTheAgentAloneStops() throws Exception {
        try (TestHost host = new TestHost()) {
            loop(host, failures -> {
                        host.clock.advance(TestHost.STEP);
                        if (host.lifecycleState().equals("InService")) {
                            host.stop.stopAgent();
                        }
                    })
                    .run();

            assertEquals("InService", host.lifecycleState());
            assertEquals(List.of(), host.server.drains());
        }
    }

    @Test
    void countsFailuresInARowAndForgetsThemAfterASuccess() throws Exception {
        try (TestHost host = new TestHost()) {
            List<Integer> failures = new ArrayList<>();
            AgentLoop loop = loop(host, failed -> {
                failures.add(failed);
                if (failed == 3) {
                    host.gate.open();
                }
                if (failures.size() == 5) {
                    host.stop.stopAgent();
                }
            });
            host.gate.goDownAt(host.gate.requests() + 1, Loss.REQUEST);

            loop.run();

            assertEquals(List.of(1, 2, 3, 0, 0), failures);
        }
    }

    private AgentLoop loop(TestHost host, IntConsumer onPause) throws Exception {
        return new AgentLoop(
                host.start(),
                host.stop,
                failed -> {
                    onPause.accept(failed);
                    return Duration.ZERO;
                },
                new StateRecord(folder.resolve("state"), java.util.Optional.empty(), host.clock));
    }
}
