package dev.mooring.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.CloseCode;
import dev.mooring.server.Figure;
import dev.mooring.server.metrics.PrometheusText;
import dev.mooring.server.metrics.RefusalReason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The texts that programs read: the names in /status and /metrics are kept, so they are compared with golden files. */
final class AdminTextTest {
    private final StandingServer server = new StandingServer();
    private final AdminServer admin =
            AdminServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), server, Bytes.kibi(64));
    private final AdminClient client = new AdminClient(admin.boundAddress());

    @BeforeEach
    void count() {
        server.counters.accepted.add(9);
        server.counters.upgraded.add(7);
        server.counters.pingsSent.add(70);
        server.counters.pongsReceived.add(69);
        server.counters.pingTimeouts.add(1);
        server.counters.queuedBytes.add(123);
        server.counters.deliveryLag.add(3_000_000);
        server.counters.refused(RefusalReason.ORIGIN);
        server.counters.closed(CloseCode.NORMAL);
        server.counters.closed(CloseCode.ABNORMAL);
        server.counters.closed(4000);
    }

    @AfterEach
    void close() {
        client.close();
        admin.close();
    }

    @Test
    void statusHasTheKeysOfTheGoldenFile() throws Exception {
        assertEquals(golden("status-keys.txt"), String.join("\n", status().keySet()) + "\n");
    }

    @Test
    void statusShowsTheCounters() throws Exception {
        Map<String, String> status = status();
        assertEquals("serving", status.get("phase"));
        assertEquals("12.5", status.get("uptimeSeconds"));
        assertEquals("2", status.get("eventLoops"));
        assertEquals("0.4", status.get("longestLoopSilenceSeconds"));
        assertEquals("4", status.get("connections.open"));
        assertEquals("10", status.get("connections.max"));
        assertEquals("1", status.get("connections.refused.origin"));
        assertEquals("1", status.get("connections.closed.other"));
        assertEquals("70", status.get("keepalive.pingsSent"));
        assertEquals("123", status.get("messages.queuedBytes"));
    }

    @Test
    void statusShowsTheProcess() throws Exception {
        Map<String, String> status = status();
        assertTrue(number(status, "descriptors.used") > 2, status::toString);
        assertTrue(number(status, "descriptors.limit") > number(status, "descriptors.used"), status::toString);
        assertTrue(number(status, "memory.residentBytes") > number(status, "memory.heapUsedBytes"), status::toString);
        assertTrue(number(status, "cpuSeconds") > 0, status::toString);
    }

    @Test
    void metricsHaveTheNamesOfTheGoldenFile() throws Exception {
        AdminClient.Reply metrics = client.get("/metrics");
        assertEquals(PrometheusText.CONTENT_TYPE, metrics.header("content-type"));
        assertEquals(golden("metrics.txt"), metrics.body().replaceAll("(?m)^([^#].*) \\S+$", "$1 N"));
    }

    @Test
    void metricsShowTheCountersOfTheMomentOfTheScrape() throws Exception {
        assertTrue(client.get("/metrics").body().contains("\nmooring_connections_open 4.0\n"));
        server.counters.upgraded.add(2);
        server.counters.closed(CloseCode.PROTOCOL_ERROR);
        String metrics = client.get("/metrics").body();
        assertTrue(metrics.contains("\nmooring_connections_open 5.0\n"), metrics);
        assertTrue(metrics.contains("\nmooring_connections_closed_total{code=\"1002\"} 1.0\n"), metrics);
        assertTrue(metrics.contains("\nmooring_connections_refused_total{reason=\"origin\"} 1.0\n"), metrics);
    }

    @Test
    void metricsShowDeliveryLagAsAHistogram() throws Exception {
        String metrics = client.get("/metrics").body();
        assertTrue(metrics.contains("\nmooring_delivery_lag_seconds_bucket{le=\"0.002\"} 0\n"), metrics);
        assertTrue(metrics.contains("\nmooring_delivery_lag_seconds_bucket{le=\"0.005\"} 1\n"), metrics);
        assertTrue(metrics.contains("\nmooring_delivery_lag_seconds_bucket{le=\"+Inf\"} 1\n"), metrics);
        assertTrue(metrics.contains("\nmooring_delivery_lag_seconds_sum 0.003\n"), metrics);
    }

    @Test
    void metricsShowTheApplicationsOwnFigures() throws Exception {
        AtomicLong orders = new AtomicLong(3);
        server.figures = List.of(
                new Figure("shop.orders", "Orders taken", true, orders::get),
                new Figure("shop.open", "Orders open now", false, () -> 2));
        assertTrue(client.get("/metrics").body().contains("\nshop_orders_total 3.0\n"));
        orders.incrementAndGet();
        System.gc();
        String metrics = client.get("/metrics").body();
        assertTrue(metrics.contains("\nshop_orders_total 4.0\n"), metrics);
        assertTrue(
                metrics.contains("# HELP shop_open Orders open now\n# TYPE shop_open gauge\nshop_open 2.0\n"), metrics);
    }

    private Map<String, String> status() throws IOException, InterruptedException {
        Map<String, String> values = new TreeMap<>();
        try (JsonParser json =
                new JsonFactory().createParser(client.get("/status").body())) {
            while (json.nextToken() != null) {
                if (json.currentToken().isScalarValue() && json.currentToken() != JsonToken.FIELD_NAME) {
                    String path = json.getParsingContext().pathAsPointer().toString();
                    values.put(path.substring(1).replace('/', '.'), json.getText());
                }
            }
        }
        return values;
    }

    private static double number(Map<String, String> values, String key) {
        return Double.parseDouble(Objects.requireNonNull(values.get(key), key));
    }

    private static String golden(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(AdminTextTest.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }
}
