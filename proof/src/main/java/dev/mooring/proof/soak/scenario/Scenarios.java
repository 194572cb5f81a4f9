package dev.mooring.proof.soak.scenario;

import dev.mooring.capacity.unit.RefusedException;
import java.util.List;
import java.util.stream.Collectors;

/** All scenarios, by name. */
public final class Scenarios {
    private Scenarios() {}

    public static List<Scenario> all(SoakScale scale) {
        return List.of(
                new ReconnectStorm(scale),
                new StoppedClients(scale),
                new StoppedServer(scale),
                new ClockJump(scale),
                new Kill(scale),
                new PacketLoss(scale),
                new CutRequests(scale),
                new EveryBound(scale),
                new LastOneOut(scale),
                new NarrowWire(scale),
                new Churn(scale));
    }

    /** Those of these names, in their own order. */
    public static List<Scenario> named(List<String> names, SoakScale scale) {
        List<Scenario> all = all(scale);
        String known = all.stream().map(Scenario::name).collect(Collectors.joining(","));
        for (String name : names) {
            if (all.stream().noneMatch(scenario -> scenario.name().equals(name))) {
                throw RefusedException.of("scenarios", name, "is none of", known, "name only these");
            }
        }
        return all.stream().filter(scenario -> names.contains(scenario.name())).toList();
    }
}
