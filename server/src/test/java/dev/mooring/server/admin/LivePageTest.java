package dev.mooring.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.metrics.HandshakeFailure;
import dev.mooring.server.metrics.RefusalReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page in a real browser; skipped where no Chromium is installed. */
final class LivePageTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    Path profile;

    @Test
    void showsTheNumbersOfStatus() throws Exception {
        StandingServer server = new StandingServer();
        server.counters.accepted.add(8_200);
        server.counters.upgraded.add(7);
        server.counters.closed(1001);
        server.counters.refused(RefusalReason.ORIGIN);
        server.counters.failed(HandshakeFailure.GONE);
        server.counters.failed(HandshakeFailure.GONE);
        server.counters.topics.add(3);
        server.counters.subscriptions.add(12_000);
        server.counters.publishedRefused.add(2);
        server.counters.deliveryLag.add(12_300_000);
        HeadlessChromium.Page page = load(server);
        assertEquals("6", page.text("open"));
        assertEquals("10", page.text("max"));
        assertEquals("60.0 %", page.text("share"));
        assertEquals("serving", page.text("phase"));
        assertEquals("2 event loops", page.text("loops"));
        assertEquals("8,200 accepted, 1 refused, 2 failed in all; 8,190 in the handshake now", page.text("note-flow"));
        assertEquals("3 topics and users heard, 12,000 subscriptions; 2 refused in all", page.text("note-published"));
        assertEquals("longest since the start 12 ms", page.text("note-lag"));
        assertTrue(page.dom().contains("<tr><td>1001</td><td>1</td></tr>"), page::dom);
        assertTrue(page.dom().contains("<tr><td>origin</td><td>1</td></tr>"), page::dom);
        assertTrue(page.dom().contains("<tr><td>gone</td><td>2</td></tr>"), page::dom);
        assertEquals(List.of(), page.console());
    }

    @Test
    void drawsRatesFromSuccessiveReadings() throws Exception {
        HeadlessChromium.Page page = load(new MovingServer(1, 300_000));
        assertTrue(number(page.text("open")) > 300_000, page::dom);
        assertTrue(number(page.text("now-accepted")) >= 1_900, page::dom);
        assertTrue(number(page.text("now-pings")) >= 3_000, page::dom);
        assertTrue(number(page.text("now-delivered")) >= 5_000, page::dom);
        assertTrue(number(page.text("now-lag").replace(" ms", "")) >= 4, page::dom);
        Matcher line = Pattern.compile("class=\"line s0\" d=\"M[^\"]*L[^\"]*\"").matcher(page.dom());
        assertEquals(10, line.results().count(), page::dom);
        assertEquals(List.of(), page.console());
    }

    private HeadlessChromium.Page load(ServerControl server) throws Exception {
        HeadlessChromium chromium = HeadlessChromium.orSkip(profile);
        try (AdminServer admin = AdminServer.start(ANY_PORT, server, Bytes.kibi(64))) {
            return chromium.load("http://127.0.0.1:" + admin.boundAddress().getPort() + "/");
        }
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace(",", ""));
    }
}
