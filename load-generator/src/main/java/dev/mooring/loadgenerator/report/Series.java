package dev.mooring.loadgenerator.report;

import java.util.List;

/**
 * One line or set of bars in a chart.
 *
 * @param name for the legend
 * @param style CSS class, which has the colour
 */
record Series(String name, String style, Shape shape, List<Point> points) {
    enum Shape {
        LINE,
        AREA,
        BARS
    }

    record Point(double x, double y) {}

    Series {
        points = List.copyOf(points);
    }
}
