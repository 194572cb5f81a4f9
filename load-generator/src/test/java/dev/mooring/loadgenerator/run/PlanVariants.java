package dev.mooring.loadgenerator.run;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.loadgenerator.plan.DeliveryPlan;
import dev.mooring.loadgenerator.plan.EchoPlan;
import dev.mooring.loadgenerator.plan.Expectations;
import dev.mooring.loadgenerator.plan.HoldPlan;
import dev.mooring.loadgenerator.plan.ProcessPlan;
import dev.mooring.loadgenerator.plan.RampPlan;
import dev.mooring.loadgenerator.plan.Rate;
import dev.mooring.loadgenerator.plan.Sources;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.plan.Target;
import dev.mooring.loadgenerator.plan.TrafficPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A plan, and those like another one but for one thing. */
final class PlanVariants {
    private PlanVariants() {}

    /** Connections to loopback that answer pings, as fast as they open. */
    static SwarmPlan plan(int port, int connections, Duration handshakeTimeout) {
        return new SwarmPlan(
                Target.parse("ws://127.0.0.1:" + port),
                new RampPlan(connections, new Rate.Maximum(), handshakeTimeout, Sources.none()),
                new HoldPlan(Duration.ZERO, Duration.ZERO, Optional.empty(), false),
                new TrafficPlan(true, EchoPlan.NONE, DeliveryPlan.NONE),
                Expectations.NONE,
                new ProcessPlan(1, 1));
    }

    static SwarmPlan reconnecting(SwarmPlan plan) {
        return with(plan, plan.traffic().echo(), plan.ramp().sources(), true, plan.expected());
    }

    static SwarmPlan echoing(SwarmPlan plan) {
        return with(
                plan,
                new EchoPlan(plan.ramp().connections(), Bytes.of(64)),
                plan.ramp().sources(),
                false,
                Expectations.NONE);
    }

    static SwarmPlan from(String sources, SwarmPlan plan) {
        return with(plan, plan.traffic().echo(), Sources.parse(sources), false, Expectations.NONE);
    }

    static SwarmPlan expecting(int closeCode, SwarmPlan plan) {
        return with(
                plan,
                plan.traffic().echo(),
                plan.ramp().sources(),
                plan.hold().reconnect(),
                new Expectations(Set.of(closeCode), Optional.empty()));
    }

    private static SwarmPlan with(
            SwarmPlan plan, EchoPlan echo, Sources sources, boolean reconnect, Expectations expected) {
        return new SwarmPlan(
                plan.target(),
                new RampPlan(
                        plan.ramp().connections(),
                        plan.ramp().rate(),
                        plan.ramp().handshakeTimeout(),
                        sources),
                new HoldPlan(
                        plan.hold().settle(), plan.hold().time(), plan.hold().churn(), reconnect),
                new TrafficPlan(
                        plan.traffic().answersPings(), echo, plan.traffic().delivery()),
                expected,
                new ProcessPlan(plan.processes().count(), plan.processes().eventLoops()));
    }
}
