package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.runtime.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a server listens, and what it says when it cannot. */
@Timeout(60)
class PortsTest {
    @Test
    void servesEveryPortOnEveryLoop() {
        int first = threeFreePorts();
        ServerConfiguration configuration =
                TestServer.configuration("--ports=" + first + "-" + (first + 2), "--event-loops=4", "--handler=echo");
        try (RunningServer server = RunningServer.start(configuration, TestServer.HOST)) {
            for (int i = 0; i < 60; i++) {
                try (RawClient client = RawClient.connect(first + i % 3).upgrade()) {
                    client.echoes("client " + i);
                }
            }
            assertEquals(60, server.counters().upgraded.sum());
            assertEquals(4, server.eventLoops());
        }
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused(taken.getLocalPort());
        }
    }

    @Test
    void refusesAPortThatAnotherServerOfTheSameUserShares() {
        try (TestServer server = TestServer.start()) {
            assertRefused(server.port());
            server.open().echoes("unharmed").close();
        }
    }

    @Test
    void refusesAnAddressThatIsNotThisMachines() {
        ServerConfiguration configuration =
                TestServer.configuration("--bind=192.0.2.1", "--ports=" + TestServer.freePort());
        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> RunningServer.start(configuration, TestServer.HOST).close());
        assertEquals("bind=192.0.2.1 is not an address of this machine; see: ip address", refused.getMessage());
    }

    @Test
    void refusesMorePortsThanItHasDescriptors() {
        int first = threeFreePorts();
        AssertionError ended = assertThrows(
                AssertionError.class,
                () -> ChildServer.start(
                                280, ChildServer.class, "--ports=" + first + "-" + (first + 2), "--event-loops=50")
                        .close());
        assertTrue(
                String.valueOf(ended.getMessage())
                        .contains("needs a descriptor, and none is left; raise LimitNOFILE or choose fewer ports"),
                ended.getMessage());
    }

    @Test
    void servesIpv6() throws IOException {
        assumeTrue(hasIpv6(), "this machine has no IPv6");
        int port = TestServer.freePort();
        ServerConfiguration configuration = TestServer.configuration("--bind=::1", "--ports=" + port, "--handler=echo");
        try (RunningServer server = RunningServer.start(configuration, TestServer.HOST);
                RawClient client = RawClient.connect(InetAddress.ofLiteral("::1"), port, 0)) {
            client.upgrade().echoes("six");
            assertEquals(1, server.counters().open());
        }
    }

    @Test
    void freesItsPortsWhenItEnds() {
        TestServer first = TestServer.start();
        first.open().echoes("served").close();
        first.close();
        ServerConfiguration configuration = TestServer.configuration("--ports=" + first.port());
        RunningServer.start(configuration, TestServer.HOST).close();
    }

    private static boolean hasIpv6() {
        try (ServerSocket _ = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return true;
        } catch (IOException none) {
            return false;
        }
    }

    private static void assertRefused(int port) {
        ServerConfiguration configuration = TestServer.configuration("--ports=" + port);
        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> RunningServer.start(configuration, TestServer.HOST).close());
        assertEquals(
                "ports=" + port + " is in use on 127.0.0.1; stop what listens there or choose other ports",
                refused.getMessage());
    }

    private static int threeFreePorts() {
        int first = TestServer.freePort();
        while (taken(first) || taken(first + 1) || taken(first + 2)) {
            first = TestServer.freePort();
        }
        return first;
    }

    private static boolean taken(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !socket.isBound();
        } catch (IOException inUse) {
            return true;
        }
    }
}
