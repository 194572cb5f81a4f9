package dev.mooring.loadgenerator.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasureTest {
    @Test
    void addsTheTotalsOfProcesses() {
        Totals sum = totals(3, "HTTP 503").plus(totals(4, "HTTP 429")).plus(totals(1, "HTTP 503"));
        assertEquals(8, sum.connections().opened());
        assertEquals(Map.of("HTTP 503", 4L, "HTTP 429", 4L), sum.reasons().refused());
        assertEquals(8, sum.refusedCount());
    }

    @Test
    void keepsTheTotalsWhenEveryConnectionIsLost() {
        Totals lost = totals(3, "HTTP 503").withAllLost("power cut");
        assertEquals(0, lost.open());
        assertEquals(Map.of("power cut", 3L), lost.reasons().lost());
    }

    @Test
    void carriesStatusAndHistogramsAsJsonWithoutLoss() throws Exception {
        ObjectMapper json = MeasurementJson.mapper();
        LoopHistograms histograms = new LoopHistograms();
        histograms.connected(Duration.ofMillis(250).toNanos());
        histograms.pinged(20_000);
        histograms.gap(21_000, true);
        Measurement measurement = histograms.measurement();
        assertEquals(measurement, json.readValue(json.writeValueAsString(measurement), Measurement.class));
        Status status = new Status(totals(2, "HTTP 503"), 7, true, false);
        assertEquals(status, json.readValue(json.writeValueAsString(status), Status.class));
    }

    @Test
    void keepsTheLongestGapOfAllAndEveryGapOfThoseThatListen() {
        LoopHistograms histograms = new LoopHistograms();
        histograms.gap(20_000, false);
        histograms.gap(5_000, true);
        assertEquals(20_000, histograms.measurement().longestGapMillis());
        assertEquals(1, histograms.measurement().gapMillis().getTotalCount());
    }

    @Test
    void countsNoGapAfterTheHold() {
        LoopHistograms histograms = new LoopHistograms();
        histograms.gap(5_000, true);
        histograms.endGaps();
        histograms.gap(9_000, true);
        assertEquals(5_000, histograms.measurement().longestGapMillis());
        assertEquals(1, histograms.measurement().gapMillis().getTotalCount());
    }

    @Test
    void addsTheHistogramsOfLoops() {
        LoopHistograms one = new LoopHistograms();
        one.echoed(1_000_000);
        LoopHistograms other = new LoopHistograms();
        other.echoed(3_000_000);
        Measurement sum = one.measurement().plus(other.measurement());
        assertEquals(2, sum.echoMicros().getTotalCount());
        assertEquals(1000, sum.echoMicros().getMinValue());
    }

    private static Totals totals(int count, String status) {
        Counters counters = new Counters();
        for (int i = 0; i < count; i++) {
            counters.opened.increment();
            counters.refused(Integer.parseInt(status.substring(5)));
        }
        return counters.totals();
    }
}
