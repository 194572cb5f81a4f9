package dev.mooring.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.CloseCode;
import dev.mooring.server.backend.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/grafana/mooring.json beside what /metrics serves, and beside what Grafana asks of a dashboard. */
final class GrafanaDashboardTest {
    private static final Path FILE = Path.of("../docs/grafana/mooring.json");
    private static final Pattern METRIC = Pattern.compile("\\bmooring_\\w+");
    /** Of a Grafana row. */
    private static final int COLUMNS = 24;

    private final JsonNode dashboard = read();

    @Test
    void everyQueryNamesOnlyWhatMetricsServes() throws Exception {
        Set<String> served = served();
        Set<String> named = named();
        assertTrue(named.size() > 20, named::toString);
        Set<String> unknown = new TreeSet<>(named);
        unknown.removeAll(served);
        assertEquals(Set.of(), unknown);
    }

    @Test
    void showsEveryMetricOfMessagesAndWhetherTheLoopsTurn() {
        Set<String> missing = new TreeSet<>(Set.of(
                "mooring_published_total",
                "mooring_published_refused_total",
                "mooring_delivered_total",
                "mooring_undelivered_total",
                "mooring_slow_closes_total",
                "mooring_queued_bytes",
                "mooring_delivery_lag_seconds_bucket",
                "mooring_delivery_lag_seconds_sum",
                "mooring_topics",
                "mooring_subscriptions",
                "mooring_event_loop_silence_seconds",
                "mooring_backend_calls_total",
                "mooring_backend_failures_total",
                "mooring_backend_timeouts_total",
                "mooring_backend_refused_total",
                "mooring_backend_disconnects_lost_total",
                "mooring_backend_waiting",
                "mooring_backend_down"));
        missing.removeAll(named());
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyPanelHasAPlaceOfItsOwn() {
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : dashboard.required("panels")) {
            assertTrue(ids.add(panel.required("id").intValue()), panel::toString);
            JsonNode place = panel.required("gridPos");
            int right = place.required("x").intValue() + place.required("w").intValue();
            assertTrue(right <= COLUMNS, place::toString);
            for (int x = place.required("x").intValue(); x < right; x++) {
                int bottom =
                        place.required("y").intValue() + place.required("h").intValue();
                for (int y = place.required("y").intValue(); y < bottom; y++) {
                    assertTrue(cells.add(x + "," + y), place::toString);
                }
            }
        }
    }

    /** Any Prometheus and any hosts: nothing of one installation stands in the file. */
    @Test
    void everyQueryGoesToTheChosenSourceAndHosts() {
        for (JsonNode panel : dashboard.required("panels")) {
            Set<String> references = new HashSet<>();
            for (JsonNode target : panel.required("targets")) {
                assertEquals("${datasource}", target.at("/datasource/uid").textValue(), target::toString);
                assertTrue(references.add(target.required("refId").textValue()), target::toString);
                String query = target.required("expr").textValue();
                assertEquals(
                        METRIC.matcher(query).results().count(),
                        Pattern.compile("\\{instance=~\"\\$instance\"")
                                .matcher(query)
                                .results()
                                .count(),
                        query);
            }
        }
        List<String> variables = new ArrayList<>();
        dashboard
                .at("/templating/list")
                .forEach(each -> variables.add(each.required("name").textValue()));
        assertEquals(List.of("datasource", "instance"), variables);
    }

    private Set<String> named() {
        return METRIC.matcher(dashboard.toString())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> served() throws Exception {
        StandingServer server = new StandingServer();
        server.counters.closed(CloseCode.NORMAL);
        try (Backend backend = new Backend(URI.create("http://127.0.0.1:9"), InstantSource.system())) {
            server.figures = backend.figures();
        }
        try (AdminServer admin = AdminServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), server, Bytes.kibi(64));
                AdminClient client = new AdminClient(admin.boundAddress())) {
            return client.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("[{ ]", 2)[0])
                    .collect(Collectors.toSet());
        }
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper().readTree(Files.readString(FILE));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
