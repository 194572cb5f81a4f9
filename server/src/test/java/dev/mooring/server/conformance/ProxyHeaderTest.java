package dev.mooring.server.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.functional.Eventually;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.metrics.RefusalReason;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The PROXY protocol's version 2 where a port requires it: haproxy's proxy-protocol.txt, section 2.2. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyHeaderTest {
    private static final String SIGNATURE = "0D0A0D0A000D0A515549540A";
    private static final String TCP_4 = "2111000CC0000201C6336402EA6001BB";
    private static final String TCP_6 =
            "21210024" + "20010DB8000000000000000000000001" + "20010DB8000000000000000000000002" + "EA6001BB";
    /** Five bytes of a type AWS uses, then two unknown ones. */
    private static final String TCP_4_WITH_TLVS = "21110017C0000201C6336402EA6001BBEA0002414204000101FF00000000";

    private final TestServer server = TestServer.with("--proxy-protocol=required")
            .handler(new WebSocketHandler() {
                @Override
                public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                    connection.send(type, ByteBuffer.wrap(Frames.utf8(address(connection))));
                }
            })
            .start();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void showsTheAddressOfAnIpv4Client() {
        assertEquals("text 192.0.2.1:60000", addressBehind(TCP_4));
    }

    @Test
    void showsTheAddressOfAnIpv6Client() {
        assertEquals("text 2001:db8:0:0:0:0:0:1:60000", addressBehind(TCP_6));
    }

    @Test
    void skipsWhatFollowsTheAddresses() {
        assertEquals("text 192.0.2.1:60000", addressBehind(TCP_4_WITH_TLVS.substring(0, 2 * (16 + 11))));
    }

    @Test
    void takesTheHeaderAndTheRequestByteByByte() {
        try (RawClient client = server.connect()) {
            client.sendInChops(Frames.joined(header(TCP_4), Frames.utf8(RawClient.REQUEST)), 1);
            assertEquals(101, client.response().status());
            client.send(Frames.text("who am I?"));
            assertEquals("text 192.0.2.1:60000", client.frame().describe());
        }
    }

    @Test
    void showsTheSocketsAddressOfAProxysOwnConnection() {
        try (RawClient client = server.connect()) {
            client.send(header("20000000")).upgrade();
            client.send(Frames.text("who am I?"));
            assertEquals(
                    "text 127.0.0.1:" + client.localAddress().getPort(),
                    client.frame().describe());
        }
    }

    @Test
    void letsAHealthCheckComeAndGo() {
        long refused = server.counters().refusedFor(RefusalReason.PROXY_HEADER);
        try (RawClient client = server.connect()) {
            client.send(header("20000000"));
            client.shutOutput();
            client.expectEnd();
        }
        assertEquals(refused, server.counters().refusedFor(RefusalReason.PROXY_HEADER));
    }

    @Test
    void endsAConnectionWithoutHeader() {
        assertRefused(Frames.utf8(RawClient.REQUEST));
    }

    @Test
    void endsVersion1() {
        assertRefused(Frames.utf8("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + RawClient.REQUEST));
    }

    @Test
    void skipsTheLargestBlockBehindTheAddresses() {
        assertEquals(
                "192.0.2.1:60000",
                addressBehind(Frames.joined(header("2111FFFFC0000201C6336402EA6001BB"), new byte[65_523]), 1_400));
    }

    @Test
    void skipsTheLargestBlockOfAProxysOwnConnection() {
        assertEquals("the socket's", addressBehind(Frames.joined(header("2000FFFF"), new byte[65_535]), 1_400));
        assertEquals("the socket's", addressBehind(Frames.joined(header("20110258"), new byte[600]), 601));
    }

    @Test
    void takesAClientWhoseAddressIsNotTold() {
        assertEquals("the socket's", addressBehind(header("21000000"), 99));
        assertEquals("the socket's", addressBehind(Frames.joined(header("21000007"), new byte[7]), 1));
    }

    @Test
    void refusesASecondHeader() {
        try (RawClient client = server.connect()) {
            client.send(Frames.joined(header(TCP_4), header(TCP_4)));
            assertEquals(400, client.response().status());
            client.expectEnd();
        }
    }

    private String addressBehind(String header) {
        try (RawClient client = server.connect()) {
            client.send(Frames.joined(header(header), Frames.utf8(RawClient.REQUEST), Frames.text("who am I?")));
            assertEquals(101, client.response().status());
            return client.frame().describe();
        }
    }

    private String addressBehind(byte[] header, int chop) {
        try (RawClient client = server.connect()) {
            client.sendInChops(Frames.joined(header, Frames.utf8(RawClient.REQUEST), Frames.text("who am I?")), chop);
            assertEquals(101, client.response().status());
            String address = client.frame().describe().replace("text ", "");
            return address.equals("127.0.0.1:" + client.localAddress().getPort()) ? "the socket's" : address;
        }
    }

    private void assertRefused(byte[] bytes) {
        long refused = server.counters().refusedFor(RefusalReason.PROXY_HEADER);
        try (RawClient client = server.connect()) {
            client.sendUntilRefused(bytes, 1);
            assertTrue(client.ends());
        }
        Eventually.until(() -> server.counters().refusedFor(RefusalReason.PROXY_HEADER) == refused + 1);
    }

    private static byte[] header(String fromCommand) {
        return HexFormat.of().parseHex(SIGNATURE + fromCommand);
    }

    private static String address(WebSocket connection) {
        InetSocketAddress address = connection.clientAddress().orElseThrow();
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
