package dev.mooring.loadgenerator.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.loadgenerator.measure.Deliveries;
import dev.mooring.loadgenerator.plan.DeliveryPlan;
import dev.mooring.loadgenerator.plan.PublishPlan;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Publishes to the topics in turn at a rate, on a thread of its own; each message waits for the answer to the one before.
 *
 * <p>What is late is made good at once, so that the rate holds where the server can hold it. Thread-safe.
 */
public final class Publisher implements AutoCloseable {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern CONNECTIONS = Pattern.compile("\"connections\"\\s*:\\s*(\\d+)");
    private static final int OK = 200;

    private final PublishPlan plan;
    private final List<String> topics;
    private final Stamp stamp;
    private final LongSupplier open;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Thread thread = Thread.ofPlatform().name("publisher").unstarted(this::publish);
    private volatile boolean stopped;
    private volatile Deliveries deliveries = Deliveries.NONE;

    /**
     * A publisher, not yet started.
     *
     * @param open how many connections are open now
     */
    public Publisher(PublishPlan plan, DeliveryPlan delivery, long run, LongSupplier open) {
        this.plan = plan;
        this.topics = delivery.topics().stream()
                .map(topic -> URLEncoder.encode(topic, UTF_8).replace("+", "%20"))
                .toList();
        this.stamp = new Stamp(run);
        this.open = open;
    }

    public void start() {
        thread.start();
    }

    /** Waits for the answer to the last. */
    public void stop() {
        stopped = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException early) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was published so far; what was received is not known here. */
    public Deliveries deliveries() {
        return deliveries;
    }

    @Override
    public void close() {
        stopped = true;
        http.shutdownNow();
    }

    private void publish() {
        long began = System.nanoTime();
        for (long message = 0; !stopped; message++) {
            long due = began + (long) (message * 1e9 / plan.rate().count());
            for (long wait = due - System.nanoTime(); wait > 0 && !stopped; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            if (!stopped) {
                publish((int) (message % topics.size()), message / topics.size());
            }
        }
    }

    private void publish(int topic, long number) {
        long hearers = open.getAsLong();
        try {
            HttpResponse<String> answer = http.send(request(topic, number), HttpResponse.BodyHandlers.ofString());
            Matcher told = CONNECTIONS.matcher(answer.body());
            if (answer.statusCode() == OK && told.find()) {
                deliveries = deliveries.plus(new Deliveries(1, 0, Long.parseLong(told.group(1)), hearers, 0, 0, 0));
                return;
            }
        } catch (IOException unanswered) {
            // Counted below, as what is refused.
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
        deliveries = deliveries.plus(new Deliveries(0, 1, 0, 0, 0, 0, 0));
    }

    private HttpRequest request(int topic, long number) {
        URI uri = URI.create(plan.push().toString().replaceAll("/+$", "") + "/topics/" + topics.get(topic));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(ANSWER_TIMEOUT);
        plan.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        String message = stamp.message(topic, number, System.nanoTime(), plan.size());
        return request.POST(HttpRequest.BodyPublishers.ofString(message)).build();
    }
}
