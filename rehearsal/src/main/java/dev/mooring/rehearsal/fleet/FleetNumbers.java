package dev.mooring.rehearsal.fleet;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Numbers that one host is told to publish, each with its times, in a thread of its own until it is to end; the last one
 * gets through, for the hearers to know the end.
 */
final class FleetNumbers {
    static final String TOPIC = "news.numbers";
    private static final Duration PACE = Duration.ofMillis(5);
    private static final int OK = 200;

    private final FleetHost host;
    private final String prefix;
    private final List<Published> published = new ArrayList<>();
    private final Thread thread;
    private volatile boolean over;
    private volatile String broken = "";

    /** One of them: when it was sent, when it was answered, and how. */
    record Published(Instant sent, Instant answered, int status) {}

    private FleetNumbers(FleetHost host, String prefix) {
        this.host = host;
        this.prefix = prefix;
        this.thread = Thread.ofPlatform().daemon().name("numbers " + prefix).unstarted(this::publish);
    }

    static FleetNumbers start(FleetHost host, String prefix) {
        FleetNumbers numbers = new FleetNumbers(host, prefix);
        numbers.thread.start();
        return numbers;
    }

    String prefix() {
        return prefix;
    }

    String last() {
        return prefix + "end";
    }

    /** What was published, after the last one has got through. */
    List<Published> end() throws IOException, InterruptedException {
        over = true;
        thread.join();
        if (!broken.isEmpty()) {
            throw new IOException(host.name() + " could not be published through: " + broken);
        }
        return published;
    }

    private void publish() {
        try {
            while (!over) {
                Instant sent = Instant.now();
                int status = host.post("/topics/" + TOPIC, "\"" + prefix + published.size() + "\"");
                published.add(new Published(sent, Instant.now(), status));
                LockSupport.parkNanos(PACE.toNanos());
            }
            while (host.post("/topics/" + TOPIC, "\"" + last() + "\"") != OK) {
                LockSupport.parkNanos(PACE.toNanos());
            }
        } catch (IOException | InterruptedException failed) {
            broken = String.valueOf(failed.getMessage());
        }
    }

    /** What one client makes of them. */
    static final class Heard {
        long heard;
        long lost;
        long lostOutsideOfGaps;
        long repeated;
        long disordered;
    }

    /** Compares what a client heard, by publisher, with what was answered 200. */
    static Heard compared(Map<String, List<Published>> published, List<String> heard, List<FleetHost.Gap> gaps) {
        Heard result = new Heard();
        Map<String, Integer> times = new HashMap<>();
        Map<String, Integer> last = new HashMap<>();
        for (String message : heard) {
            String prefix = message.substring(0, 1);
            int number = Integer.parseInt(message.substring(1));
            result.heard++;
            if (times.merge(message, 1, Integer::sum) > 1) {
                result.repeated++;
            } else if (last.getOrDefault(prefix, -1) > number) {
                result.disordered++;
            }
            last.merge(prefix, number, Math::max);
        }
        published.forEach((prefix, all) -> {
            for (int number = 0; number < all.size(); number++) {
                Published each = all.get(number);
                if (each.status() == OK && !times.containsKey(prefix + number)) {
                    result.lost++;
                    result.lostOutsideOfGaps += gaps.stream()
                                    .anyMatch(gap -> !each.answered().isBefore(gap.from())
                                            && !each.sent().isAfter(gap.until()))
                            ? 0
                            : 1;
                }
            }
        });
        return result;
    }
}
