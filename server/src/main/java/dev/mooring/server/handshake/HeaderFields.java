package dev.mooring.server.handshake;

import static dev.mooring.server.handshake.HttpCharacters.ascii;
import static dev.mooring.server.handshake.HttpCharacters.equalsIgnoringCase;

import dev.mooring.server.handshake.Accepted.Span;
import org.jspecify.annotations.Nullable;

/**
 * The header fields that decide a handshake, gathered line by line. Names are told apart by length first, so that a field
 * of no interest costs one comparison. Not thread-safe; reused for every request.
 */
final class HeaderFields {
    private static final byte[] HOST = ascii("host");
    private static final byte[] ORIGIN = ascii("origin");
    private static final byte[] UPGRADE = ascii("upgrade");
    private static final byte[] CONNECTION = ascii("connection");
    private static final byte[] CONTENT_LENGTH = ascii("content-length");
    private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");
    private static final byte[] KEY = ascii("sec-websocket-key");
    private static final byte[] PROTOCOL = ascii("sec-websocket-protocol");
    private static final byte[] VERSION = ascii("sec-websocket-version");
    private static final byte[] EXTENSIONS = ascii("sec-websocket-extensions");
    private static final byte[] WEBSOCKET = ascii("websocket");

    private static final Refused NO_HOST = Refused.badRequest("Host missing");
    private static final Refused HOSTS = Refused.badRequest("more than one Host");
    private static final Refused BAD_HOST = Refused.badRequest("Host not valid");
    private static final Refused ORIGINS = Refused.badRequest("more than one Origin");
    private static final Refused BODY = Refused.badRequest("request has a body");
    private static final Refused NO_KEY = Refused.badRequest("Sec-WebSocket-Key missing");
    private static final Refused KEYS = Refused.badRequest("more than one Sec-WebSocket-Key");
    private static final Refused BAD_KEY = Refused.badRequest("Sec-WebSocket-Key is not base64 of 16 bytes");
    private static final Refused NO_UPGRADE = Refused.upgradeRequired("this port speaks WebSocket only");
    private static final Refused OTHER_UPGRADE = Refused.badRequest("Upgrade does not name websocket");
    private static final Refused NO_CONNECTION = Refused.badRequest("Connection does not name Upgrade");
    private static final Refused BAD_VERSION = Refused.upgradeRequired("Sec-WebSocket-Version must be 13, once");

    private final OfferedSubprotocols subprotocols = new OfferedSubprotocols();
    private final OfferedExtensions extensions;
    private boolean host;
    private boolean upgrade;
    private boolean upgradesToWebSocket;
    private boolean connectionUpgrades;
    private int versions;
    private boolean version13;
    private int key = -1;
    private int originStart = -1;
    private int originEnd = -1;

    HeaderFields(OfferedExtensions extensions) {
        this.extensions = extensions;
    }

    void clear() {
        subprotocols.clear();
        extensions.clear();
        host = false;
        upgrade = false;
        upgradesToWebSocket = false;
        connectionUpgrades = false;
        versions = 0;
        version13 = false;
        key = -1;
        originStart = -1;
        originEnd = -1;
    }

    /** Takes one field line. Returns why the request is refused on account of it, or null. */
    @Nullable
    Refused add(byte[] text, int nameStart, int nameEnd, int start, int end) {
        return switch (nameEnd - nameStart) {
            case 4 -> equalsIgnoringCase(text, nameStart, nameEnd, HOST) ? addHost(text, start, end) : null;
            case 6 -> equalsIgnoringCase(text, nameStart, nameEnd, ORIGIN) ? addOrigin(start, end) : null;
            case 7 -> equalsIgnoringCase(text, nameStart, nameEnd, UPGRADE) ? addUpgrade(text, start, end) : null;
            case 10 ->
                equalsIgnoringCase(text, nameStart, nameEnd, CONNECTION) ? addConnection(text, start, end) : null;
            case 14 ->
                equalsIgnoringCase(text, nameStart, nameEnd, CONTENT_LENGTH) ? addLength(text, start, end) : null;
            case 17 -> addKeyOrEncoding(text, nameStart, nameEnd, start, end);
            case 21 -> equalsIgnoringCase(text, nameStart, nameEnd, VERSION) ? addVersion(text, start, end) : null;
            case 22 ->
                equalsIgnoringCase(text, nameStart, nameEnd, PROTOCOL) ? subprotocols.add(text, start, end) : null;
            case 24 ->
                equalsIgnoringCase(text, nameStart, nameEnd, EXTENSIONS) ? extensions.add(text, start, end) : null;
            default -> null;
        };
    }

