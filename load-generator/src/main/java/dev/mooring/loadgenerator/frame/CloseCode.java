package dev.mooring.loadgenerator.frame;

/** Close codes of RFC 6455 section 7.4, as far as a client sends or counts them. */
public final class CloseCode {
    public static final int NORMAL = 1000;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int INVALID_DATA = 1007;
    public static final int MESSAGE_TOO_BIG = 1009;
    /** Never on the wire: the peer's Close carried no code. */
    public static final int NO_STATUS = 1005;

    private CloseCode() {}

    /** Whether a server may send it: defined by the RFC or registered with IANA for the wire, or from 3000 on anybody's. */
    static boolean maySend(int code) {
        return (code >= NORMAL && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
