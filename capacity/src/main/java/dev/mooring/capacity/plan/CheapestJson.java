package dev.mooring.capacity.plan;

import dev.mooring.capacity.Bill;
import dev.mooring.capacity.Front;
import dev.mooring.capacity.InstanceCatalog;
import dev.mooring.capacity.Tls;
import dev.mooring.capacity.cheapest.Comparison;
import dev.mooring.capacity.cheapest.Shape;
import dev.mooring.capacity.price.Price;
import dev.mooring.capacity.price.Rival;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** A comparison as JSON: the cheapest types for each front and keepalive, with their bills, rivals, and every price. */
final class CheapestJson {
    private static final int TYPES = 3;

    private CheapestJson() {}

    static String render(Comparison comparison) {
        return PlanJson.write(new Answer(
                comparison.connections(),
                InstanceCatalog.PRICE_REGION,
                comparison.asked().map(Row::of),
                Stream.of(comparison.plain(), comparison.hostTls(), comparison.balancerTls())
                        .flatMap(CheapestJson::cheapestTypes)
                        .sorted(Comparator.comparingDouble(row -> row.bill().total()))
                        .toList(),
                comparison.rivals().stream().map(Other::of).toList(),
                Stream.of(Price.values()).map(Listed::of).toList()));
    }

    /** The cheapest few types of each front and keepalive: all of them would be thousands. */
    private static Stream<Row> cheapestTypes(List<Shape> shapes) {
        return Comparison.cheapestOfEach(shapes).stream()
                .flatMap(first -> shapes.stream()
                        .filter(shape -> shape.spec().ingress().front()
                                        == first.spec().ingress().front()
                                && shape.spec()
                                        .timing()
                                        .keepalive()
                                        .equals(first.spec().timing().keepalive()))
                        .limit(TYPES)
                        .map(Row::of));
    }

    private record Answer(
            long connections,
            String region,
            Optional<Row> asDescribed,
            List<Row> shapes,
            List<Other> rivals,
            List<Listed> prices) {}

    private record Row(
            Front front, Tls tls, Duration keepalive, String instanceType, Size hosts, Bill bill, String unknown) {
        static Row of(Shape shape) {
            return new Row(
                    shape.spec().ingress().front(),
                    shape.spec().ingress().tls(),
                    shape.spec().timing().keepalive(),
                    shape.spec().instance().name(),
                    new Size(
                            shape.fleet().hosts(),
                            shape.fleet().spare(),
                            shape.spec().connections(),
                            shape.fleet().loadBalancers()),
                    shape.bill(),
                    shape.unknown());
        }
    }

    private record Size(long count, long spare, long connectionsEach, long loadBalancers) {}

    private record Other(String name, OptionalDouble total, String counted, String limits) {
        static Other of(Rival rival) {
            return new Other(rival.name(), rival.dollars(), rival.counted(), rival.limits());
        }
    }

    private record Listed(String name, BigDecimal dollars, String of, String source, String read) {
        static Listed of(Price price) {
            return new Listed(
                    price.name(),
                    price.amount(),
                    price.of(),
                    price.source(),
                    price.read().toString());
        }
    }
}
