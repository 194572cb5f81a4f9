package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.awsstandin.HostNames;
import dev.mooring.hostagent.aws.RequiredPermission;
import dev.mooring.hostagent.configuration.AgentConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The policy and the calls, one against the other. */
class PermissionTest {
    @Test
    void listsExactlyTheCallsOfAWholeLifeBehindALoadBalancerAndOfOneWithAName() throws Exception {
        Set<String> calls = new TreeSet<>();
        for (boolean balanced : List.of(true, false)) {
            try (TestHost host = new TestHost(Duration.ofMinutes(2))) {
                if (!balanced) {
                    host.targetGroup = Optional.empty();
                    host.name = Optional.of(new AgentConfiguration.Name(HostNames.ZONE, "ws.example.com"));
                }
                host.balancing = new AgentConfiguration.Balancing(false, true);
                host.secrets = new AgentConfiguration.Secrets(
                        Optional.of("mooring/wss"),
                        Optional.empty(),
                        Path.of("unused"),
                        System.getProperty("user.name"),
                        Duration.ofMinutes(1));
                host.server.connections(1_000);
                host.stepUntil(() -> host.aws.metrics().data().size() == 4);
                host.aws.group().terminate();
                host.stepUntil(() -> host.state().isSettled());
                calls.addAll(host.aws.calls());
            }
        }

        assertEquals(
                Arrays.stream(RequiredPermission.values())
                        .map(RequiredPermission::action)
                        .collect(Collectors.toCollection(TreeSet::new)),
                calls);
    }
}
