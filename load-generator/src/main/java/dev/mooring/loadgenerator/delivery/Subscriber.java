package dev.mooring.loadgenerator.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.mooring.loadgenerator.measure.Counters;
import dev.mooring.loadgenerator.measure.LoopHistograms;
import dev.mooring.loadgenerator.plan.ClientProtocol;
import dev.mooring.loadgenerator.plan.DeliveryPlan;
import java.nio.ByteBuffer;

/** What the connections of one event loop ask for, and what is counted of what comes. On the loop's thread only. */
public final class Subscriber {
    private final DeliveryPlan plan;
    private final Stamp stamp;
    private final Counters counters;
    private final LoopHistograms histograms;
    private final ByteBuffer greeting;

    public Subscriber(DeliveryPlan plan, long run, Counters counters, LoopHistograms histograms) {
        this.plan = plan;
        this.stamp = new Stamp(run);
        this.counters = counters;
        this.histograms = histograms;
        this.greeting =
                ByteBuffer.wrap((plan.protocol() == ClientProtocol.CENTRIFUGO ? commands() : "").getBytes(UTF_8));
    }

    /** The first message of a connection that has opened; empty when the URL has said it all. */
    public ByteBuffer greeting() {
        return greeting.duplicate();
    }

    /** What a connection is to keep. */
    public Arrivals arrivals() {
        return new Arrivals(plan.topics().size());
    }

    /** Where the stamp of a message is, or -1: it is not one that was published by this run. */
    public int find(ByteBuffer payload) {
        return stamp.find(payload);
    }

    /** Counts one. */
    public void take(ByteBuffer payload, int at, Arrivals arrivals, long nowNanos) {
        int topic = Stamp.topic(payload, at);
        if (topic >= plan.topics().size()) {
            counters.messages.increment();
            return;
        }
        switch (arrivals.arrived(topic, Stamp.number(payload, at))) {
            case IN_ORDER -> counters.delivered.increment();
            case LATE -> {
                counters.delivered.increment();
                counters.outOfOrder.increment();
            }
            case REPEATED -> counters.duplicated.increment();
        }
        histograms.delivered(nowNanos - Stamp.nanos(payload, at));
    }

    private String commands() {
        StringBuilder commands = new StringBuilder("{\"connect\":{\"name\":\"swarm\"},\"id\":1}");
        int id = 2;
        for (String topic : plan.topics()) {
            commands.append("\n{\"subscribe\":{\"channel\":\"")
                    .append(JsonStringEncoder.getInstance().quoteAsString(topic))
                    .append("\"},\"id\":")
                    .append(id++)
                    .append('}');
        }
        return commands.toString();
    }
}
