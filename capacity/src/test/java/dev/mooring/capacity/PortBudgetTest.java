package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PortBudgetTest {
    @Test
    void carriesFiftyFiveThousandConnectionsOnEachPortOfAPreviousGeneration() {
        PortBudget budget = PortBudget.of(Front.NLB, TargetType.ADDRESS, 16);
        assertEquals(PortBudget.Mode.IP, budget.mode());
        assertEquals(OptionalLong.of(880_000), budget.carries());
    }

    @Test
    void fitsThirtyOneHostsOfSixteenTargetsInOneLoadBalancer() {
        PortBudget budget = PortBudget.of(Front.NLB, TargetType.ADDRESS, 16);
        assertEquals(31, budget.hostsPerLoadBalancer());
        assertEquals(1, budget.loadBalancersFor(31));
        assertEquals(2, budget.loadBalancersFor(32));
    }

    @Test
    void registersACurrentGenerationByInstanceWithoutAPortLimit() {
        PortBudget budget = PortBudget.of(Front.NLB, TargetType.INSTANCE, 16);
        assertEquals(new PortBudget(PortBudget.Mode.INSTANCE, 16, 1, OptionalLong.empty(), 500), budget);
    }

    @Test
    void needsNoLoadBalancerWithADirectFront() {
        PortBudget budget = PortBudget.of(Front.DIRECT, TargetType.ADDRESS, 1);
        assertEquals(new PortBudget(PortBudget.Mode.NONE, 1, 0, OptionalLong.empty(), 0), budget);
        assertEquals(0, budget.loadBalancersFor(40));
    }

    @Test
    void needsElevenPortsForSixHundredThousandConnections() {
        assertEquals(11, PortBudget.portsFor(600_000));
    }

    @Test
    void refusesPortsThatCarryTooLittle() {
        assertEquals(
                "ports=10 carry 550000 connections, fewer than connections=600000;"
                        + " use 11 or more ports, or a current instance-type and target-type=instance",
                refusal(() -> PortBudget.of(Front.NLB, TargetType.ADDRESS, 10).requireCarries(600_000)));
    }

    @Test
    void refusesThemBeforeAnyOtherLimitOfThePlan() {
        assertEquals(
                "ports=10 carry 550000 connections, fewer than connections=600000;"
                        + " use 11 or more ports, or a current instance-type and target-type=instance",
                refusal(() -> CapacityPlanner.plan(FleetSpec.of(Map.of("ports", "8080-8089")))));
    }

    @Test
    void refusesMorePortsThanALoadBalancerHasTargets() {
        assertEquals(
                "ports=501 are more than targets=500 of one load balancer; use fewer ports",
                refusal(() -> PortBudget.of(Front.NLB, TargetType.ADDRESS, 501).requireCarries(600_000)));
    }
}
