package dev.mooring.loadgenerator.run;

import dev.mooring.loadgenerator.delivery.Publisher;
import dev.mooring.loadgenerator.measure.Deliveries;
import dev.mooring.loadgenerator.measure.Measurement;
import dev.mooring.loadgenerator.measure.Status;
import dev.mooring.loadgenerator.plan.DeliveryPlan;
import dev.mooring.loadgenerator.plan.PublishPlan;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A load to which messages are published during the hold; the closes wait until they have come, some seconds at most. */
public final class PublishingLoad implements Load {
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Load inner;
    private final Publisher publisher;
    private final LongSupplier nanoTime;
    private final Conductor.Pause pause;
    /** Whether the connections of the hold stay the same, so that what is to come can be counted here. */
    private final boolean steady;

    public PublishingLoad(
            Load inner,
            DeliveryPlan delivery,
            PublishPlan publishing,
            long run,
            boolean steady,
            LongSupplier nanoTime,
            Conductor.Pause pause) {
        this.inner = inner;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.steady = steady;
        publisher = new Publisher(
                publishing, delivery, run, () -> inner.status().totals().open());
    }

    @Override
    public void ramp() {
        inner.ramp();
    }

    @Override
    public void hold() {
        inner.hold();
        publisher.start();
    }

    @Override
    public void finish() {
        publisher.stop();
        long end = nanoTime.getAsLong() + MAX_WAIT.toNanos();
        try {
            while (status().totals().deliveries().missing() > 0 && nanoTime.getAsLong() - end < 0) {
                pause.await(LOOK);
            }
        } catch (InterruptedException early) {
            Thread.currentThread().interrupt();
        }
        inner.finish();
    }

    @Override
    public Status status() {
        Deliveries published = publisher.deliveries();
        if (!steady) {
            published = new Deliveries(
                    published.published(), published.notPublished(), published.told(), published.told(), 0, 0, 0);
        }
        return inner.status().plus(published);
    }

    @Override
    public Measurement measurement() {
        return inner.measurement();
    }

    @Override
    public void close() {
        publisher.close();
        inner.close();
    }
}
