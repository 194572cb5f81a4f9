package dev.mooring.loadgenerator.report;

import dev.mooring.loadgenerator.report.Series.Point;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** A chart as SVG that takes its colours from the page's style sheet. */
record Chart(String title, String note, Axis x, Axis y, List<Series> series) {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 280;
    private static final int LEFT = 66;
    private static final int RIGHT = 16;
    private static final int TOP = 14;
    private static final int BOTTOM = 46;

    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append("<figure><figcaption>").append(title);
        if (series.size() > 1) {
            series.forEach(one -> svg.append("<span class=\"key ")
                    .append(one.style())
                    .append("\">")
                    .append(one.name())
                    .append("</span>"));
        }
        svg.append("<small>").append(note).append("</small></figcaption>\n");
        svg.append(text("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n", WIDTH, HEIGHT, title));
        y.ticks().forEach(tick -> svg.append(horizontal(tick)));
        x.ticks().forEach(tick -> svg.append(vertical(tick)));
        series.forEach(one -> svg.append(shape(one)));
        svg.append(text(
                "<text class=\"label\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, x.label()));
        svg.append(text(
                "<text class=\"label\" transform=\"translate(13 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>\n",
                (TOP + HEIGHT - BOTTOM) / 2, y.label()));
        return svg.append("</svg></figure>\n").toString();
    }

    private String horizontal(Axis.Tick tick) {
        double at = y(tick.value());
        return text("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH - RIGHT, at, at)
                + text("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", LEFT - 8, at + 4, tick.name());
    }

    private String vertical(Axis.Tick tick) {
        return text(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                x(tick.value()), HEIGHT - BOTTOM + 18, tick.name());
    }

    private String shape(Series one) {
        if (one.points().isEmpty()) {
            return "";
        }
        return switch (one.shape()) {
            case LINE -> text("<polyline class=\"%s line\" points=\"%s\"/>\n", one.style(), path(one.points()));
            case AREA -> area(one);
            case BARS -> bars(one);
        };
    }

    private String area(Series one) {
        double bottom = HEIGHT - BOTTOM;
        return text(
                        "<polygon class=\"%s area\" points=\"%.1f,%.1f %s %.1f,%.1f\"/>",
                        one.style(),
                        x(one.points().getFirst().x()),
                        bottom,
                        path(one.points()),
                        x(one.points().getLast().x()),
                        bottom)
                + text("<polyline class=\"%s line\" points=\"%s\"/>\n", one.style(), path(one.points()));
    }

    private String bars(Series one) {
        double step = one.points().size() < 2
                ? 1
                : one.points().get(1).x() - one.points().get(0).x();
        StringBuilder bars = new StringBuilder();
        for (Point point : one.points()) {
            double left = x(point.x());
            double width = Math.max(1, x(point.x() + step) - left - 1);
            bars.append(text(
                    "<rect class=\"%s bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                    one.style(), left, y(point.y()), width, Math.max(0, HEIGHT - BOTTOM - y(point.y()))));
        }
        return bars.append('\n').toString();
    }

    private String path(List<Point> points) {
        StringJoiner path = new StringJoiner(" ");
        points.forEach(point -> path.add(text("%.1f,%.1f", x(point.x()), y(point.y()))));
        return path.toString();
    }

    private double x(double value) {
        return LEFT + x.place().applyAsDouble(value) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - Math.clamp(y.place().applyAsDouble(value), 0, 1) * (HEIGHT - TOP - BOTTOM);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is not on this module's class path
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
