package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.unit.PortRange;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HostPortsTest {
    /** Each port of the first 10,000, alone: those of the server's unit and of its defaults, and no others. */
    @Test
    void plansNoPortThatTheServerCannotHave() {
        for (int port = 1; port <= 10_000; port++) {
            PortRange ports = new PortRange(port, port);
            if (port < 1024) {
                assertEquals(
                        "ports=" + port + " begins below 1024, the lowest that the server's user may open; give higher"
                                + " ones; a load balancer listens on 80 or 443 whatever they are",
                        Refusals.refusal(() -> HostPorts.requireOpenable(ports)));
            } else if (port == 9000) {
                assertEquals(
                        "ports=9000 contains 9000, where hosts are administered; choose ports without it",
                        Refusals.refusal(() -> HostPorts.requireOpenable(ports)));
            } else {
                assertDoesNotThrow(() -> HostPorts.requireOpenable(ports));
            }
        }
    }

    @Test
    void refusesTheFleetWhateverIsInFrontOfIt() {
        for (Front front : Front.values()) {
            Map<String, String> inputs = Map.of("front", front.toString(), "connections", "1000", "ports", "80-90");
            assertEquals(
                    "ports=80-90 begins below 1024, the lowest that the server's user may open; give higher ones; a load"
                            + " balancer listens on 80 or 443 whatever they are",
                    Refusals.refusal(() -> CapacityPlanner.plan(FleetSpec.of(inputs))));
        }
    }
}
