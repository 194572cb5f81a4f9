package dev.mooring.proof.soak.scenario;

import dev.mooring.capacity.unit.RefusedException;
import java.util.List;
import java.util.stream.Collectors;

/** All scenarios, by name. */
public final class Scenarios {
    private Scenarios() {}

    public static List<Scenario> all(Extent extent) {
        return List.of(
                new ReconnectStorm(extent),
                new StoppedClients(extent),
                new StoppedServer(extent),
                new ClockJump(extent),
                new Kill(extent),
                new PacketLoss(extent),
                new CutRequests(extent),
                new EveryBound(extent),
                new LastOneOut(extent),
                new NarrowWire(extent),
                new Churn(extent));
    }

    /** Those of these names, in their own order. */
    public static List<Scenario> named(List<String> names, Extent extent) {
        List<Scenario> all = all(extent);
        String known = all.stream().map(Scenario::name).collect(Collectors.joining(","));
        for (String name : names) {
            if (all.stream().noneMatch(scenario -> scenario.name().equals(name))) {
                throw RefusedException.of("scenarios", name, "is none of", known, "name only these");
            }
        }
        return all.stream().filter(scenario -> names.contains(scenario.name())).toList();
    }
}
