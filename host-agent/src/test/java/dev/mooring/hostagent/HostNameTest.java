package dev.mooring.hostagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.mooring.awsstandin.FakeAws;
import dev.mooring.awsstandin.HostNames;
import dev.mooring.awsstandin.HostRecord;
import dev.mooring.awsstandin.VerifyJson;
import dev.mooring.hostagent.configuration.AgentConfiguration;
import dev.mooring.hostagent.lifecycle.HostState.Joining;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a host is in the name that clients connect to. */
class HostNameTest {
    @Test
    void isInItsNameAgainAfterAReboot() throws Exception {
        try (TestHost host = serving()) {
            reboot(host);

            host.stepUntil(Serving.class);

            assertEquals(
                    List.of(FakeAws.PUBLIC_ADDRESS),
                    host.aws.names().records().stream().map(HostRecord::address).toList());
        }
    }

    @Test
    void isInNoNameAfterARebootUntilItIsVerified() throws Exception {
        try (TestHost host = serving()) {
            host.verified = VerifyJson.FAILED;
            reboot(host);

            for (int i = 0; i < 20; i++) {
                host.step();
            }

            assertInstanceOf(Joining.class, host.state());
            assertEquals(List.of(), host.aws.names().records());
        }
    }

    @Test
    void isInServiceAtOnceWhenTheAgentOfAFullHostWasRestarted() throws Exception {
        try (TestHost host = serving()) {
            host.server.ready(false);
            host.verified = VerifyJson.FAILED;
            host.kill();

            host.step();

            assertInstanceOf(Serving.class, host.state());
            assertEquals(1, host.aws.names().records().size());
        }
    }

    private static void reboot(TestHost host) throws InterruptedException {
        host.stop.leave();
        host.stepUntil(() -> host.state().isSettled());
        assertEquals(List.of(), host.aws.names().records());
        host.rebooted();
    }

    private static TestHost serving() throws Exception {
        TestHost host = new TestHost();
        host.targetGroup = Optional.empty();
        host.name = Optional.of(new AgentConfiguration.Name(HostNames.ZONE, "ws.example.com"));
        host.server.connections(1_000);
        host.stepUntil(Serving.class);
        return host;
    }
}
