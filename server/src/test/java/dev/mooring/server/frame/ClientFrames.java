package dev.mooring.server.frame;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A client's frames for tests, written with none of the server's code: byte by byte, masked with one fixed key. */
final class ClientFrames {
    static final int FINAL = 0x80;
    /** Bytes before and behind the content of {@link #direct}, all zero. */
    static final int MARGIN = 3;

    private static final byte[] KEY = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A frame with its shortest length; {@code first} is the whole first byte. */
    ClientFrames frame(int first, byte[] payload) {
        bytes.write(first);
        int length = payload.length;
        if (length < 126) {
            bytes.write(0x80 | length);
        } else if (length < 65_536) {
            bytes.write(0xFE);
            bytes.write(length >> 8);
            bytes.write(length);
        } else {
            bytes.write(0xFF);
            bytes.writeBytes(new byte[4]);
            for (int shift = 24; shift >= 0; shift -= 8) {
                bytes.write(length >> shift);
            }
        }
        bytes.writeBytes(KEY);
        for (int i = 0; i < length; i++) {
            bytes.write(payload[i] ^ KEY[i % 4]);
        }
        return this;
    }

    ClientFrames frame(int first, String text) {
        return frame(first, text.getBytes(StandardCharsets.UTF_8));
    }

    ClientFrames text(String text) {
        return frame(FINAL | 1, text);
    }

    ClientFrames close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return frame(FINAL | 8, payload);
    }

    ClientFrames hex(String hex) {
        bytes.writeBytes(bytesOf(hex));
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    static byte[] bytesOf(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** A direct buffer with bytes around the content that nothing may touch. */
    static ByteBuffer direct(byte[] content, int from, int to) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(to - from + 2 * MARGIN);
        buffer.position(MARGIN).put(content, from, to - from);
        return buffer.limit(MARGIN + to - from).position(MARGIN);
    }
}
