package dev.mooring.capacity.plan;

import static dev.mooring.capacity.plan.TextTable.grouped;
import static dev.mooring.capacity.report.HtmlPage.escaped;
import static dev.mooring.capacity.unit.DurationText.format;

import dev.mooring.capacity.InstanceCatalog;
import dev.mooring.capacity.cheapest.Comparison;
import dev.mooring.capacity.cheapest.Shape;
import dev.mooring.capacity.input.Resource;
import dev.mooring.capacity.price.Rival;
import dev.mooring.capacity.report.HtmlPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A comparison as one page with bars; needs nothing from the network. */
final class CheapestPage {
    private static final int LOG_BAR = 5;

    private final Comparison comparison;

    private CheapestPage(Comparison comparison) {
        this.comparison = comparison;
    }

    static String render(Comparison comparison) {
        return new CheapestPage(comparison).page();
    }

    private String page() {
        String title = grouped(comparison.connections()) + " idle connections";
        String body = Resource.text(CheapestPage.class, "cheapest.html")
                .replace("${title}", title)
                .replace("${region}", InstanceCatalog.PRICE_REGION)
                .replace(
                        "${figures}",
                        stacks("Plain, ws://", comparison.plain())
                                + stacks("TLS on the hosts, wss://", comparison.hostTls())
                                + stacks("TLS at the load balancer, wss://", comparison.balancerTls())
                                + rivals())
                .replace("${table}", escaped(CheapestTable.render(comparison)));
        return new HtmlPage(title, Resource.text(CheapestPage.class, "cheapest.css"), body).text();
    }

    /** Bars to one scale, each bill in its parts. */
    private String stacks(String title, List<Shape> shapes) {
        if (shapes.isEmpty()) {
            return "";
        }
        List<Shape> shown = new ArrayList<>(Comparison.cheapestOfEach(shapes));
        comparison
                .asked()
                .filter(asked -> asked.spec().ingress().tls()
                        == shapes.getFirst().spec().ingress().tls())
                .ifPresent(shown::add);
        double longest =
                shown.stream().mapToDouble(shape -> shape.bill().total()).max().orElse(1);
        StringBuilder figure = new StringBuilder("<figure><figcaption>" + title + "<small>");
        for (int part = 0; part < BillPart.ALL.size(); part++) {
            figure.append("<span class=\"key part" + part + "\">"
                    + BillPart.ALL.get(part).title() + "</span> ");
        }
        figure.append("</small></figcaption>\n");
        shown.forEach(shape -> figure.append(row(
                name(shape), hosts(shape), stack(shape, longest), shape.bill().total())));
        return figure.append("</figure>\n").toString();
    }

    private static String stack(Shape shape, double longest) {
        StringBuilder bar = new StringBuilder();
        for (int part = 0; part < BillPart.ALL.size(); part++) {
            double share = BillPart.ALL.get(part).of(shape.bill()) / longest;
            if (share > 0) {
                bar.append(segment(part, share));
            }
        }
        return bar.toString();
    }

    /** Between the cheapest and the dearest lie three powers of ten, so these bars have a logarithmic scale from $1 on. */
    private String rivals() {
        List<Rival> priced = comparison.rivals().stream()
                .filter(rival -> rival.dollars().isPresent())
                .toList();
        List<Shape> own = Stream.of(
                        comparison.plain().stream().findFirst(),
                        comparison.hostTls().stream().findFirst(),
                        comparison.balancerTls().stream().findFirst(),
                        comparison.asked())
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        double longest = Math.log10(Stream.concat(
                        priced.stream().map(rival -> rival.dollars().orElseThrow()),
                        own.stream().map(shape -> shape.bill().total()))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(10));
        StringBuilder figure = new StringBuilder(
                "<figure><figcaption>Beside others<small>logarithmic: each step of a bar is a factor</small></figcaption>\n");
        own.forEach(shape -> figure.append(row(
                protocol(shape) + name(shape),
                hosts(shape),
                segment(0, log(shape.bill().total()) / longest),
                shape.bill().total())));
        priced.forEach(rival -> figure.append(row(
                rival.name(),
                rival.counted(),
                segment(LOG_BAR, log(rival.dollars().orElseThrow()) / longest),
                rival.dollars().orElseThrow())));
        return figure.append("</figure>\n").toString();
    }

    private static String protocol(Shape shape) {
        return switch (shape.spec().ingress().tls()) {
            case NONE -> "ws://, ";
            case HOST -> "wss:// on the hosts, ";
            case BALANCER -> "wss:// at the load balancer, ";
        };
    }

    private String name(Shape shape) {
        return (comparison.asked().filter(shape::equals).isPresent() ? "as described: " : "")
                + shape.spec().ingress().front() + ", ping every "
                + format(shape.spec().timing().keepalive());
    }

    private static String hosts(Shape shape) {
        return grouped(shape.fleet().hosts()) + " " + shape.spec().instance()
                + (shape.unknown().isEmpty() ? "" : ", " + shape.unknown());
    }

    private static String row(String name, String note, String bar, double dollars) {
        return String.format(
                Locale.ROOT,
                "<div class=\"row\"><span>%s<small>%s</small></span><div class=\"bar\"><div class=\"scale\">%s"
                        + "<b>$%,.2f</b></div></div></div>%n",
                escaped(name),
                escaped(note),
                bar,
                dollars);
    }

    private static String segment(int part, double share) {
        return String.format(Locale.ROOT, "<i class=\"part%d\" style=\"width:%.3f%%\"></i>", part, share * 100);
    }

    private static double log(double dollars) {
        return Math.log10(Math.max(1, dollars));
    }
}
