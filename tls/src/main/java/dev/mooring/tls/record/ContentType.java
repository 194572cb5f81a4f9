package dev.mooring.tls.record;

/** The content types of records, RFC 8446 section 5.1. */
final class ContentType {
    static final byte ALERT = 21;
    static final byte HANDSHAKE = 22;
    static final byte APPLICATION_DATA = 23;

    private ContentType() {}
}
