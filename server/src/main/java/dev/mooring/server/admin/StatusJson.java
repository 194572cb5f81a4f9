package dev.mooring.server.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.metrics.CollectionPauses;
import dev.mooring.server.metrics.ConnectionCounts;
import dev.mooring.server.metrics.DeliveryLag;
import dev.mooring.server.metrics.HandshakeFailure;
import dev.mooring.server.metrics.MemoryKind;
import dev.mooring.server.metrics.MemoryUse;
import dev.mooring.server.metrics.ProcessFacts;
import dev.mooring.server.metrics.ProcessUsage;
import dev.mooring.server.metrics.RefusalReason;
import dev.mooring.server.metrics.ServerCounters;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;

/**
 * The server's state as one JSON object: counts since the start, bytes, seconds.
 *
 * <p>Keys are for programs and are added to, never changed. Jackson is loaded with this class, on the first request.
 */
final class StatusJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private StatusJson(JsonGenerator json) {
        this.json = json;
    }

    static String of(ServerControl control, ProcessFacts facts) {
        StringWriter text = new StringWriter(2048);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            new StatusJson(json).write(control, facts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private void write(ServerControl control, ProcessFacts facts) throws IOException {
        json.writeStartObject();
        json.writeStringField("phase", control.phase().name().toLowerCase(Locale.ROOT));
        json.writeStringField("rotation", control.rotation().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("uptimeSeconds", seconds(control.uptime()));
        json.writeNumberField("eventLoops", control.eventLoops());
        json.writeNumberField("longestLoopSilenceSeconds", seconds(Collections.max(control.silences())));
        json.writeBooleanField("proxyProtocol", control.proxyHeaderRequired());
        if (control.certificateDays().isPresent()) {
            json.writeNumberField("certificateDays", control.certificateDays().getAsLong());
        }
        writeConnections(control.counters(), control.maxConnections());
        writeTraffic(control.counters());
        writeHeld(control.counters());
        writeProcess(facts.process());
        writePauses(facts.pauses());
        json.writeEndObject();
    }

    private void writeConnections(ServerCounters counters, int max) throws IOException {
        json.writeObjectFieldStart("connections");
        ConnectionCounts counts = counters.connections();
        json.writeNumberField("open", counts.open());
        json.writeNumberField("max", max);
        json.writeNumberField("accepted", counts.accepted());
        json.writeNumberField("upgraded", counts.upgraded());
        json.writeNumberField("ended", counts.ended());
        json.writeNumberField("inHandshake", counts.inHandshake());
        json.writeNumberField("handshakeFailures", counts.failures());
        json.writeNumberField("acceptPauses", counters.acceptPauses.sum());
        json.writeNumberField("slowCloses", counters.slowCloses.sum());
        json.writeNumberField("lateDecisions", counters.lateDecisions.sum());
        json.writeObjectFieldStart("refused");
        for (Map.Entry<RefusalReason, Long> reason : counts.refused().entrySet()) {
            json.writeNumberField(reason.getKey().label(), reason.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("failed");
        for (Map.Entry<HandshakeFailure, Long> cause : counts.failed().entrySet()) {
            json.writeNumberField(cause.getKey().label(), cause.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("closed");
        for (Map.Entry<String, Long> code : counts.closed().entrySet()) {
            json.writeNumberField(code.getKey(), code.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeTraffic(ServerCounters counters) throws IOException {
        json.writeObjectFieldStart("keepalive");
        json.writeNumberField("pingsSent", counters.pingsSent.sum());
        json.writeNumberField("pingsEarly", counters.pingsEarly.sum());
        json.writeNumberField("pongsReceived", counters.pongsReceived.sum());
        json.writeNumberField("pingTimeouts", counters.pingTimeouts.sum());
        json.writeEndObject();
        json.writeObjectFieldStart("messages");
        json.writeNumberField("received", counters.messagesReceived.sum());
        json.writeNumberField("sent", counters.messagesSent.sum());
        json.writeNumberField("compressed", counters.messagesCompressed.sum());
        json.writeNumberField("inflated", counters.messagesInflated.sum());
        json.writeNumberField("queuedBytes", counters.queuedBytes.sum());
        json.writeNumberField("published", counters.published.sum());
        json.writeNumberField("publishedRefused", counters.publishedRefused.sum());
        json.writeNumberField("delivered", counters.delivered.sum());
        json.writeNumberField("undelivered", counters.undelivered.sum());
        json.writeNumberField("subscriptions", counters.subscriptions.sum());
        json.writeNumberField("topics", counters.topics.sum());
        writeLag(counters.deliveryLag);
        json.writeEndObject();
    }

    /** Microseconds matter here. */
    private void writeLag(DeliveryLag lag) throws IOException {
        json.writeObjectFieldStart("deliveryLag");
        json.writeNumberField("count", lag.count());
        json.writeNumberField("totalSeconds", lag.total().toNanos() / 1e9);
        json.writeNumberField("longestSeconds", lag.longest().toNanos() / 1e9);
        json.writeEndObject();
    }

    /** Memory that peers make the server keep, by kind; its keys are bytes and counts. */
    private void writeHeld(ServerCounters counters) throws IOException {
        json.writeObjectFieldStart("held");
        for (MemoryKind kind : MemoryKind.values()) {
            MemoryUse use = counters.memory(kind);
            json.writeObjectFieldStart(kind.label());
            json.writeNumberField("usedBytes", use.used());
            json.writeNumberField("limitBytes", use.limit());
            json.writeBooleanField("underPressure", use.underPressure());
            json.writeNumberField("relieved", use.relieved());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeProcess(ProcessUsage usage) throws IOException {
        json.writeObjectFieldStart("descriptors");
        json.writeNumberField("used", usage.descriptors().open());
        json.writeNumberField("limit", usage.descriptors().limit());
        json.writeBooleanField("estimated", usage.descriptors().estimated());
        json.writeEndObject();
        json.writeObjectFieldStart("memory");
        writeBytes("heapUsedBytes", usage.memory().heapUsed());
        writeBytes("heapCommittedBytes", usage.memory().heapCommitted());
        writeBytes("residentBytes", usage.memory().resident());
        writeBytes("residentAtStartBytes", usage.memory().residentAtStart());
        json.writeEndObject();
        json.writeNumberField("cpuSeconds", seconds(usage.cpuTime()));
    }

    private void writePauses(CollectionPauses pauses) throws IOException {
        json.writeObjectFieldStart("collectionPauses");
        json.writeNumberField("count", pauses.count());
        json.writeNumberField("totalSeconds", seconds(pauses.total()));
        json.writeNumberField("longestSeconds", seconds(pauses.longest()));
        json.writeNumberField("lastSeconds", seconds(pauses.last()));
        json.writeEndObject();
    }

    private void writeBytes(String name, Bytes bytes) throws IOException {
        json.writeNumberField(name, bytes.count());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