    /** Judges the fields together, once all are known. Returns why the request is refused, or null. */
    @Nullable
    Refused missing() {
        if (!host) {
            return NO_HOST;
        }
        if (!upgradesToWebSocket) {
            return upgrade ? OTHER_UPGRADE : NO_UPGRADE;
        }
        if (!connectionUpgrades) {
            return NO_CONNECTION;
        }
        if (versions != 1 || !version13) {
            return BAD_VERSION;
        }
        if (key < 0) {
            return NO_KEY;
        }
        Refused refused = subprotocols.missing();
        return refused == null ? extensions.missing() : refused;
    }

    OfferedSubprotocols subprotocols() {
        return subprotocols;
    }

    /** Where the key starts. */
    int key() {
        return key;
    }

    Span origin() {
        return originStart < 0 ? Span.MISSING : new Span(originStart, originEnd);
    }

    private @Nullable Refused addHost(byte[] text, int start, int end) {
        if (host) {
            return HOSTS;
        }
        host = true;
        for (int at = start; at < end; at++) {
            if (!HttpCharacters.isHost(text[at])) {
                return BAD_HOST;
            }
        }
        return start == end ? BAD_HOST : null;
    }

    private @Nullable Refused addOrigin(int start, int end) {
        if (originStart >= 0) {
            return ORIGINS;
        }
        originStart = start;
        originEnd = end;
        return null;
    }

    private @Nullable Refused addUpgrade(byte[] text, int start, int end) {
        upgrade = true;
        upgradesToWebSocket |= lists(text, start, end, WEBSOCKET);
        return null;
    }

    private @Nullable Refused addConnection(byte[] text, int start, int end) {
        connectionUpgrades |= lists(text, start, end, UPGRADE);
        return null;
    }

    private static @Nullable Refused addLength(byte[] text, int start, int end) {
        return end - start == 1 && text[start] == '0' ? null : BODY;
    }

    private @Nullable Refused addKeyOrEncoding(byte[] text, int nameStart, int nameEnd, int start, int end) {
        if (equalsIgnoringCase(text, nameStart, nameEnd, KEY)) {
            if (key >= 0) {
                return KEYS;
            }
            key = start;
            return AcceptKey.isKey(text, start, end) ? null : BAD_KEY;
        }
        return equalsIgnoringCase(text, nameStart, nameEnd, TRANSFER_ENCODING) ? BODY : null;
    }

    private @Nullable Refused addVersion(byte[] text, int start, int end) {
        versions++;
        version13 = end - start == 2 && text[start] == '1' && text[start + 1] == '3';
        return null;
    }

    /** Whether a comma-separated list has the token, in any case. */
    private static boolean lists(byte[] text, int start, int end, byte[] token) {
        int at = start;
        while (at < end) {
            int comma = at;
            while (comma < end && text[comma] != ',') {
                comma++;
            }
            if (equalsTrimmed(text, at, comma, token)) {
                return true;
            }
            at = comma + 1;
        }
        return false;
    }

    private static boolean equalsTrimmed(byte[] text, int start, int end, byte[] token) {
        int from = start;
        int to = end;
        while (from < to && HttpCharacters.isBlank(text[from])) {
            from++;
        }
        while (from < to && HttpCharacters.isBlank(text[to - 1])) {
            to--;
        }
        return equalsIgnoringCase(text, from, to, token);
    }
}
