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
        assertEquals(6.0, Bill.capacityUnits(600_000, Duration.ofSeconds(100), false), 1e-9);
    }

    @Test
    void paysForBytesOnceTheKeepaliveIsShort() {
        assertEquals(11.808, Bill.capacityUnits(600_000, Duration.ofSeconds(30), false), 1e-9);
    }

    @Test
    void paysThirtyTimesAsManyUnitsForTls() {
        assertEquals(200.0, Bill.capacityUnits(600_000, Duration.ofSeconds(100), true), 1e-9);
    }

    /** 164 bytes and two records of 22 for each ping. */
    @Test
    void paysForTheBytesOfTlsOnceTheKeepaliveIsShort() {
        assertEquals(449.28, Bill.capacityUnits(600_000, Duration.ofSeconds(1), true), 1e-9);
    }

    @Test
    void addsUpTheBillOfTheDefaultFleet() {
        Bill bill = CapacityPlanner.plan(FleetSpec.defaults()).cost();
        assertEquals(194.18, bill.hosts(), CENT);
        assertEquals(16.425 + 26.28, bill.loadBalancers(), CENT);
        assertEquals(25.86, bill.crossZone(), CENT);
        assertEquals(10.95, bill.addresses(), CENT);
        assertEquals(150.43, bill.pingEgress(), CENT);
        assertEquals(1.28, bill.disks(), CENT);
        assertEquals(7.54, bill.monitoring(), CENT);
        assertEquals(432.94, bill.total(), CENT);
    }

    @Test
    void paysForAZoneMore() {
        Bill bill = CapacityPlanner.plan(FleetSpec.defaults(), 3).cost();
        assertEquals(25.86 * 4 / 3, bill.crossZone(), 2 * CENT);
        assertEquals(10.95 + 3.65, bill.addresses(), CENT);
    }

    @Test
    void paysForNoLoadBalancerWithADirectFront() {
        Bill bill =
                CapacityPlanner.plan(FleetSpec.of(Map.of("front", "direct"))).cost();
        assertEquals(0, bill.loadBalancers(), 0);
        assertEquals(0, bill.crossZone(), 0);
        assertEquals(3.65, bill.addresses(), CENT);
    }

    @Test
    void countsOnlyEarnedProcessorsOfATypeWithCredits() {
        assertEquals(0.4, InstanceCatalog.find("t4g.medium").hardware().sustainedCpus(), 1e-12);
        assertEquals(2, InstanceCatalog.find("m7g.large").hardware().sustainedCpus(), 0);
    }
}
