package dev.mooring.proof.soak.result;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.workbench.process.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Provenance MACHINE = new Provenance(
            "Test CPU",
            2,
            "Linux 6.18 amd64",
            "Test 25",
            "abc1234",
            "2026-11-24T12:00:00Z",
            new Provenance.LoadAverages("0.1 0.2 0.3", "1.1 1.2 1.3"));

    @Test
    void writesMarkdown() throws IOException {
        assertEquals(golden("results.md"), MarkdownReport.of(results(broken(), notPossible())));
    }

    @Test
    void writesJson() throws IOException {
        assertEquals(golden("results.json"), JsonReport.of(results(broken(), notPossible())));
    }

    @Test
    void failsWhenAScenarioBroke() {
        assertFalse(results(broken()).passed());
    }

    @Test
    void doesNotFailForWhatIsNotPossibleHere() {
        assertTrue(results(notPossible()).passed());
    }

    private static Results results(Finding... findings) {
        return new Results("proof/soak --quick", MACHINE, List.of(findings));
    }

    private static Finding broken() {
        Evidence evidence = new Evidence("churn", "Memory is flat, nobody is lost");
        Trend trend = new Trend();
        trend.add(Duration.ZERO, 60_104);
        trend.add(Duration.ofSeconds(10), 60_200);
        evidence.tell("resident at the start", trend.first(), "KiB");
        evidence.atMost("resident growth", trend.rise(Duration.ofSeconds(10)), 64, "KiB");
        evidence.atMost("longest collection", 1.25, 20, "ms");
        evidence.exactly("lost", 0, 0);
        evidence.keep(trend.series("resident", "KiB"));
        return evidence.finding();
    }

    private static Finding notPossible() {
        return new Evidence("packet-loss", "No connection is lost")
                .notPossible("nft is missing; install it: sudo apt-get install nftables");
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = requireNonNull(ReportTest.class.getResourceAsStream(name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
