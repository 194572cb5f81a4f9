package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.hostagent.aws.RequiredPermission;
import java.time.Duration;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The policy and the calls, one against the other. */
class PermissionTest {
    @Test
    void listsExactlyTheCallsOfAWholeLife() throws Exception {
        try (TestHost host = new TestHost(Duration.ofMinutes(2))) {
            host.server.connections(1_000);
            host.stepUntil(() -> host.aws.metrics().data().size() == 4);
            host.aws.group().terminate();
            host.stepUntil(() -> host.state().isSettled());

            assertEquals(
                    Arrays.stream(RequiredPermission.values())
                            .map(RequiredPermission::action)
                            .collect(Collectors.toCollection(TreeSet::new)),
                    new TreeSet<>(host.aws.calls()));
        }
    }
}
