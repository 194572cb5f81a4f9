package dev.mooring.proof.soak.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of a scenario as they come in; the verdict follows from them. Used by one thread. */
public final class Evidence {
    private final String scenario;
    private final String criterion;
    private final List<Figure> figures = new ArrayList<>();
    private final List<Series> series = new ArrayList<>();

    public Evidence(String scenario, String criterion) {
        this.scenario = scenario;
        this.criterion = criterion;
    }

    /** A figure that is only told. */
    public void tell(String name, Number value, String unit) {
        figures.add(new Figure(name, value.doubleValue(), unit, "", true));
    }

    public void atMost(String name, Number value, Number bound, String unit) {
        boolean holds = value.doubleValue() <= bound.doubleValue();
        figures.add(new Figure(name, value.doubleValue(), unit, "<= " + number(bound.doubleValue()), holds));
    }

    public void atLeast(String name, Number value, Number bound, String unit) {
        boolean holds = value.doubleValue() >= bound.doubleValue();
        figures.add(new Figure(name, value.doubleValue(), unit, ">= " + number(bound.doubleValue()), holds));
    }

    public void exactly(String name, long value, long expected) {
        figures.add(new Figure(name, (double) value, "", "= " + number((double) expected), value == expected));
    }

    /** Readings for whoever wants to draw them; they decide nothing. */
    public void keep(Series readings) {
        series.add(readings);
    }

    public Finding finding() {
        boolean holds = figures.stream().allMatch(Figure::holds);
        return new Finding(scenario, criterion, holds ? Verdict.HELD : Verdict.BROKEN, figures, series, "");
    }

    /** The scenario cannot be run on this machine. */
    public Finding notPossible(String why) {
        return new Finding(scenario, criterion, Verdict.NOT_POSSIBLE, figures, series, why);
    }

    /** The scenario ended before its end. */
    public Finding broken(String why) {
        return new Finding(scenario, criterion, Verdict.BROKEN, figures, series, why);
    }

    static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, "%,.2f", value);
    }
}
