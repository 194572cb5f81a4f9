package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadAndCostTest {
    private static final double CENT = 0.005;
    private static final Ingress PLAIN = new Ingress(Front.NLB, TargetType.ADDRESS, Tls.NONE, false);
    private static final Ingress AT_BALANCER = new Ingress(Front.NLB, TargetType.ADDRESS, Tls.BALANCER, false);
    private static final Ingress ON_HOST = new Ingress(Front.NLB, TargetType.ADDRESS, Tls.HOST, false);

    @Test
    void spreadsPingsOverTheKeepalive() {
        KeepaliveLoad load = KeepaliveLoad.of(600_000, Duration.ofSeconds(100), PLAIN);
        assertEquals(6_000, load.pingsPerSecond(), 1e-9);
        assertEquals(0.072, load.cores(), 1e-9);
        assertEquals(7_872_000, load.bitsPerSecond(), 1e-3);
    }

    @Test
    void givesPingsHalfOfTheProcessors() {
        assertEquals(16_666_666, KeepaliveLoad.mostConnections(4, Duration.ofSeconds(100), PLAIN));
    }

    @Test
    void endsAReconnectStormWhenPortsAndProcessorsAllow() {
        PortBudget ports = PortBudget.of(Front.NLB, TargetType.ADDRESS, 16);
        ReconnectStorm storm = ReconnectStorm.of(600_000, 4, ports, PLAIN);
        assertEquals(Duration.ofSeconds(6), storm.byProcessor());
        assertEquals(Duration.ofMillis(40_909), storm.byPorts());
        assertEquals(storm.byPorts(), storm.shortest());
    }

    @Test
    void endsAReconnectStormByProcessorAloneWithInstanceTargets() {
        PortBudget ports = PortBudget.of(Front.NLB, TargetType.INSTANCE, 1);
        assertEquals(
                Duration.ofSeconds(6),
                ReconnectStorm.of(600_000, 4, ports, PLAIN).shortest());
    }

    @Test
    void paysForActiveConnectionsAtAHundredSeconds() {
        assertEquals(6.0, Bill.capacityUnits(600_000, Duration.ofSeconds(100), PLAIN), 1e-9);
    }

    @Test
    void paysForBytesOnceTheKeepaliveIsShort() {
        assertEquals(11.808, Bill.capacityUnits(600_000, Duration.ofSeconds(30), PLAIN), 1e-9);
    }

    @Test
    void paysThirtyTimesAsManyUnitsForTls() {
        assertEquals(200.0, Bill.capacityUnits(600_000, Duration.ofSeconds(100), AT_BALANCER), 1e-9);
    }

    /** 164 bytes and two records of 22 for each ping. */
    @Test
    void paysForTheBytesOfTlsOnceTheKeepaliveIsShort() {
        assertEquals(449.28, Bill.capacityUnits(600_000, Duration.ofSeconds(1), AT_BALANCER), 1e-9);
    }

    @Test
    void paysForTheConnectionsOfTlsOnTheHostAsForPlainOnes() {
        assertEquals(6.0, Bill.capacityUnits(600_000, Duration.ofSeconds(100), ON_HOST), 1e-9);
        assertEquals(449.28, Bill.capacityUnits(600_000, Duration.ofSeconds(1), ON_HOST), 1e-9);
    }

    @Test
    void letsAReconnectOfEverybodyTakeLongerWhereHostsShakeHandsOverTls() {
        PortBudget ports = PortBudget.of(Front.DIRECT, TargetType.ADDRESS, 1);
        assertEquals(
                Duration.ofMillis(43_500),
                ReconnectStorm.of(600_000, 4, ports, ON_HOST).shortest());
    }

    @Test
    void countsTheRecordsAndTheCipherOfPingsWhereTlsEndsOnTheHost() {
        KeepaliveLoad load = KeepaliveLoad.of(600_000, Duration.ofSeconds(100), ON_HOST);
        assertEquals(0.084, load.cores(), 1e-9);
        assertEquals(9_984_000, load.bitsPerSecond(), 1e-3);
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
