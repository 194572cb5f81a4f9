package dev.mooring.capacity.plan;

import static dev.mooring.capacity.plan.TextTable.grouped;
import static dev.mooring.capacity.unit.DurationText.format;

import dev.mooring.capacity.Authentication;
import dev.mooring.capacity.AwsLimits;
import dev.mooring.capacity.Bill;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.DescriptorBudget;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.Ingress;
import dev.mooring.capacity.InstanceCatalog;
import dev.mooring.capacity.InstanceType;
import dev.mooring.capacity.Limit;
import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.capacity.MemoryBudget;
import dev.mooring.capacity.Messaging;
import dev.mooring.capacity.Place;
import dev.mooring.capacity.PortBudget;
import dev.mooring.capacity.Recovery;
import dev.mooring.capacity.Tls;
import dev.mooring.capacity.TlsMemory;
import dev.mooring.capacity.cheapest.Shape;
import dev.mooring.capacity.price.Rival;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan as human-readable text: the answer first, then the numbers behind it, 100 columns wide at most. */
final class PlanTable {
    private final CapacityPlan plan;
    private final Place place;
    private final Messaging messaging;
    private final Authentication authentication;
    private final List<Shape> cheaper;

    private PlanTable(
            CapacityPlan plan, Place place, Messaging messaging, Authentication authentication, List<Shape> cheaper) {
        this.plan = plan;
        this.place = place;
        this.messaging = messaging;
        this.authentication = authentication;
        this.cheaper = cheaper;
    }

    /**
     * The plan on one screen.
     *
     * @param cheaper other shapes of the same connections, the cheapest first
     */
    static String render(
            CapacityPlan plan, Place place, Messaging messaging, Authentication authentication, List<Shape> cheaper) {
        return new PlanTable(plan, place, messaging, authentication, cheaper).text();
    }

    private String text() {
        TextTable table = new TextTable();
        fleet(table);
        memory(table);
        settings(table);
        network(table);
        load(table);
        cost(table);
        limits(table);
        return headline() + table.render() + server() + caveats();
    }

    private String headline() {
        Limit binding = plan.bindingLimit();
        long connections = plan.spec().connections();
        long total = plan.spec().fleet().total();
        return grouped(connections) + " connections per host on " + plan.spec().instance() + "\n\n"
                + "  First limit  " + binding.name() + ", at " + grouped(binding.connections())
                + " connections per host (" + percent(connections, binding.connections()) + " used)\n"
                + "  Memory       " + plan.host().memory().used().human() + " of "
                + plan.host().memory().total().human() + "\n"
                + "  Cost         " + dollars(total()) + " a month; API Gateway "
                + dollars(Rival.apiGateway(total)) + ", AppSync Events "
                + dollars(Rival.appSync(total, plan.spec().timing().keepalive())) + "\n"
                + otherProtocol() + cheapest();
    }

    /** The price of wss:// beside that of ws://, and the other way round: what is compared with has TLS in its price. */
    private String otherProtocol() {
        String onHosts = priced(Tls.HOST, " on the hosts");
        String atBalancer = priced(Tls.BALANCER, " at the load balancer");
        return switch (plan.spec().ingress().tls()) {
            case NONE -> line("With TLS", joined(onHosts, atBalancer), "; others include it");
            case BALANCER -> line("Without TLS", joined(priced(Tls.NONE, ""), onHosts), "");
            case HOST -> line("Without TLS", joined(priced(Tls.NONE, ""), atBalancer), "");
        };
    }

    private static String line(String name, String prices, String note) {
        return prices.isEmpty() ? "" : String.format("  %-13s", name) + prices + note + "\n";
    }

    private static String joined(String one, String other) {
        return Stream.of(one, other).filter(price -> !price.isEmpty()).collect(Collectors.joining(", "));
    }

    /** The same fleet with TLS that ends elsewhere; empty where that is not possible. */
    private String priced(Tls tls, String where) {
        FleetSpec spec = plan.spec();
        try {
            CapacityPlan other = CapacityPlanner.plan(
                    spec.holding(spec.fleet().total(), tls), plan.fleet().zones());
            return dollars(other.cost().total() + secrets() + tls.monthlyCost()) + where;
        } catch (RefusedException impossible) {
            return "";
        }
    }

    /** The cheapest shape with the same keepalive, and what a longer one saves. */
    private String cheapest() {
        Duration keepalive = plan.spec().timing().keepalive();
        Optional<Shape> same = cheaper.stream()
                .filter(shape -> shape.spec().timing().keepalive().equals(keepalive))
                .findFirst();
        String longer = cheaper.stream()
                .findFirst()
                .filter(shape -> !shape.spec().timing().keepalive().equals(keepalive))
                .map(shape -> "; pings every " + format(shape.spec().timing().keepalive()) + " "
                        + dollars(shape.bill().total()))
                .orElse("");
        return same.map(shape -> "  Cheapest     " + dollars(shape.bill().total()) + " a month: "
                        + shape.fleet().hosts() + " " + shape.spec().instance() + ", "
                        + shape.spec().ingress().front() + longer + "; see --cheapest\n")
                .orElse("");
    }

