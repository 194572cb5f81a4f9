package dev.mooring.server.metrics;

import dev.mooring.server.Figure;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The server's figures in the Prometheus text format 0.0.4.
 *
 * <p>Not thread-safe: the admin thread scrapes. Every meter is a view of the counters, so counting costs the connection
 * loops nothing more. The first scrape adds 2.7 MiB of resident memory, Micrometer's classes above all, so this class is made then.
 */
public final class PrometheusText {
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ServerCounters counters;
    /** Micrometer itself holds them weakly. */
    private final List<Figure> own;

    /** Read once a scrape, so that its sums hold. */
    private ConnectionCounts connections;

    private final Set<String> closeCodes = new HashSet<>();
    private ProcessFacts facts;
    private final Set<LabelledCounts.Labels> alerts = new HashSet<>();
    private final Set<LabelledCounts.Labels> suites = new HashSet<>();

    /**
     * The text of a server.
     *
     * @param longestSilence how long ago the event loop turned that has not for longest
     * @param own the application's
     * @param first what the gauges show until the first scrape
     */
    public PrometheusText(
            ServerCounters counters,
            int maxConnections,
            Supplier<Duration> longestSilence,
            List<Figure> own,
            ProcessFacts first) {
        this.counters = counters;
        this.own = List.copyOf(own);
        this.facts = first;
        this.connections = counters.connections();
        gauge("connections.open", "WebSockets open now", text -> text.connections.open());
        gauge(
                "connections.in.handshake",
                "Attempts not yet upgraded, refused or failed",
                text -> text.connections.inHandshake());
        gauge("connections.max", "The most WebSockets the server admits", _ -> maxConnections);
        gauge(
                "event.loop.silence.seconds",
                "How long ago the event loop turned that has not for longest; more than a second is a loop that is held up",
                _ -> longestSilence.get().toNanos() / 1e9);
        registerCounters();
        registry.getPrometheusRegistry().register(this::deliveryLag);
        registerProcess();
        registerCollector();
        this.own.forEach(this::register);
    }

    public String scrape(ProcessFacts now) {
        facts = now;
        connections = counters.connections();
        connections.closed().keySet().stream().filter(closeCodes::add).forEach(this::registerClosed);
        counters.tlsAlerts.all().keySet().stream().filter(alerts::add).forEach(this::registerAlert);
        counters.tlsSuites.all().keySet().stream().filter(suites::add).forEach(this::registerSuite);
        return registry.scrape();
    }

    private void registerCounters() {
        registerConnections();
        counter("accept.pauses", "Times a listener stopped accepting for a while", counters.acceptPauses);
        counter("pings.sent", "Keepalive pings sent", counters.pingsSent);
        counter("pings.early", "Keepalive pings sent early, so that not too many go out together", counters.pingsEarly);
        counter("pongs.received", "Pongs received", counters.pongsReceived);
        counter("ping.timeouts", "Connections closed because the peer fell silent", counters.pingTimeouts);
        counter("slow.closes", "Connections closed because the peer reads or sends too slowly", counters.slowCloses);
        counter("late.decisions", "Answers to handshakes that had ended meanwhile", counters.lateDecisions);
        counter("messages.received", "Messages received", counters.messagesReceived);
        counter("messages.sent", "Messages sent", counters.messagesSent);
        counter(
                "messages.compressed",
                "Messages compressed to be sent, once each however many receive it",
                counters.messagesCompressed);
        counter("messages.inflated", "Messages received that came compressed", counters.messagesInflated);
        counter("published", "Messages published to a topic, a user or all", counters.published);
        counter("published.refused", "Publications refused because memory is short", counters.publishedRefused);
        counter("delivered", "Published messages written to or queued for a connection", counters.delivered);
        counter("undelivered", "Published messages that a connection did not get", counters.undelivered);
        gauge("subscriptions", "Subscriptions to topics and users now", text -> text.counters.subscriptions.sum());
        gauge(
                "topics",
                "Topics and users heard now, one for each loop that has a hearer",
                text -> text.counters.topics.sum());
        for (MemoryKind kind : MemoryKind.values()) {
            registerHeld(kind);
        }
        gauge("queued.bytes", "Outbound queues and partial messages", text -> text.counters.queuedBytes.sum());
    }

