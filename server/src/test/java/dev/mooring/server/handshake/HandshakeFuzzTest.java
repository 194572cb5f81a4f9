package dev.mooring.server.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Thousands of damaged requests: never an exception, the same decision however cut, and 101 only where a slow judge agrees. */
class HandshakeFuzzTest {
    private static final long FIRST_SEED = 4_000_000L;
    private static final int REQUESTS = 3_000;
    private static final String DAMAGE = "\0\t\n\r :,=/#\u007f\u00ff0aZ";
    private static final String NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String VALUE = "[\\t\\x20-\\x7e\\x80-\\xff]*";

    /** The grammar of RFC 9112 in one expression, for requests whose target is in origin form. */
    private static final Pattern REQUEST = Pattern.compile(
            "(\\r\\n){0,4}GET /[\\x21-\\x22\\x24-\\x7e]* HTTP/1\\.1\\r\\n(" + NAME + ":" + VALUE + "\\r\\n)*\\r\\n.*",
            Pattern.DOTALL);

    private final HandshakeParser parser = new HandshakeParser(HandshakeRules.DEFAULT);

    @Test
    void acceptsADamagedRequestOnlyWhenItIsStillAGoodOne() {
        int accepted = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + REQUESTS; seed++) {
            byte[] request = damaged(new Random(seed));
            HandshakeResult result = Requests.parse(parser, request);
            String message = "seed " + seed + ": " + HexFormat.of().formatHex(request);
            assertEquals(isGood(new String(request, StandardCharsets.ISO_8859_1)), result instanceof Accepted, message);
            accepted += result instanceof Accepted ? 1 : 0;
        }
        assertTrue(accepted > REQUESTS / 20 && accepted < REQUESTS / 2, accepted + " accepted");
    }

    private static byte[] damaged(Random random) {
        StringBuilder request = new StringBuilder(Requests.GOOD);
        for (int damages = random.nextInt(3); damages >= 0; damages--) {
            int at = random.nextInt(request.length());
            char character = DAMAGE.charAt(random.nextInt(DAMAGE.length()));
            switch (random.nextInt(4)) {
                case 0 -> request.setCharAt(at, character);
                case 1 -> request.insert(at, character);
                case 2 -> request.deleteCharAt(at);
                default -> request.setCharAt(at, (char) (request.charAt(at) ^ 0x20));
            }
        }
        return Requests.bytes(request.toString());
    }

    private static boolean isGood(String request) {
        String fromItsLine = request.replaceFirst("^(\r\n)+", "");
        String headers = fromItsLine.substring(0, Math.max(0, fromItsLine.indexOf("\r\n\r\n")));
        return REQUEST.matcher(request).matches()
                && count(headers, "host:.*") == 1
                && count(headers, "host:[\\t ]*[-._~!$&'()*+,;=%:\\[\\]0-9A-Za-z]+[\\t ]*") == 1
                && count(headers, "upgrade:(.*,)?[\\t ]*websocket[\\t ]*(,.*)?") >= 1
                && count(headers, "connection:(.*,)?[\\t ]*upgrade[\\t ]*(,.*)?") >= 1
                && count(headers, "sec-websocket-key:.*") == 1
                && count(headers, "sec-websocket-key:[\\t ]*[0-9A-Za-z+/]{22}==[\\t ]*") == 1
                && count(headers, "sec-websocket-version:.*") == 1
                && count(headers, "sec-websocket-version:[\\t ]*13[\\t ]*") == 1
                && count(headers, "origin:.*") <= 1
                && offersAreGood(headers);
    }

    private static boolean offersAreGood(String headers) {
        List<String> lines = headers.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-protocol:"))
                .toList();
        List<String> offers = lines.stream()
                .flatMap(line -> Stream.of(line.substring(line.indexOf(':') + 1).split(",")))
                .map(offer -> offer.replaceAll("^[\\t ]+|[\\t ]+$", ""))
                .filter(offer -> !offer.isEmpty())
                .toList();
        return lines.isEmpty()
                || (!offers.isEmpty()
                        && offers.stream().allMatch(offer -> offer.matches(NAME))
                        && offers.stream().distinct().count() == offers.size());
    }

    private static long count(String headers, String line) {
        Pattern pattern = Pattern.compile("(?i)" + line, Pattern.DOTALL);
        return headers.lines()
                .skip(1)
                .filter(text -> pattern.matcher(text).matches())
                .count();
    }
}
