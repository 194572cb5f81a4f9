package dev.mooring.server.functional;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A client's side of RFC 7692, written with none of the server's code. */
public final class PerMessageDeflate {
    /** RSV1. */
    public static final int COMPRESSED = 0x40;

    /** What browsers offer. */
    public static final String OFFER = "permessage-deflate; client_max_window_bits";

    public static final String AGREED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    private static final byte[] TAIL = {0, 0, -1, -1};

    private PerMessageDeflate() {}

    /** The request with an offer. */
    public static String request(String offer) {
        return RawClient.REQUEST.replace(
                "Upgrade: websocket\r\n", "Upgrade: websocket\r\nSec-WebSocket-Extensions: " + offer + "\r\n");
    }

    /** The payload of a compressed message. */
    public static byte[] deflated(byte[] plain, int level, int strategy) {
        Deflater deflater = new Deflater(level, true);
        try {
            if (strategy != Deflater.DEFAULT_STRATEGY) {
                deflater.setStrategy(strategy);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 10];
            deflater.setInput(plain);
            int made = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            // A change before the first message makes the first call drop the flush.
            while (made > 0 || !deflater.needsInput() || out.size() == 0) {
                out.write(buffer, 0, made);
                made = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            }
            byte[] all = out.toByteArray();
            return Arrays.copyOf(all, all.length - TAIL.length);
        } finally {
            deflater.end();
        }
    }

    public static byte[] deflated(byte[] plain) {
        return deflated(plain, Deflater.DEFAULT_COMPRESSION, Deflater.DEFAULT_STRATEGY);
    }

    /** The message of a compressed payload. */
    public static byte[] inflated(byte[] compressed) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(Frames.joined(compressed, TAIL));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 12];
            for (int made = inflater.inflate(buffer); made > 0; made = inflater.inflate(buffer)) {
                out.write(buffer, 0, made);
            }
            return out.toByteArray();
        } catch (DataFormatException damaged) {
            throw new AssertionError("the server sent a damaged message", damaged);
        } finally {
            inflater.end();
        }
    }

    /** The same frame as it would be without compression. */
    public static ServerFrame plain(ServerFrame frame) {
        return (frame.first() & COMPRESSED) == 0
                ? frame
                : new ServerFrame(frame.first() & ~COMPRESSED, inflated(frame.payload()));
    }
}
