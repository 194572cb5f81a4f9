package dev.mooring.server.functional;

import java.nio.charset.StandardCharsets;

/** A frame of the server's. {@code first} is its whole first byte. */
@SuppressWarnings("ArrayRecordComponent") // compared by describe() or by the array itself
public record ServerFrame(int first, byte[] payload) {
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** As in {@code text hello}, {@code binary 3}, {@code pong hello}, {@code close 1002}, {@code close 1005}. */
    public String describe() {
        return switch (first) {
            case Frames.FINAL | Frames.TEXT -> "text " + text();
            case Frames.FINAL | Frames.BINARY -> "binary " + payload.length;
            case Frames.FINAL | Frames.PING -> "ping " + text();
            case Frames.FINAL | Frames.PONG -> "pong " + text();
            case Frames.FINAL | Frames.CLOSE -> "close " + closeCode();
            default -> "first byte " + Integer.toHexString(first);
        };
    }

    /** 1005 when there is none. */
    public int closeCode() {
        return payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    }

    public String closeReason() {
        return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }
}
