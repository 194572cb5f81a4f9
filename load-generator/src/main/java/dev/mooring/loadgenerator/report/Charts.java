package dev.mooring.loadgenerator.report;

import dev.mooring.loadgenerator.measure.Deliveries;
import dev.mooring.loadgenerator.measure.Measurement;
import dev.mooring.loadgenerator.measure.Totals;
import dev.mooring.loadgenerator.report.Series.Point;
import dev.mooring.loadgenerator.report.Series.Shape;
import dev.mooring.loadgenerator.run.Outcome;
import dev.mooring.loadgenerator.run.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** The charts of a run; one with nothing to show is left out. */
final class Charts {
    private static final int BARS = 60;
    /** Shortest time between two samples that gives a rate: the samples at a change of phase are closer. */
    private static final double MIN_STEP = 0.5;

    private Charts() {}

    static List<Chart> of(Outcome outcome) {
        List<Chart> charts = new ArrayList<>();
        charts.add(open(outcome));
        charts.add(rates(outcome));
        connect(outcome.measurement(), charts);
        intervals(outcome.measurement().pingMillis(), charts);
        echo(outcome.measurement().echoMicros(), charts);
        deliveries(outcome, charts);
        return charts;
    }

    private static Chart open(Outcome outcome) {
        List<Point> points = outcome.timeline().stream()
                .map(sample -> new Point(seconds(sample), sample.totals().open()))
                .toList();
        return new Chart(
                "Open connections",
                "",
                time(outcome),
                counts("connections", points),
                List.of(new Series("open", "first", Shape.AREA, points)));
    }

    private static Chart rates(Outcome outcome) {
        List<Series> series = new ArrayList<>();
        series.add(new Series(
                "opened",
                "first",
                Shape.LINE,
                rate(outcome, totals -> totals.connections().opened())));
        addIfAny("not opened", "second", outcome, Charts::notOpened, series);
        addIfAny("lost", "third", outcome, Totals::lostCount, series);
        addIfAny("reconnects", "fourth", outcome, totals -> totals.connections().reconnects(), series);
        addIfAny("moved", "fifth", outcome, totals -> totals.connections().moved(), series);
        List<Point> all = series.stream().flatMap(one -> one.points().stream()).toList();
        return new Chart(
                "Connections opened and lost",
                outcome.end().lostCount() + notOpened(outcome.end()) == 0 ? "none lost, none failed to open" : "",
                time(outcome),
                counts("a second", all),
                series);
    }

    private static void connect(Measurement measurement, List<Chart> charts) {
        Histogram connect = measurement.connectMicros();
        if (connect.getTotalCount() > 0) {
            String note = "from the moment a start was due, so the generator's own delay counts";
            List<Series> series = List.of(
                    percentiles("latency", "first", connect),
                    percentiles("generator's delay", "second", measurement.startDelayMicros()));
            charts.add(latency("Connect and handshake latency", note, connect, series));
        }
    }

    private static void echo(Histogram echo, List<Chart> charts) {
        if (echo.getTotalCount() > 0) {
            String note = "from a message to its whole echo, one message at a time";
            charts.add(latency("Echo latency", note, echo, List.of(percentiles("latency", "first", echo))));
        }
    }

    private static void deliveries(Outcome outcome, List<Chart> charts) {
        Histogram delivery = outcome.measurement().deliveryMicros();
        if (delivery.getTotalCount() == 0) {
            return;
        }
        Deliveries end = outcome.end().deliveries();
        List<Point> points = rate(outcome, totals -> totals.deliveries().received());
        charts.add(new Chart(
                "Deliveries",
                Figures.count(end.missing()) + " lost, " + Figures.count(end.duplicated()) + " repeated, "
                        + Figures.count(end.outOfOrder()) + " out of order",
                time(outcome),
                counts("a second", points),
                List.of(new Series("received", "first", Shape.LINE, points))));
        String note = "from the publishing to the receipt by each connection";
        charts.add(latency("Delivery latency", note, delivery, List.of(percentiles("latency", "first", delivery))));
    }

    private static Chart latency(String title, String note, Histogram histogram, List<Series> series) {
        Axis y = Axis.logarithmic("ms", millis(histogram.getMinValue()), millis(histogram.getMaxValue()));
        return new Chart(title, note, Axis.percentile("percentile", histogram.getTotalCount()), y, series);
    }

    private static Series percentiles(String name, String style, Histogram histogram) {
        List<Point> points = new ArrayList<>();
        for (HistogramIterationValue value : histogram.percentiles(10)) {
            points.add(new Point(value.getPercentileLevelIteratedTo(), millis(value.getValueIteratedTo())));
        }
        return new Series(name, style, Shape.LINE, points);
    }

    private static void intervals(Histogram histogram, List<Chart> charts) {
        if (histogram.getTotalCount() == 0) {
            return;
        }
        long low = histogram.getMinValue();
        long step = Math.max(1, (histogram.getMaxValue() - low) / BARS + 1);
        List<Point> points = new ArrayList<>();
        for (long at = low; at <= histogram.getMaxValue(); at += step) {
            points.add(new Point(at / 1000.0, histogram.getCountBetweenValues(at, at + step - 1)));
        }
        Axis x = Axis.linear(
                "seconds between two pings on a connection",
                low / 1000.0,
                histogram.getMaxValue() / 1000.0 + step / 1000.0);
        charts.add(new Chart(
                "Ping intervals",
                "",
                x,
                counts("pings", points),
                List.of(new Series("pings", "first", Shape.BARS, points))));
    }

    private static void addIfAny(
            String name, String style, Outcome outcome, ToLongFunction<Totals> counter, List<Series> series) {
        if (counter.applyAsLong(outcome.end()) > 0) {
            series.add(new Series(name, style, Shape.LINE, rate(outcome, counter)));
        }
    }

    private static long notOpened(Totals totals) {
        return totals.refusedCount() + totals.failedCount();
    }

    private static List<Point> rate(Outcome outcome, ToLongFunction<Totals> counter) {
        List<Point> points = new ArrayList<>();
        double since = 0;
        long before = 0;
        points.add(new Point(0, 0));
        for (Sample sample : outcome.timeline()) {
            double passed = seconds(sample) - since;
            if (passed >= MIN_STEP) {
                long count = counter.applyAsLong(sample.totals());
                points.add(new Point(seconds(sample), (count - before) / passed));
                since = seconds(sample);
                before = count;
            }
        }
        return points;
    }

    private static Axis time(Outcome outcome) {
        return Axis.linear(
                "seconds since the first start", 0, seconds(outcome.timeline().getLast()));
    }

    private static Axis counts(String label, List<Point> points) {
        return Axis.linear(
                label,
                0,
                Math.max(5, points.stream().mapToDouble(Point::y).max().orElse(5)));
    }

    private static double seconds(Sample sample) {
        return sample.time().toMillis() / 1000.0;
    }

    private static double millis(long micros) {
        return Math.max(0.001, micros / 1000.0);
    }
}
