package dev.mooring.proof.peers.result;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** One server's samples: for each metric one a round, in the order of the rounds. Used by one thread. */
public final class Samples {
    private final Map<Metric, List<Double>> samples = new EnumMap<>(Metric.class);

    public void add(Metric metric, double value) {
        samples.computeIfAbsent(metric, _ -> new ArrayList<>()).add(value);
    }

    public List<Double> of(Metric metric) {
        return List.copyOf(samples.getOrDefault(metric, List.of()));
    }

    public Optional<Spread> spread(Metric metric) {
        return of(metric).isEmpty() ? Optional.empty() : Optional.of(Spread.of(of(metric)));
    }

    /** The median over the rounds of this server's sample divided by the floor's in the same round. */
    public Optional<Double> ratio(Metric metric, Samples floor) {
        List<Double> own = of(metric);
        List<Double> base = floor.of(metric);
        if (!metric.hasRatio() || own.isEmpty() || own.size() != base.size()) {
            return Optional.empty();
        }
        List<Double> ratios = IntStream.range(0, own.size())
                .mapToObj(round -> own.get(round) / base.get(round))
                .toList();
        return Optional.of(Spread.of(ratios).median());
    }
}