    private void fleet(TextTable table) {
        InstanceType instance = plan.spec().instance();
        table.section("Fleet")
                .line("connections in all", plan.spec().fleet().total(), "")
                .line(
                        "hosts",
                        plan.fleet().hosts(),
                        "at most " + grouped(plan.fleet().maxHosts()) + " during a release")
                .line("spare", plan.fleet().spare(), spare())
                .line("usable", percent(plan.usable().together()), usable())
                .line("load balancers", plan.fleet().loadBalancers(), targets())
                .line(
                        "instance type",
                        instance.name(),
                        instance.hardware().virtualCpus() + " vCPU, "
                                + instance.hardware().memory().human() + ", "
                                + instance.hardware().architecture().toString().toLowerCase(Locale.ROOT) + ", "
                                + instance.hardware().generation().toString().toLowerCase(Locale.ROOT) + " generation");
    }

    private String spare() {
        return plan.recovery().map(PlanTable::recovery).orElse("a host that is lost takes its room along: set spare");
    }

    private static String recovery(Recovery recovery) {
        return "lost, " + grouped(recovery.returning()) + " return within "
                + format(Duration.ofSeconds(recovery.within().plusMillis(999).toSeconds())) + ", "
                + grouped(recovery.survivorHolds()) + " a host then";
    }

    /** A front that places at random fills one host before the others. */
    private String usable() {
        String together = "until a host is full";
        return plan.fleet().maxHosts() > plan.fleet().hosts()
                ? together + "; " + percent(plan.usable().grown()) + " after growth, "
                        + percent(plan.usable().moved()) + (plan.spec().fleet().move() ? " as it moves" : " with move")
                : together;
    }

    private String targets() {
        PortBudget ports = plan.host().ports();
        return switch (ports.mode()) {
            case IP ->
                "targets by IP address, " + ports.targets() + " a host, room for " + ports.hostsPerLoadBalancer()
                        + " hosts each";
            case INSTANCE -> "targets by instance id, room for " + ports.hostsPerLoadBalancer() + " hosts each";
            case NONE -> "clients connect to the hosts";
        };
    }

    private void memory(TextTable table) {
        MemoryBudget memory = plan.host().memory();
        table.section("Memory of one host")
                .line("operating system", memory.operatingSystem().human(), "kernel tables, page cache, other programs")
                .line(
                        "kernel sockets",
                        memory.kernelSockets().human(),
                        MeasuredCosts.KERNEL_PLANNED + " a connection, " + MeasuredCosts.KERNEL_MEASURED + " measured")
                .line("kernel buffers", memory.kernelBuffers().human(), "32 KiB for 1 connection in 100")
                .line("conntrack", memory.conntrack().human(), "only filled when a firewall rule tracks")
                .line(
                        "JVM outside the heap",
                        memory.programs().jvm().human(),
                        plan.spec().ingress().endsOnHost()
                                ? grouped(TlsMemory.HANDSHAKES_PER_LOOP) + " TLS handshakes a processor among it"
                                : "")
                .line(
                        "heap",
                        memory.programs().heap().human(),
                        perConnection(plan.host().heap().live()) + " live a connection")
                .line("host agent", memory.programs().agent().human(), "beside the server")
                .line("free", memory.free().human(), "");
    }

    private void settings(TextTable table) {
        table.section("Host settings")
                .line(
                        "LimitNOFILE",
                        plan.host().descriptors().nofile(),
                        "connections + " + grouped(DescriptorBudget.RESERVE) + " at least")
                .line("fs.nr_open", plan.host().descriptors().nrOpen(), "ceiling of LimitNOFILE")
                .line("fs.file-max", plan.host().descriptors().fileMax(), "the whole system")
                .line("nf_conntrack_max", plan.host().conntrack().max(), "")
                .line("nf_conntrack_buckets", plan.host().conntrack().buckets(), "")
                .line("conntrack timeout", format(plan.host().conntrack().timeout()), "twice the idle timeout");
    }

    private void network(TextTable table) {
        table.section("Network")
                .line("ports", plan.spec().host().ports().toString(), carries())
                .line("keepalive", format(plan.host().timeouts().keepalive()), "a third of the idle timeout at most")
                .line(
                        "pong timeout",
                        format(plan.host().timeouts().pongTimeout()),
                        "a dead peer is closed after "
                                + format(plan.host().timeouts().deadPeerDetection()))
                .line(
                        "idle timeout",
                        format(plan.host().timeouts().idleTimeout()),
                        plan.spec().ingress().endsAtBalancer() ? "TLS listener" : "")
                .line(
                        "interface tracking",
                        format(plan.interfaceTrackingTimeout()
                                .orElse(plan.spec().instance().defaultTrackingTimeout())),
                        interfaceTracking());
    }

