package dev.mooring.server.proxyprotocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every header is also parsed at every beginning; once one is decided, more bytes must not change the decision. */
class ProxyHeaderParserTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String IPV4 = SIGNATURE + "2111000cc0000201c6336402cafe01bb";
    private static final String IPV6 = SIGNATURE
            + "21210024"
            + "20010db8000000000000000000000001"
            + "20010db8000000000000000000000002"
            + "cafe01bb";
    private static final long SEED = 5_000_000L;

    @Test
    void tellsAnIpv4Client() {
        assertParsed("28 192.0.2.1:51966", IPV4);
    }

    @Test
    void tellsAnIpv6Client() {
        assertParsed("52 [2001:db8:0:0:0:0:0:1]:51966", IPV6);
    }

    @Test
    void leavesTheBytesBehindTheHeader() {
        assertParsed("28 192.0.2.1:51966", IPV4 + "474554");
    }

    @Test
    void skipsWhatFollowsTheAddresses() {
        String endpointId = "ea0003017670";
        assertParsed("34 192.0.2.1:51966", IPV4.replace("2111000c", "21110012") + endpointId);
    }

    @Test
    void takesTheLongestHeaderWithoutWaitingForItsEnd() {
        assertParsed("65551 192.0.2.1:51966", IPV4.replace("2111000c", "2111ffff"));
    }

    @ParameterizedTest
    @CsvSource({
        "20000000, 16",
        "20110000, 16",
        "20000003 010203, 19",
        "2011000c 000102030405060708090a0b, 28",
        "2000ffff, 65551",
        "2021ffff, 65551",
        "21000000, 16",
        "2100ffff 01, 65551",
    })
    void tellsNoClientForTheProxysOwnConnection(String rest, String length) {
        assertParsed(length + " no client", SIGNATURE + rest.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "474554202f, not a PROXY protocol version 2 header",
        "50524f58592054435034, not a PROXY protocol version 2 header",
        "0d0a0d0a000d0a515549540b, not a PROXY protocol version 2 header",
        "0d0a0d0a000d0a515549540a 11, PROXY version or command not known",
        "0d0a0d0a000d0a515549540a 22, PROXY version or command not known",
        "0d0a0d0a000d0a515549540a 2112, PROXY family is not TCP over IP",
        "0d0a0d0a000d0a515549540a 2131, PROXY family is not TCP over IP",
        "0d0a0d0a000d0a515549540a 2111000b, PROXY header too short for its addresses",
        "0d0a0d0a000d0a515549540a 21210023, PROXY header too short for its addresses",
        "0d0a0d0a000d0a515549540a 2122, PROXY family is not TCP over IP",
    })
    void refusesAtTheByteThatDecides(String hex, String reason) {
        String bytes = hex.replace(" ", "");
        assertParsed("refused: " + reason, bytes);
        if (hex.contains(" ")) {
            assertEquals("incomplete", parse(bytesOf(bytes.substring(0, bytes.length() - 2))));
        }
    }

    @Test
    void refusesAnythingElseAtItsFirstByte() {
        for (int first = 0; first <= 0xFF; first++) {
            String expected = first == 0x0D ? "incomplete" : "refused: not a PROXY protocol version 2 header";
            assertEquals(expected, parse(new byte[] {(byte) first}));
        }
    }

    @Test
    void survivesDamagedHeaders() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            byte[] header = bytesOf(random.nextBoolean() ? IPV4 : IPV6);
            header[random.nextInt(header.length)] = (byte) random.nextInt();
            header[12 + random.nextInt(4)] ^= (byte) (1 << random.nextInt(8));
            assertStable(header, "seed " + SEED + ", round " + round + ": ");
        }
    }

    private static void assertParsed(String expected, String hex) {
        byte[] header = bytesOf(hex);
        assertEquals(expected, parse(header));
        assertStable(header, "");
    }

    private static void assertStable(byte[] header, String message) {
        String whole = parse(header);
        String earlier = "incomplete";
        for (int length = 0; length < header.length; length++) {
            String result = parse(Arrays.copyOf(header, length));
            if (!result.equals("incomplete") || !earlier.equals("incomplete")) {
                assertEquals(whole, result, () -> message + HexFormat.of().formatHex(header));
            }
            earlier = result;
        }
    }

    private static String parse(byte[] header) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(header.length + 5).position(3).put(header);
        buffer.flip().position(3);
        return switch (ProxyHeaderParser.parse(buffer.asReadOnlyBuffer())) {
            case ProxyHeader.Incomplete incomplete -> "incomplete";
            case ProxyHeader.Refused refused -> "refused: " + refused.reason();
            case ProxyHeader.Complete complete ->
                complete.length()
                        + " "
                        + complete.client().map(ClientAddress::toString).orElse("no client");
        };
    }

    private static byte[] bytesOf(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
