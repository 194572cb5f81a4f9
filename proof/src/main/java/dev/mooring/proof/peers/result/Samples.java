package dev.mooring.proof.peers.result;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One server's samples: for each metric one a round, none of a round that failed. Used by one thread. */
public final class Samples {
    private final Map<Metric, SortedMap<Integer, Double>> samples = new EnumMap<>(Metric.class);

    /** Takes the samples of one round. */
    @FunctionalInterface
    public interface Round {
        void add(Metric metric, double value);
    }

    public Round round(int number) {
        return (metric, value) ->
                samples.computeIfAbsent(metric, _ -> new TreeMap<>()).put(number, value);
    }

    /** In the order of the rounds. */
    public List<Double> of(Metric metric) {
        return List.copyOf(byRound(metric).values());
    }

    public Optional<Spread> spread(Metric metric) {
        return of(metric).isEmpty() ? Optional.empty() : Optional.of(Spread.of(of(metric)));
    }

    /** The median of this server's sample divided by the floor's in the same round, over the rounds that have both. */
    public Optional<Double> ratio(Metric metric, Samples floor) {
        return metric.hasRatio() ? ratios(metric, floor).map(Spread::median) : Optional.empty();
    }

    /** This server's samples divided by another's in the same round, over the rounds that have both. */
    public Optional<Spread> ratios(Metric metric, Samples other) {
        Map<Integer, Double> base = other.byRound(metric);
        List<Double> ratios = byRound(metric).entrySet().stream()
                .flatMap(own ->
                        Optional.ofNullable(base.get(own.getKey())).map(divisor -> own.getValue() / divisor).stream())
                .toList();
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
    }

    private SortedMap<Integer, Double> byRound(Metric metric) {
        return samples.getOrDefault(metric, Collections.emptySortedMap());
    }
}
