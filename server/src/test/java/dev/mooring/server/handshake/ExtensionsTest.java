package dev.mooring.server.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.HandshakeAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which offers of permessage-deflate are taken: RFC 7692 section 7, and RFC 6455 section 9.1. */
class ExtensionsTest {
    private static final HandshakeRules ON = rules(true);
    private static final String AGREED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    /** P is permessage-deflate, S and C are the sides, nct is no_context_takeover, mwb is max_window_bits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "P",
                "P; Cmwb",
                "P; Cmwb=8",
                "P; Cmwb=15",
                "P; Cmwb=\"10\"",
                "P; Cmwb=\"1\\0\"",
                "P; Snct",
                "P; Cnct",
                "P; Snct; Cnct; Cmwb",
                "P;Cnct;Snct",
                "  P  ;\tCnct  ;  Cmwb  =  9  ",
                "x-webkit-deflate-frame, P",
                "P; mode=fast, P",
                "P; Smwb=10, P",
                "P; Snct=1, P; Cnct",
                "P, P; Smwb=12",
                ",, P ,,",
            })
    void takesTheFirstOfferThatItCanKeepTo(String offer) {
        assertEquals(AGREED, agreed(offer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "P; Smwb=12             | 12",
                "P; Smwb=13             | 13",
                "P; Smwb=14             | 14",
                "P; Smwb=15             | 15",
                "P; Smwb=\"15\"         | 15",
                "P; Smwb=12; Cmwb=12    | 12",
                "P; Cmwb; Smwb=15; Snct | 15",
                "P; Smwb=11, P; Smwb=13 | 13",
            })
    void answersTheWindowThatWasAskedFor(String offer, String bits) {
        assertEquals(AGREED + "; server_max_window_bits=" + bits, agreed(offer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo",
                "Permessage-Deflate",
                "P2",
                "xP",
                "P; foo",
                "P; foo=1",
                "P; SNCT",
                "P; Snct=1",
                "P; Snct=\"1\"",
                "P; Cnct=true",
                "P; Snct; Snct",
                "P; Cmwb; Cmwb",
                "P; Cmwb; Cmwb=15",
                "P; foo; foo",
                "P; Smwb",
                "P; Smwb=8",
                "P; Smwb=11",
                "P; Smwb=16",
                "P; Smwb=7",
                "P; Smwb=015",
                "P; Smwb=+15",
                "P; Smwb=1500000000000000000000015",
                "P; Smwb=4294967311",
                "P; Smwb=1a",
                "P; Smwb=15; Smwb=15",
                "P; Cmwb=7",
                "P; Cmwb=16",
                "P; Cmwb=08",
                "P; Cmwb=\"016\"",
                "P; Cmwb=x",
            })
    void passesOverAnOfferThatItDoesNotUnderstand(String offer) {
        assertEquals("none", agreed(offer));
        assertEquals(AGREED, agreed(offer + ", P"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                ";",
                "P;",
                "P; ;Cnct",
                "P Cnct",
                "P; Cmwb=",
                "P; Cmwb=\"\"",
                "P; Cmwb=\"10",
                "P; Cmwb=\"10\\",
                "P; Cmwb=\"10\\\"",
                "P; Cmwb=\"1 0\"",
                "P; Cmwb=\"10\"x",
                "P; Cmwb=1 0",
                "P; =10",
                "P=10",
                "\"P\"",
                "P, foo;",
                "P, foo bar",
                "P; Cmwb==10",
                "foo; bar=\"a,b;P\", P",
                "foo; bar=\"\\\"\", P",
            })
    void refusesWhatIsNoListOfExtensions(String offer) {
        assertEquals("400", agreed(offer));
    }

    @Test
    void readsAllLinesAsOneList() {
        assertEquals(
                AGREED + "; server_max_window_bits=14",
                agreed(
                        ON,
                        "foo\r\nX: y\r\nsec-websocket-extensions: P; Smwb=9\r\nSEC-WEBSOCKET-EXTENSIONS: P; Smwb=14, P"));
        assertEquals("400", agreed(ON, "P\r\nSec-WebSocket-Extensions: P;"));
        assertEquals(AGREED, agreed(ON, "P\r\nSec-WebSocket-Extensions:"));
    }

    @Test
    void forgetsTheOffersOfTheRequestBefore() {
        HandshakeParser parser = new HandshakeParser(ON);
        Requests.parse(parser, Requests.bytes(request("P; Smwb=15")));
        Accepted next = assertInstanceOf(Accepted.class, Requests.parse(parser, Requests.bytes(Requests.GOOD)));
        assertFalse(next.compressed());
        assertEquals("none", answered(next));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "P;", "", "foo"})
    void agreesOnNothingAndRefusesNothingWhereItIsOff(String offer) {
        assertEquals("none", agreed(rules(false), offer));
    }

    @Test
    void isInTheAnswerThatAnApplicationGives() {
        ByteBuffer received = Requests.received(Requests.bytes(request("P; Smwb=15")));
        Accepted accepted = assertInstanceOf(Accepted.class, new HandshakeParser(ON).parse(received));
        String answer = StandardCharsets.ISO_8859_1
                .decode(HandshakeResponse.of(
                        accepted,
                        accepted.copy(received, false, Optional.empty(), Optional::empty, () -> ""),
                        HandshakeAnswer.accept().subprotocol("chat").header("X-A", "b")))
                .toString();
        assertEquals("""
                HTTP/1.1 101 Switching Protocols\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Accept: %s\r
                Sec-WebSocket-Extensions: %s; server_max_window_bits=15\r
                Sec-WebSocket-Protocol: chat\r
                X-A: b\r
                \r
                """.formatted(accepted.acceptKey(), AGREED), answer);
    }

    /** Whatever is offered, it is judged, and nothing is agreed on that was not offered. */
    @Test
    void judgesEveryOfferThatChanceMakes() {
        String[] parts = {
            "P", "Snct", "Cnct", "Smwb", "Cmwb", "=", "15", "12", "8", "\"", "\\", ";", ",", " ", "x", "\t"
        };
        Random random = new Random(20_261_130);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder offer = new StringBuilder(random.nextInt(2) == 0 ? "P;" : "");
            for (int length = random.nextInt(14); length > 0; length--) {
                offer.append(parts[random.nextInt(parts.length)]);
            }
            String answer = agreed(offer.toString());
            boolean window = answer.contains("max_window_bits");
            assertTrue(
                    answer.equals("400")
                            || answer.equals("none")
                            || (offer.indexOf("P") >= 0 && (!window || offer.indexOf("Smwb") >= 0)),
                    offer + " was answered " + answer);
        }
    }

    private static String agreed(String offer) {
        return agreed(ON, offer);
    }

    /** What the answer says; none when it has no such line; the status of a refusal. */
    private static String agreed(HandshakeRules rules, String offer) {
        return switch (new HandshakeParser(rules).parse(Requests.received(Requests.bytes(request(offer))))) {
            case Accepted accepted -> answered(accepted);
            case Refused refused -> Integer.toString(refused.status());
            case Incomplete incomplete -> "incomplete";
        };
    }

    private static String answered(Accepted accepted) {
        ByteBuffer out = ByteBuffer.allocate(HandshakeResponse.MAX_LENGTH);
        HandshakeResponse.write(out, accepted);
        String answer = StandardCharsets.ISO_8859_1.decode(out.flip()).toString();
        String name = "\r\nSec-WebSocket-Extensions: ";
        int at = answer.indexOf(name);
        return at < 0 ? "none" : answer.substring(at + name.length(), answer.indexOf("\r\n", at + 2));
    }

    private static String request(String offer) {
        String spelled = offer.replaceAll("\\bP\\b", "permessage-deflate")
                .replaceAll("\\bS(?=nct|mwb)", "server_")
                .replaceAll("\\bC(?=nct|mwb)", "client_")
                .replace("nct", "no_context_takeover")
                .replace("mwb", "max_window_bits");
        return Requests.plusLine("Sec-WebSocket-Extensions: " + spelled);
    }

    private static HandshakeRules rules(boolean compression) {
        HandshakeRules rules = HandshakeRules.DEFAULT;
        return new HandshakeRules(rules.origins(), rules.maxRequestLine(), rules.maxHeaders(), List.of(), compression);
    }
}
