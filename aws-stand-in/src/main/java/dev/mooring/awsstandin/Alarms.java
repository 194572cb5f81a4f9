package dev.mooring.awsstandin;

import dev.mooring.awsstandin.alarm.AlarmEvaluation;
import dev.mooring.awsstandin.alarm.AlarmState;
import dev.mooring.awsstandin.alarm.Comparison;
import dev.mooring.awsstandin.alarm.MissingData;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Alarms of one metric each, judged once a minute of the given clock, as far as its datapoints can be read by then. Metric math
 * is not played. Source: CloudWatch API, PutMetricAlarm and DescribeAlarms; user guide, "Alarm evaluation". Thread-safe.
 */
public final class Alarms {
    private static final Set<String> STATISTICS = Set.of("SampleCount", "Average", "Sum", "Minimum", "Maximum");
    private static final String PERIOD = "60";

    private record Settings(String metric, String statistic, AlarmEvaluation evaluation, String period) {}

    private record Judged(Settings settings, AlarmState state, Instant changed, Instant until) {}

    private final InstantSource clock;
    private final Metrics metrics;
    private final SortedMap<String, Judged> alarms = new TreeMap<>();

    Alarms(InstantSource clock, Metrics metrics) {
        this.clock = clock;
        this.metrics = metrics;
    }

    /** The state of an alarm; INSUFFICIENT_DATA of one that nobody has made. */
    public synchronized AlarmState state(String name) {
        judge();
        Judged alarm = alarms.get(name);
        return alarm == null ? AlarmState.INSUFFICIENT_DATA : alarm.state();
    }

    synchronized void put(QueryForm form) {
        if (form.text("MetricName").isEmpty() || !form.text("Period").equals(PERIOD)) {
            throw new AwsRefusal("ValidationError", "this stand-in judges single metrics by the minute only");
        }
        String statistic = form.text("Statistic");
        if (!STATISTICS.contains(statistic)) {
            throw new AwsRefusal("ValidationError", "Statistic=" + statistic + " is not played");
        }
        Instant now = clock.instant();
        alarms.put(
                form.text("AlarmName"),
                new Judged(
                        new Settings(Metrics.name(form.text("Namespace"), form), statistic, evaluation(form), PERIOD),
                        AlarmState.INSUFFICIENT_DATA,
                        now,
                        now.truncatedTo(ChronoUnit.MINUTES)));
    }

    private static AlarmEvaluation evaluation(QueryForm form) {
        int periods = Integer.parseInt(form.text("EvaluationPeriods"));
        String toAlarm = form.text("DatapointsToAlarm");
        try {
            return new AlarmEvaluation(
                    periods,
                    toAlarm.isEmpty() ? periods : Integer.parseInt(toAlarm),
                    Comparison.named(form.text("ComparisonOperator")),
                    Double.parseDouble(form.text("Threshold")),
                    MissingData.named(form.text("TreatMissingData")));
        } catch (IllegalArgumentException impossible) {
            throw new AwsRefusal("ValidationError", String.valueOf(impossible.getMessage()));
        }
    }

    synchronized String describe(QueryForm form) {
        judge();
        List<String> asked = form.members("AlarmNames").stream()
                .map(member -> member.text(""))
                .toList();
        return alarms.entrySet().stream()
                .filter(alarm -> asked.isEmpty() || asked.contains(alarm.getKey()))
                .map(alarm -> member(alarm.getKey(), alarm.getValue()))
                .collect(Collectors.joining("", "<MetricAlarms>", "</MetricAlarms>"));
    }

    private static String member(String name, Judged alarm) {
        AlarmEvaluation evaluation = alarm.settings().evaluation();
        return "<member><AlarmName>" + name + "</AlarmName><StateValue>" + alarm.state()
                + "</StateValue><StateUpdatedTimestamp>" + alarm.changed() + "</StateUpdatedTimestamp><Statistic>"
                + alarm.settings().statistic() + "</Statistic><Period>"
                + alarm.settings().period()
                + "</Period><EvaluationPeriods>" + evaluation.periods() + "</EvaluationPeriods><DatapointsToAlarm>"
                + evaluation.toAlarm() + "</DatapointsToAlarm><Threshold>" + evaluation.threshold()
                + "</Threshold><ComparisonOperator>" + evaluation.comparison()
                + "</ComparisonOperator><TreatMissingData>" + evaluation.missing() + "</TreatMissingData></member>";
    }

    /** Each minute that has passed since the last look, in its order: a state may follow from the one before. */
    private void judge() {
        alarms.replaceAll((_, alarm) -> {
            Judged judged = alarm;
            Instant next = judged.until().plus(1, ChronoUnit.MINUTES);
            while (!next.isAfter(clock.instant())) {
                AlarmState state =
                        judged.settings().evaluation().state(datapoints(judged.settings(), next), judged.state());
                judged = new Judged(judged.settings(), state, state == judged.state() ? judged.changed() : next, next);
                next = next.plus(1, ChronoUnit.MINUTES);
            }
            return judged;
        });
    }

    private List<OptionalDouble> datapoints(Settings settings, Instant now) {
        Instant until = now.minus(Metrics.READABLE_AFTER);
        Instant from = until.minus(settings.evaluation().range(), ChronoUnit.MINUTES);
        SortedMap<Instant, DoubleSummaryStatistics> minutes = metrics.minutes(settings.metric(), from, until, now);
        ToDoubleFunction<DoubleSummaryStatistics> statistic = statistic(settings.statistic());
        List<OptionalDouble> datapoints = new ArrayList<>();
        for (Instant minute = from; minute.isBefore(until); minute = minute.plus(1, ChronoUnit.MINUTES)) {
            DoubleSummaryStatistics found = minutes.get(minute);
            datapoints.add(found == null ? OptionalDouble.empty() : OptionalDouble.of(statistic.applyAsDouble(found)));
        }
        return datapoints;
    }

    private static ToDoubleFunction<DoubleSummaryStatistics> statistic(String name) {
        return switch (name) {
            case "SampleCount" -> DoubleSummaryStatistics::getCount;
            case "Sum" -> DoubleSummaryStatistics::getSum;
            case "Minimum" -> DoubleSummaryStatistics::getMin;
            case "Maximum" -> DoubleSummaryStatistics::getMax;
            default -> DoubleSummaryStatistics::getAverage;
        };
    }
}
