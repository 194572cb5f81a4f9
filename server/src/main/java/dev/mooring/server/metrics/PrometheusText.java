package dev.mooring.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

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
    private final Set<String> closeCodes = new HashSet<>();
    private Readings readings;

    /** @param first what the gauges show until the first scrape */
    public PrometheusText(ServerCounters counters, int maxConnections, Readings first) {
        this.counters = counters;
        this.readings = first;
        gauge("connections.open", "WebSockets open now", text -> text.counters.open());
        gauge("connections.max", "The most WebSockets the server admits", _ -> maxConnections);
        registerCounters();
        registerProcess();
        registerCollector();
    }

    public String scrape(Readings now) {
        readings = now;
        counters.closedByCode().keySet().stream().filter(closeCodes::add).forEach(this::registerClosed);
        return registry.scrape();
    }

    private void registerCounters() {
        counter("connections.accepted", "TCP connections accepted", counters.accepted);
        counter("connections.upgraded", "Handshakes answered with 101", counters.upgraded);
        for (RefusalReason reason : RefusalReason.values()) {
            FunctionCounter.builder("mooring.connections.refused", counters, c -> c.refusedFor(reason))
                    .description("Attempts answered with an HTTP error")
                    .tag("reason", reason.label())
                    .register(registry);
        }
        counter("handshake.failures", "Handshakes that did not end in 101", counters.handshakeFailures);
        counter("accept.pauses", "Times a listener found no descriptor free", counters.acceptPauses);
        counter("pings.sent", "Keepalive pings sent", counters.pingsSent);
        counter("pongs.received", "Pongs received", counters.pongsReceived);
        counter("ping.timeouts", "Connections closed because the peer fell silent", counters.pingTimeouts);
        counter("slow.closes", "Connections closed because the peer reads too slowly", counters.slowCloses);
        counter("messages.received", "Messages received", counters.messagesReceived);
        counter("messages.sent", "Messages sent", counters.messagesSent);
        gauge("queued.bytes", "Outbound queues and partial messages", text -> text.counters.queuedBytes.sum());
    }

    /** A meter appears with the first close of its code. */
    private void registerClosed(String code) {
        FunctionCounter.builder(
                        "mooring.connections.closed",
                        counters,
                        c -> c.closedByCode().getOrDefault(code, 0L))
                .description("WebSockets ended, by close code")
                .tag("code", code)
                .register(registry);
    }

    private void registerProcess() {
        gauge("descriptors.used", "Open file descriptors", process(ProcessUsage::descriptors));
        gauge("descriptors.limit", "Soft limit of open files", process(ProcessUsage::descriptorLimit));
        gauge("heap.used.bytes", "Java heap in use", process(u -> u.heapUsed().count()));
        gauge(
                "heap.committed.bytes",
                "Java heap taken from the system",
                process(u -> u.heapCommitted().count()));
        gauge(
                "resident.memory.bytes",
                "Resident memory",
                process(u -> u.resident().count()));
        gauge(
                "resident.memory.at.start.bytes",
                "Resident memory before the first connection",
                process(u -> u.residentAtStart().count()));
        FunctionCounter.builder("mooring.cpu", this, process(u -> u.cpuTime().toNanos() / 1e9))
                .description("User and system time of the process")
                .baseUnit("seconds")
                .register(registry);
    }

    private void registerCollector() {
        FunctionTimer.builder(
                        "mooring.gc.pause",
                        this,
                        text -> text.readings.pauses().count(),
                        text -> text.readings.pauses().total().toMillis(),
                        TimeUnit.MILLISECONDS)
                .description("Garbage collection pauses")
                .register(registry);
        TimeGauge.builder(
                        "mooring.gc.pause.longest",
                        this,
                        TimeUnit.MILLISECONDS,
                        text -> text.readings.pauses().longest().toMillis())
                .description("The longest garbage collection pause seen")
                .register(registry);
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
        return text -> value.applyAsDouble(text.readings.process());
    }
}
