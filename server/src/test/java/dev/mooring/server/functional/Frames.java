package dev.mooring.server.functional;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client's frames, masked and encoded with none of the server's code. */
public final class Frames {
    public static final int FINAL = 0x80;
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final byte[] KEY = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private Frames() {}

    /** A frame with its shortest length; {@code first} is the whole first byte. */
    public static byte[] frame(int first, byte[] payload) {
        byte[] header = header(first, payload.length);
        byte[] frame = Arrays.copyOf(header, header.length + payload.length);
        for (int i = 0; i < payload.length; i++) {
            frame[header.length + i] = (byte) (payload[i] ^ KEY[i % KEY.length]);
        }
        return frame;
    }

    public static byte[] frame(int first, String payload) {
        return frame(first, utf8(payload));
    }

    /** The header alone, key included, of a frame that claims a length. */
    public static byte[] header(int first, long length) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write(first);
        int bytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
        header.write(0x80 | (bytes == 0 ? (int) length : bytes == 2 ? 126 : 127));
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            header.write((int) (length >>> shift));
        }
        header.writeBytes(KEY);
        return header.toByteArray();
    }

    public static byte[] text(String payload) {
        return frame(FINAL | TEXT, payload);
    }

    public static byte[] binary(byte[] payload) {
        return frame(FINAL | BINARY, payload);
    }

    public static byte[] ping(String payload) {
        return frame(FINAL | PING, payload);
    }

    public static byte[] close(int code, String reason) {
        return frame(FINAL | CLOSE, closePayload(code, utf8(reason)));
    }

    public static byte[] closePayload(int code, byte[] reason) {
        return joined(new byte[] {(byte) (code >> 8), (byte) code}, reason);
    }

    /** A message in fragments of a size. */
    public static byte[] fragmented(int opcode, byte[] payload, int size) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int at = 0; at < payload.length; at += size) {
            int to = Math.min(payload.length, at + size);
            int first = (at == 0 ? opcode : CONTINUATION) | (to == payload.length ? FINAL : 0);
            frames.writeBytes(frame(first, Arrays.copyOfRange(payload, at, to)));
        }
        return frames.toByteArray();
    }

    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
