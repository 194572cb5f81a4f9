package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadAndCostTest {
    private static final double CENT = 0.005;

    @Test
    void spreadsPingsOverTheKeepalive() {
        KeepaliveLoad load = KeepaliveLoad.of(600_000, Duration.ofSeconds(100));
        assertEquals(6_000, load.pingsPerSecond(), 1e-9);
        assertEquals(0.072, load.cores(), 1e-9);
        assertEquals(7_872_000, load.bitsPerSecond(), 1e-3);
    }

    @Test
    void givesPingsHalfOfTheProcessors() {
        assertEquals(16_666_666, KeepaliveLoad.mostConnections(4, Duration.ofSeconds(100)));
    }

    @Test
    void endsAReconnectStormWhenPortsAndProcessorsAllow() {
        PortBudget ports = PortBudget.of(Front.NLB, InstanceCatalog.find("m3.xlarge"), 16);
        ReconnectStorm storm = ReconnectStorm.of(600_000, 4, ports);
        assertEquals(Duration.ofSeconds(6), storm.byProcessor());
        assertEquals(Duration.ofMillis(40_909), storm.byPorts());
        assertEquals(storm.byPorts(), storm.shortest());
    }

    @Test
    void endsAReconnectStormByProcessorAloneWithInstanceTargets() {
        PortBudget ports = PortBudget.of(Front.NLB, InstanceCatalog.find("m7g.xlarge"), 1);
        assertEquals(Duration.ofSeconds(6), ReconnectStorm.of(600_000, 4, ports).shortest());
    }

    @Test
    void paysForActiveConnectionsAtAHundredSeconds() {
        assertEquals(6.0, CostEstimate.capacityUnits(600_000, Duration.ofSeconds(100), false), 1e-9);
    }

    @Test
    void paysForBytesOnceTheKeepaliveIsShort() {
        assertEquals(11.808, CostEstimate.capacityUnits(600_000, Duration.ofSeconds(30), false), 1e-9);
    }

    @Test
    void paysThirtyTimesAsManyUnitsForTls() {
        assertEquals(200.0, CostEstimate.capacityUnits(600_000, Duration.ofSeconds(100), true), 1e-9);
    }

    @Test
    void addsUpTheBillOfTheDefaultFleet() {
        CostEstimate cost = CostEstimate.of(FleetSpec.defaults(), 1, 1);
        assertEquals(194.18, cost.hosts(), CENT);
        assertEquals(16.425 + 26.28, cost.loadBalancers(), CENT);
        assertEquals(10.95, cost.addresses(), CENT);
        assertEquals(150.43, cost.pingEgress(), CENT);
        assertEquals(398.26, cost.total(), CENT);
    }

    @Test
    void comparesWithManagedServices() {
        CostEstimate cost = CostEstimate.of(FleetSpec.defaults(), 1, 1);
        assertEquals(6_570.00, cost.apiGateway(), CENT);
        assertEquals(2_102.40, cost.appSync(), CENT);
    }

    @Test
    void paysForNoLoadBalancerWithADirectFront() {
        CostEstimate cost = CostEstimate.of(FleetSpec.of(Map.of("front", "direct")), 1, 0);
        assertEquals(0, cost.loadBalancers(), 0);
        assertEquals(3.65, cost.addresses(), CENT);
    }
}
