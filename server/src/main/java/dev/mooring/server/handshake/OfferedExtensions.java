package dev.mooring.server.handshake;

import static dev.mooring.server.handshake.HttpCharacters.ascii;

import dev.mooring.server.frame.MessageDeflater;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The extensions that a client offers, in its order of preference, over all lines of Sec-WebSocket-Extensions (RFC 6455 section
 * 9.1), of which the server speaks permessage-deflate (RFC 7692 section 7) without context takeover.
 *
 * <p>The first offer that the server can keep to is taken. One with a parameter that is unknown, there twice, or has a wrong value
 * is passed over, as is one with a smaller window than {@link MessageDeflater#WINDOW_BITS}. What is no list of extensions fails the
 * handshake, as section 9.1 asks; empty members are ignored, as with subprotocols.
 *
 * <p>Not thread-safe; reused for every request. Makes no object. Ignores everything unless compression is wanted.
 */
final class OfferedExtensions {
    private static final Refused BAD = Refused.badRequest("Sec-WebSocket-Extensions is not a list of extensions");

    private static final byte[] DEFLATE = ascii("permessage-deflate");
    private static final byte[] SERVER_WINDOW = ascii("server_max_window_bits");
    private static final byte[] CLIENT_WINDOW = ascii("client_max_window_bits");
    private static final byte[] SERVER_TAKEOVER = ascii("server_no_context_takeover");
    private static final byte[] CLIENT_TAKEOVER = ascii("client_no_context_takeover");
    private static final byte[][] PARAMETERS = {SERVER_TAKEOVER, CLIENT_TAKEOVER, SERVER_WINDOW, CLIENT_WINDOW};

    private static final int MIN_WINDOW_BITS = 8;
    private static final int MAX_WINDOW_BITS = 15;
    /** By the window that was asked for; at the last place where none was. */
    private static final byte[][] ANSWERS = answers();

    private static final int NO_WINDOW = MAX_WINDOW_BITS + 1;

    /** There is no value. */
    private static final int NONE = -1;
    /** There is one, which is no number of bits. */
    private static final int OTHER = -2;

    private static final int MALFORMED = -3;

    private final boolean wanted;
    private byte[] text = {};
    private int at;
    private int limit;
    private boolean present;
    private boolean any;
    private byte @Nullable [] answer;

    /** The offer that is being read: which parameters it has, whether it can be kept to, and the window it asks for. */
    private int seen;

    private boolean acceptable;
    private int window;

    OfferedExtensions(boolean wanted) {
        this.wanted = wanted;
    }

    void clear() {
        present = false;
        any = false;
        answer = null;
    }

    /** Takes the value of one field line. Returns why the request is refused on account of it, or null. */
    @Nullable
    Refused add(byte[] line, int start, int end) {
        if (!wanted) {
            return null;
        }
        present = true;
        text = line;
        at = start;
        limit = end;
        skipBlanks();
        while (at < limit) {
            if (text[at] != ',' && !extension()) {
                return BAD;
            }
            at++;
            skipBlanks();
        }
        return null;
    }

    /** Why the request is refused once all lines are known, or null. */
    @Nullable
    Refused missing() {
        return present && !any ? BAD : null;
    }

    /** The field line that says what was agreed on, begun by the end of the line before; null when nothing was. */
    byte @Nullable [] answer() {
        return answer;
    }

    /** Reads up to the comma behind it; whether it is one. */
    private boolean extension() {
        int from = at;
        int to = tokenEnd();
        acceptable = is(DEFLATE, from, to);
        seen = 0;
        window = NO_WINDOW;
        boolean formed = to > from;
        skipBlanks();
        while (formed && at < limit && text[at] == ';') {
            at++;
            skipBlanks();
            formed = parameter();
            skipBlanks();
        }
        if (formed && acceptable && answer == null) {
            answer = ANSWERS[window];
        }
        any = true;
        return formed && (at == limit || text[at] == ',');
    }

    private boolean parameter() {
        int from = at;
        int to = tokenEnd();
        int value = NONE;
        skipBlanks();
        if (at < limit && text[at] == '=') {
            at++;
            skipBlanks();
            value = value();
        }
        judge(from, to, value);
        return to > from && value != MALFORMED;
    }

    private void judge(int from, int to, int value) {
        int parameter = 0;
        while (parameter < PARAMETERS.length && !is(PARAMETERS[parameter], from, to)) {
            parameter++;
        }
        int bit = 1 << parameter;
        boolean first = (seen & bit) == 0;
        seen |= bit;
        acceptable &= first && parameter < PARAMETERS.length && keepsTo(PARAMETERS[parameter], value);
    }

    @SuppressWarnings("ReferenceEquality") // they are constants
    private boolean keepsTo(byte[] parameter, int value) {
        if (parameter == SERVER_WINDOW) {
            window = Math.max(value, 0);
            return value >= MessageDeflater.WINDOW_BITS;
        }
        return value == NONE || (parameter == CLIENT_WINDOW && value >= MIN_WINDOW_BITS);
    }

    /** The value behind an equals sign: a token, or one in quotes. */
    private int value() {
        boolean quoted = at < limit && text[at] == '"';
        at += quoted ? 1 : 0;
        int number = 0;
        int length = 0;
        while (at < limit && (quoted ? text[at] != '"' : HttpCharacters.isToken(text[at]))) {
            at += quoted && text[at] == '\\' ? 1 : 0;
            if (at == limit || !HttpCharacters.isToken(text[at])) {
                return MALFORMED;
            }
            number = withDigit(number, text[at] - '0', length++);
            at++;
        }
        if (length == 0 || (quoted && at == limit)) {
            return MALFORMED;
        }
        at += quoted ? 1 : 0;
        return number >= MIN_WINDOW_BITS && number <= MAX_WINDOW_BITS ? number : OTHER;
    }

    /** A number of bits is written without a zero before it. */
    private static int withDigit(int number, int digit, int length) {
        boolean good = digit >= 0 && digit <= 9 && length < 2 && number != OTHER && (length == 0 || number > 0);
        return good ? 10 * number + digit : OTHER;
    }

    private int tokenEnd() {
        while (at < limit && HttpCharacters.isToken(text[at])) {
            at++;
        }
        return at;
    }

    private void skipBlanks() {
        while (at < limit && HttpCharacters.isBlank(text[at])) {
            at++;
        }
    }

    /** Names are compared letter by letter, upper and lower case apart, as all clients do. */
    private boolean is(byte[] name, int from, int to) {
        return Arrays.equals(text, from, to, name, 0, name.length);
    }

    private static byte[][] answers() {
        String agreed = "\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                + " client_no_context_takeover";
        byte[][] answers = new byte[MAX_WINDOW_BITS + 2][];
        for (int bits = 0; bits <= MAX_WINDOW_BITS; bits++) {
            answers[bits] = ascii(agreed + "; server_max_window_bits=" + bits);
        }
        answers[MAX_WINDOW_BITS + 1] = ascii(agreed);
        return answers;
    }
}
