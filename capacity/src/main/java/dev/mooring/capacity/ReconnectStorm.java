package dev.mooring.capacity;

import java.time.Duration;

/**
 * The shortest time in which every client of a host can come back after all were lost at once.
 * Formulas: docs/capacity-model.md, "Load".
 *
 * @param byProcessor the handshakes on all processors of the host, those of TLS included where it ends there
 * @param byPorts the load balancer's 55,000 new connections a minute for each target; zero where that does not bind
 */
public record ReconnectStorm(Duration byProcessor, Duration byPorts) {
    public static ReconnectStorm of(long connections, int virtualCpus, PortBudget ports, Ingress ingress) {
        Duration handshakes = ingress.handshakeCpu().multipliedBy(connections).dividedBy(virtualCpus);
        Duration allocation = ports.carries().isPresent()
                ? Duration.ofMillis(60_000 * connections / ports.carries().getAsLong())
                : Duration.ZERO;
        return new ReconnectStorm(handshakes, allocation);
    }

    /** The longer of the two. */
    public Duration shortest() {
        return byProcessor.compareTo(byPorts) > 0 ? byProcessor : byPorts;
    }
}
