package dev.mooring.capacity.plan;

import static dev.mooring.capacity.plan.TextTable.grouped;
import static dev.mooring.capacity.unit.DurationText.format;

import dev.mooring.capacity.AwsLimits;
import dev.mooring.capacity.InstanceCatalog;
import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.capacity.cheapest.Comparison;
import dev.mooring.capacity.cheapest.Shape;
import dev.mooring.capacity.price.Price;
import dev.mooring.capacity.price.Rival;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A comparison for a terminal, 100 columns wide at most: shapes, then types, then one bill beside another, then rivals. */
final class CheapestTable {
    private static final int TYPES = 10;
    private static final int RIVAL_INDENT = 36;

    private final Comparison comparison;
    private final StringBuilder text = new StringBuilder();

    private CheapestTable(Comparison comparison) {
        this.comparison = comparison;
    }

    static String render(Comparison comparison) {
        return new CheapestTable(comparison).text();
    }

    private String text() {
        text.append(grouped(comparison.connections()))
                .append(" idle connections, US dollars a month, ")
                .append(InstanceCatalog.PRICE_REGION)
                .append(", on demand\n");
        ranking("ws://, the cheapest type for each front and ping, cheapest first", comparison.plain());
        ranking("wss://, TLS ends on the hosts", comparison.hostTls());
        ranking("wss://, TLS ends at the load balancer", comparison.balancerTls());
        types();
        bills();
        rivals();
        notes();
        return text.toString();
    }

    private void ranking(String title, List<Shape> shapes) {
        if (!shapes.isEmpty()) {
            section(title);
            Comparison.cheapestOfEach(shapes).forEach(this::row);
        }
    }

    /** What another type costs, at the keepalive of the fleet. */
    private void types() {
        List<Shape> shapes = comparison.mainShapes().stream()
                .filter(shape -> shape.spec().timing().keepalive().equals(comparison.keepalive()))
                .limit(TYPES)
                .toList();
        if (!shapes.isEmpty()) {
            section("The " + shapes.size() + " cheapest types at a ping every " + format(comparison.keepalive()));
            shapes.forEach(this::row);
        }
    }

    private void section(String title) {
        text.append('\n').append(title).append('\n');
        line("a month", "front", "ping", "hosts", "type", "each holds", "");
    }

    private void row(Shape shape) {
        line(
                dollars(shape.bill().total()),
                shape.spec().ingress().front(),
                format(shape.spec().timing().keepalive()),
                grouped(shape.fleet().hosts()),
                shape.spec().instance(),
                grouped(shape.spec().connections()),
                shape.unknown());
    }

    private void bills() {
        List<Shape> shapes = Stream.of(
                        comparison.asked(),
                        comparison.mainShapes().stream()
                                .filter(shape ->
                                        shape.spec().timing().keepalive().equals(comparison.keepalive()))
                                .findFirst(),
                        comparison.mainShapes().stream().findFirst())
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        text.append("\nBills\n");
        bill("", shapes, shape -> shape.equals(comparison.asked().orElse(null)) ? "as described" : "cheapest");
        bill(
                "front, ping",
                shapes,
                shape -> shape.spec().ingress().front() + ", "
                        + format(shape.spec().timing().keepalive()));
        bill(
                "hosts",
                shapes,
                shape -> shape.fleet().hosts() + " " + shape.spec().instance());
        for (BillPart part : BillPart.ALL) {
            bill(part.title(), shapes, shape -> dollars(part.of(shape.bill())));
        }
        bill("together", shapes, shape -> dollars(shape.bill().total()));
    }

    private void bill(String name, List<Shape> shapes, Function<Shape, String> value) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-24s", name));
        shapes.forEach(shape -> row.append(String.format(Locale.ROOT, "%22s", value.apply(shape))));
        text.append(row.toString().stripTrailing()).append('\n');
    }

    private void rivals() {
        text.append("\nOthers, for the same connections\n");
        double own = comparison.mainShapes().stream()
                .findFirst()
                .map(shape -> shape.bill().total())
                .orElse(Double.POSITIVE_INFINITY);
        for (Rival rival : comparison.rivals()) {
            String price = rival.dollars().isPresent() ? dollars(rival.dollars().getAsDouble()) : "no price";
            String cheaper =
                    rival.dollars().orElse(Double.POSITIVE_INFINITY) < own ? "cheaper than any shape here; " : "";
            String said = TextTable.wrapped(cheaper + rival.counted() + "; " + rival.limits(), RIVAL_INDENT);
            text.append(String.format(Locale.ROOT, "  %14s  %-18s", price, rival.name()))
                    .append(said.stripLeading());
        }
    }

    private void notes() {
        text.append("\nNotes\n");
        Stream.of(
                        "Hosts are as few as the plan allows, and none holds more than "
                                + grouped(MeasuredCosts.CONNECTIONS_PROVEN)
                                + ", the most that a recorded run has held; spare="
                                + comparison.fleet().fleet().spare() + ".",
                        "Counted: hosts, load balancers and their capacity units, data between zones, public addresses, pings"
                                + " to the internet, disks, metrics, alarms, a dashboard. Not counted: messages,"
                                + " handshakes, logs, DNS; of others, all but what keeps a connection open.",
                        "A ping every 300s or more outlives the load balancer, but NATs and mobile networks on the way"
                                + " may forget an idle connection sooner. A TLS listener forgets after "
                                + format(AwsLimits.IDLE_TIMEOUT_TLS) + ", so its pings come every 116s at least.",
                        "TLS on the hosts counts their memory, processors and bytes, with a certificate of ECDSA; the secret"
                                + " that has it costs " + dollars(Price.SECRET_MONTH.dollars())
                                + " more. Each price has its source and date in"
                                + " docs/capacity-model.md.")
                .forEach(note -> text.append(TextTable.wrapped(note)));
    }

    private void line(Object... values) {
        text.append(String.format(Locale.ROOT, "  %13s  %-8s%-9s%7s  %-16s%11s  %s", values)
                        .stripTrailing())
                .append('\n');
    }

    private static String dollars(double value) {
        return String.format(Locale.ROOT, "$%,.2f", value);
    }
}
