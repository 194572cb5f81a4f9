package dev.mooring.server;

/** Close codes of RFC 6455 section 7.4 and the IANA registry, as far as the server sends or counts them. */
public final class CloseCode {
    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    /** Never on the wire: the peer's Close carried no code. */
    public static final int NO_STATUS = 1005;
    /** Never on the wire: the connection ended without a Close. */
    public static final int ABNORMAL = 1006;

    public static final int INVALID_PAYLOAD = 1007;
    public static final int POLICY_VIOLATION = 1008;
    public static final int MESSAGE_TOO_BIG = 1009;
    public static final int INTERNAL_ERROR = 1011;
    public static final int SERVICE_RESTART = 1012;
    public static final int TRY_AGAIN_LATER = 1013;

    /** What let the client in is no longer so, as when its token has expired: it may come back with a new one. */
    public static final int EXPIRED = 4401;

    /** The first of the codes that applications give a meaning of their own; the last is 4999. */
    public static final int FIRST_PRIVATE = 4000;

    private CloseCode() {}

    /** Whether either side may send this code in a Close frame, RFC 6455 section 7.4.2. */
    public static boolean validOnTheWire(int code) {
        return (code >= 1000 && code <= 1014 && code != 1004 && code != NO_STATUS && code != ABNORMAL)
                || (code >= 3000 && code <= 4999);
    }
}