    /** Micrometer has no histogram that is a view of counters. */
    private MetricSnapshot deliveryLag() {
        DeliveryLag lag = counters.deliveryLag;
        List<Long> counts = lag.counts();
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < counts.size(); i++) {
            boolean last = i == DeliveryLag.bounds().size();
            buckets.bucket(
                    last
                            ? Double.POSITIVE_INFINITY
                            : DeliveryLag.bounds().get(i).toNanos() / 1e9,
                    counts.get(i));
        }
        return HistogramSnapshot.builder()
                .name("mooring_delivery_lag_seconds")
                .help("From a publication to its write to the last connection of an event loop that takes it")
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets.build())
                        .sum(lag.total().toNanos() / 1e9)
                        .build())
                .build();
    }

    /** Their names and what they say are the application's: what throws is its own too, and fails the scrape. */
    private void register(Figure figure) {
        if (figure.rising()) {
            FunctionCounter.builder(figure.name(), figure, each -> each.value().getAsLong())
                    .description(figure.description())
                    .register(registry);
        } else {
            Gauge.builder(figure.name(), figure, each -> each.value().getAsLong())
                    .description(figure.description())
                    .register(registry);
        }
    }

    private void registerConnections() {
        counted("connections.accepted", "TCP connections accepted", ConnectionCounts::accepted)
                .register(registry);
        counted("connections.upgraded", "Attempts answered with 101", ConnectionCounts::upgraded)
                .register(registry);
        for (RefusalReason reason : RefusalReason.values()) {
            counted(
                            "connections.refused",
                            "Attempts the server turned away",
                            c -> c.refused().getOrDefault(reason, 0L))
                    .tag("reason", reason.label())
                    .register(registry);
        }
        for (HandshakeFailure cause : HandshakeFailure.values()) {
            counted(
                            "handshake.failures",
                            "Attempts that ended without an answer",
                            c -> c.failed().getOrDefault(cause, 0L))
                    .tag("cause", cause.label())
                    .register(registry);
        }
    }

    private void registerHeld(MemoryKind kind) {
        MemoryUse use = counters.memory(kind);
        Gauge.builder("mooring.held.bytes", use, MemoryUse::used)
                .description("Memory that peers make the server keep")
                .tag("pool", kind.label())
                .register(registry);
        Gauge.builder("mooring.held.limit.bytes", use, MemoryUse::limit)
                .description("The most of it; from seven eighths on those who hold it longest pay")
                .tag("pool", kind.label())
                .register(registry);
        FunctionCounter.builder("mooring.held.relieved", use, MemoryUse::relieved)
                .description("Connections closed, refused or told to wait because it was used up")
                .tag("pool", kind.label())
                .register(registry);
    }

    /** A meter appears with the first close of its code. */
    private void registerClosed(String code) {
        counted(
                        "connections.closed",
                        "WebSockets ended, by close code",
                        c -> c.closed().getOrDefault(code, 0L))
                .tag("code", code)
                .register(registry);
    }

    /** A meter appears with the first of its alerts. */
    private void registerAlert(LabelledCounts.Labels alert) {
        FunctionCounter.builder("mooring.tls.alerts", counters.tlsAlerts, counts -> counts.of(alert))
                .description("TLS handshakes that an alert ended, by who sent it and what it says")
                .tag("from", alert.first())
                .tag("alert", alert.second())
                .register(registry);
    }

    private void registerSuite(LabelledCounts.Labels suite) {
        FunctionCounter.builder("mooring.tls.suites", counters.tlsSuites, counts -> counts.of(suite))
                .description("TLS handshakes completed, by version and suite")
                .tag("version", suite.first())
                .tag("suite", suite.second())
                .register(registry);
    }

    private void registerProcess() {
        gauge(
                "descriptors.used",
                "Open file descriptors",
                process(processUsage -> processUsage.descriptors().open()));
        gauge(
                "descriptors.limit",
                "Soft limit of open files",
                process(processUsage -> processUsage.descriptors().limit()));
        gauge(
                "heap.used.bytes",
                "Java heap in use",
                process(u -> u.memory().heapUsed().count()));
        gauge(
                "heap.committed.bytes",
                "Java heap taken from the system",
                process(u -> u.memory().heapCommitted().count()));
        gauge(
                "resident.memory.bytes",
                "Resident memory",
                process(u -> u.memory().resident().count()));
        gauge(
                "resident.memory.at.start.bytes",
                "Resident memory before the first connection",
                process(u -> u.memory().residentAtStart().count()));
        FunctionCounter.builder("mooring.cpu", this, process(u -> u.cpuTime().toNanos() / 1e9))
                .description("User and system time of the process")
                .baseUnit("seconds")
                .register(registry);
    }

    private void registerCollector() {
        FunctionTimer.builder(
                        "mooring.gc.pause",
                        this,
                        text -> text.facts.pauses().count(),
                        text -> text.facts.pauses().total().toMillis(),
                        TimeUnit.MILLISECONDS)
                .description("Garbage collection pauses")
                .register(registry);
        TimeGauge.builder(
                        "mooring.gc.pause.longest",
                        this,
                        TimeUnit.MILLISECONDS,
                        text -> text.facts.pauses().longest().toMillis())
                .description("The longest garbage collection pause seen")
                .register(registry);
    }

    private FunctionCounter.Builder<PrometheusText> counted(
            String name, String description, ToLongFunction<ConnectionCounts> count) {
        return FunctionCounter.builder("mooring." + name, this, text -> count.applyAsLong(text.connections))
                .description(description);
    }

    private void counter(String name, String description, LongAdder adder) {
        FunctionCounter.builder("mooring." + name, adder, LongAdder::sum)
                .description(description)
                .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<PrometheusText> value) {
        Gauge.builder("mooring." + name, this, value).description(description).register(registry);
    }

    private static ToDoubleFunction<PrometheusText> process(ToDoubleFunction<ProcessUsage> value) {
        return text -> value.applyAsDouble(text.facts.process());
    }
}
