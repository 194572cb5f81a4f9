package dev.mooring.proof.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the load generator saw, as it wrote it.
 *
 * @param json the report of {@code load-generator/swarm --json}
 */
record SwarmReport(JsonNode json) {
    private static final String RESTART = "1012";

    boolean passed() {
        return json.path("passed").asBoolean();
    }

    int opened() {
        return json.path("atEnd").path("opened").asInt();
    }

    /** Closed by the drain, as expected. */
    int drained() {
        return json.path("atEnd").path("closeCodes").path(RESTART).asInt();
    }

    /** Lost in any other way than by the drain. */
    int lost() {
        int lost = 0;
        for (JsonNode count : json.path("atEnd").path("lost")) {
            lost += count.asInt();
        }
        return lost - drained();
    }

    double handshakesPerSecond() {
        return 1000.0 * opened() / Math.max(1, json.path("rampMillis").asInt());
    }

    /** A value of a recorded distribution, in its own unit. */
    long percentile(String distribution, String percentile) {
        return json.path(distribution).path(percentile).asLong();
    }

    /**
     * How far the fastest and the slowest second of the drain are from even, as a part of even; the first and last second
     * are left out, because they are cut.
     */
    double drainUnevenness(int windowSeconds) {
        double even = (double) opened() / windowSeconds;
        double worst = 0;
        JsonNode timeline = json.path("timeline");
        int last = -1;
        long since = 0;
        boolean first = true;
        for (JsonNode moment : timeline) {
            int open = moment.path("open").asInt();
            if (last >= 0 && open < last && open > 0) {
                double perSecond = 1000.0
                        * (last - open)
                        / Math.max(1, moment.path("millis").asLong() - since);
                if (!first) {
                    worst = Math.max(worst, Math.abs(perSecond - even) / even);
                }
                first = false;
            }
            last = open;
            since = moment.path("millis").asLong();
        }
        return worst;
    }
}
