package dev.mooring.loadgenerator.run;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.loadgenerator.plan.EchoPlan;
import dev.mooring.loadgenerator.plan.Expectations;
import dev.mooring.loadgenerator.plan.Sources;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import java.util.Optional;
import java.util.Set;

/** Plans like another one, but for one thing. */
final class PlanVariants {
    private PlanVariants() {}

    static SwarmPlan reconnecting(SwarmPlan plan) {
        return with(plan, plan.echo(), plan.sources(), true, plan.expected());
    }

    static SwarmPlan echoing(SwarmPlan plan) {
        return with(plan, new EchoPlan(plan.connections(), Bytes.of(64)), plan.sources(), false, Expectations.NONE);
    }

    static SwarmPlan from(String sources, SwarmPlan plan) {
        return with(plan, plan.echo(), Sources.parse(sources), false, Expectations.NONE);
    }

    static SwarmPlan expecting(int closeCode, SwarmPlan plan) {
        return with(
                plan,
                plan.echo(),
                plan.sources(),
                plan.reconnect(),
                new Expectations(Set.of(closeCode), Optional.empty()));
    }

    private static SwarmPlan with(
            SwarmPlan plan, EchoPlan echo, Sources sources, boolean reconnect, Expectations expected) {
        return new SwarmPlan(
                plan.target(),
                plan.connections(),
                plan.rate(),
                plan.settle(),
                plan.hold(),
                echo,
                sources,
                plan.churn(),
                reconnect,
                plan.answersPings(),
                plan.handshakeTimeout(),
                expected,
                plan.eventLoops(),
                plan.processes(),
                plan.delivery());
    }
}
