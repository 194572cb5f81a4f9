package dev.mooring.awsstandin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What CloudWatch was given, and what it tells of it, by the minute.
 *
 * <p>What was published is not to be read for up to two minutes: here always as long. Sources: CloudWatch user guide, "Publish
 * custom metrics"; CloudWatch API, PutMetricData and GetMetricStatistics.
 */
public final class Metrics {
    static final Duration READABLE_AFTER = Duration.ofMinutes(2);

    private record Datum(String metric, Instant at, double value) {}

    private final InstantSource clock;
    private final List<Datum> data = new ArrayList<>();

    Metrics(InstantSource clock) {
        this.clock = clock;
    }

    /** Every datum, as in {@code Mooring/ConnectionsPerHost{AutoScalingGroupName=fleet} 17}. */
    public synchronized List<String> data() {
        return data.stream()
                .map(datum -> datum.metric() + " " + Math.round(datum.value()))
                .toList();
    }

    /**
     * Another host publishes.
     *
     * @param metric as in {@code Mooring/ConnectionsPerHost{AutoScalingGroupName=fleet}}
     */
    public synchronized void put(String metric, double value) {
        data.add(new Datum(metric, clock.instant(), value));
    }

    /** What can be read of a metric, by the minute: the earliest first. */
    public synchronized SortedMap<Instant, DoubleSummaryStatistics> minutes(
            String metric, Instant from, Instant until) {
        return minutes(metric, from, until, clock.instant());
    }

    /** What could be read of it at a moment. */
    synchronized SortedMap<Instant, DoubleSummaryStatistics> minutes(
            String metric, Instant from, Instant until, Instant read) {
        Instant readable = read.minus(READABLE_AFTER);
        SortedMap<Instant, DoubleSummaryStatistics> minutes = new TreeMap<>();
        data.stream()
                .filter(datum -> datum.metric().equals(metric)
                        && !datum.at().isBefore(from)
                        && datum.at().isBefore(until)
                        && !datum.at().isAfter(readable))
                .forEach(datum -> minutes.computeIfAbsent(
                                datum.at().truncatedTo(ChronoUnit.MINUTES), _ -> new DoubleSummaryStatistics())
                        .accept(datum.value()));
        return minutes;
    }

    synchronized void put(QueryForm form) {
        for (QueryForm datum : form.members("MetricData")) {
            put(name(form.text("Namespace"), datum), Double.parseDouble(datum.text("Value")));
        }
    }

    /** The answer to GetMetricStatistics for periods of a minute. */
    synchronized String statistics(QueryForm form) {
        if (!form.text("Period").equals("60")) {
            throw new AwsRefusal("InvalidParameterValue", "this stand-in tells minutes only");
        }
        return minutes(
                        name(form.text("Namespace"), form),
                        Instant.parse(form.text("StartTime")),
                        Instant.parse(form.text("EndTime")))
                .entrySet()
                .stream()
                .map(minute -> "<member><Timestamp>" + minute.getKey() + "</Timestamp><SampleCount>"
                        + minute.getValue().getCount() + "</SampleCount><Average>"
                        + minute.getValue().getAverage() + "</Average><Unit>Count</Unit></member>")
                .collect(Collectors.joining("", "<Datapoints>", "</Datapoints>"));
    }

    static String name(String namespace, QueryForm metric) {
        QueryForm dimension = metric.members("Dimensions").getFirst();
        return namespace + "/" + metric.text("MetricName") + "{" + dimension.text("Name") + "="
                + dimension.text("Value") + "}";
    }
}