    private String interfaceTracking() {
        String unset = format(plan.spec().instance().defaultTrackingTimeout());
        return plan.interfaceTrackingTimeout().isPresent()
                ? "set in the launch template, " + unset + " otherwise"
                : "cannot be set on this type";
    }

    private String carries() {
        return plan.host().ports().carries().isPresent()
                ? plan.host().ports().ports() + " x " + grouped(AwsLimits.CONNECTIONS_PER_TARGET) + " = "
                        + grouped(plan.host().ports().carries().getAsLong()) + " connections"
                : "1 suffices";
    }

    private void load(TextTable table) {
        Duration storm = plan.load().storm().shortest();
        Ingress ingress = plan.spec().ingress();
        table.section("Load of one host")
                .line("pings", grouped(Math.round(plan.load().keepalive().pingsPerSecond())), "a second")
                .line(
                        "ping CPU",
                        decimal(plan.load().keepalive().cores()),
                        "of " + plan.spec().instance().hardware().virtualCpus() + " cores, "
                                + ingress.pingCpu().toNanos() / 1_000 + " us a ping")
                .line("ping bandwidth", decimal(plan.load().keepalive().bitsPerSecond() / 1e6), "Mbit/s" + baseline())
                .line("reconnect storm", storm.toSeconds() + "s", "at least, until all clients are back");
        if (ingress.endsOnHost()) {
            table.line(
                    "TLS handshakes",
                    Duration.ofSeconds(1).dividedBy(ingress.handshakeCpu()),
                    "a second and processor with ECDSA, a third of it with RSA");
        }
    }

    private String baseline() {
        OptionalLong megabits = plan.spec().instance().hardware().networkBaselineMegabits();
        return megabits.isPresent() ? " of " + grouped(megabits.getAsLong()) : ", of an unknown baseline";
    }

    private void cost(TextTable table) {
        Bill cost = plan.cost();
        table.section("Cost a month, " + InstanceCatalog.PRICE_REGION + ", on demand, idle connections" + elsewhere())
                .line(
                        "hosts",
                        dollars(cost.hosts()),
                        "$" + plan.spec().instance().hourlyPrice() + " an hour")
                .line(
                        "load balancers",
                        dollars(cost.loadBalancers()),
                        decimal(plan.capacityUnits()) + " capacity units")
                .line("between zones", dollars(cost.crossZone()), "pings through another zone's load balancer")
                .line("public addresses", dollars(cost.addresses()), "")
                .line("pings to the internet", dollars(cost.pingEgress()), "a longer keepalive lowers it")
                .line("disks", dollars(cost.disks()), "")
                .line("monitoring", dollars(cost.monitoring()), "metrics, alarms, dashboard");
        if (messaging.pushPort().isPresent()) {
            table.line("push port", dollars(messaging.monthlyCost()), "its private name, and the secret with its keys");
        }
        if (authentication.tokenKeys().isPresent()) {
            table.line("token keys", dollars(authentication.monthlyCost()), "the secret that has them");
        }
        if (plan.spec().ingress().endsOnHost()) {
            table.line(
                    "certificate",
                    dollars(plan.spec().ingress().monthlyCost()),
                    "the secret that has it, with its key");
        }
        table.line(
                "together",
                dollars(total()),
                dollars(total() * 1000 / plan.spec().fleet().total()) + " per 1,000 connections");
    }

    private double total() {
        return plan.cost().total() + secrets() + plan.spec().ingress().monthlyCost();
    }

    /** What the push port and tokens cost, wherever TLS ends. */
    private double secrets() {
        return messaging.monthlyCost() + authentication.monthlyCost();
    }

    /** The prices of other regions are not known. */
    private String elsewhere() {
        return place.effectiveRegion()
                .filter(region -> !region.equals(InstanceCatalog.PRICE_REGION))
                .map(region -> "; no prices of " + region + " are known")
                .orElse("");
    }

    private void limits(TextTable table) {
        table.section("Limits on connections per host, nearest first");
        for (Limit limit : plan.limits()) {
            table.line(
                    limit.name(),
                    limit.connections(),
                    percent(plan.spec().connections(), limit.connections()) + " used; " + limit.remedy());
        }
    }

    private String server() {
        return "\nServer JVM\n" + TextTable.wrapped(plan.host().jvm().line());
    }

    private String caveats() {
        StringBuilder text = new StringBuilder();
        if (!plan.caveats().isEmpty()) {
            text.append("\nNot known\n");
        }
        plan.caveats().forEach(caveat -> text.append(TextTable.wrapped(caveat)));
        return text.toString();
    }

    private String perConnection(Bytes size) {
        return Bytes.of(size.count() / plan.spec().connections()).human();
    }

    private static String percent(long part, long whole) {
        return Math.round(100.0 * part / whole) + " %";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static String dollars(Rival rival) {
        return dollars(rival.dollars().orElseThrow());
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String dollars(double value) {
        return String.format(Locale.ROOT, "$%,.2f", value);
    }
}
