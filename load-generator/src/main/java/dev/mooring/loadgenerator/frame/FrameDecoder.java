package dev.mooring.loadgenerator.frame;

import java.nio.ByteBuffer;

/**
 * Decoder of a server's frames (unmasked), RFC 6455 section 5, over whatever bytes have arrived.
 *
 * <p>Stateless and thread-safe: the one number between two calls, whether a fragmented message is open and of which kind,
 * is the caller's, so a connection needs no decoder object. Payloads are handed on as slices, never copied. Text and the
 * reasons of Closes are checked for UTF-8, RFC 6455 section 8.1, at eight bytes a step while they are ASCII.
 */
public final class FrameDecoder {
    /** Largest frame that is waited for. */
    public static final int MAX_PAYLOAD = 1 << 20;

    private static final int MAX_CONTROL_PAYLOAD = 125;

    private FrameDecoder() {}

    /**
     * Decodes every complete frame and leaves the position at the first incomplete one.
     *
     * @param before what the last call returned, 0 at first
     * @return what is open now; 0 is nothing
     */
    public static int decode(ByteBuffer in, int before, FrameSink sink) {
        int open = before;
        while (in.remaining() >= 2) {
            int first = in.get(in.position()) & 0xff;
            int second = in.get(in.position() + 1) & 0xff;
            int opcode = first & 0x0f;
            boolean last = (first & 0x80) != 0;
            String fault = fault(first, second, open != OpenMessage.NONE);
            if (!fault.isEmpty()) {
                return violated(in, sink, fault);
            }
            int header = second < 126 ? 2 : second == 126 ? 4 : 10;
            if (in.remaining() < header) {
                return open;
            }
            long length = length(in, second);
            if (length < 0) {
                return violated(in, sink, "length with the highest bit set");
            }
            if (length > MAX_PAYLOAD) {
                in.position(in.limit());
                sink.tooLarge();
                return OpenMessage.NONE;
            }
            if (in.remaining() < header + length) {
                return open;
            }
            ByteBuffer payload = in.slice(in.position() + header, (int) length);
            in.position(in.position() + header + (int) length);
            if (opcode == Opcode.CLOSE) {
                closed(in, payload, sink);
                return open;
            }
            if (opcode == Opcode.PING) {
                sink.ping(payload);
            } else if (opcode < Opcode.CLOSE) {
                int message = message(opcode, open);
                open = OpenMessage.isText(message) ? OpenMessage.behind(message, payload) : message;
                if (open == OpenMessage.INVALID || (last && open > OpenMessage.TEXT)) {
                    return violated(in, sink, "text that is not UTF-8", CloseCode.INVALID_DATA);
                }
                sink.data(payload, OpenMessage.isText(open), last);
                open = last ? OpenMessage.NONE : open;
            }
        }
        return open;
    }

    private static String fault(int first, int second, boolean open) {
        int opcode = first & 0x0f;
        boolean control = opcode >= Opcode.CLOSE;
        if ((first & 0x70) != 0) {
            return "reserved bit without an extension";
        }
        if ((second & 0x80) != 0) {
            return "masked frame from a server";
        }
        if (opcode > Opcode.PONG || (opcode > Opcode.BINARY && !control)) {
            return "unknown opcode " + opcode;
        }
        if (control && ((first & 0x80) == 0 || second > MAX_CONTROL_PAYLOAD)) {
            return "fragmented or oversized control frame";
        }
        if (!control && open != (opcode == Opcode.CONTINUATION)) {
            return open ? "new message inside a fragmented one" : "continuation of nothing";
        }
        return "";
    }

    private static long length(ByteBuffer in, int second) {
        return switch (second) {
            case 126 -> in.getShort(in.position() + 2) & 0xffff;
            case 127 -> in.getLong(in.position() + 2);
            default -> second;
        };
    }

    private static int message(int opcode, int open) {
        return switch (opcode) {
            case Opcode.TEXT -> OpenMessage.TEXT;
            case Opcode.BINARY -> OpenMessage.BINARY;
            default -> open;
        };
    }

    private static void closed(ByteBuffer in, ByteBuffer payload, FrameSink sink) {
        if (payload.remaining() == 1) {
            violated(in, sink, "Close with half a code");
            return;
        }
        int code = payload.remaining() == 0 ? CloseCode.NO_STATUS : payload.getShort(0) & 0xffff;
        if (payload.remaining() > 0 && !CloseCode.maySend(code)) {
            violated(in, sink, "Close with code " + code);
            return;
        }
        if (payload.remaining() > 2
                && OpenMessage.behind(OpenMessage.TEXT, payload.slice(2, payload.remaining() - 2))
                        != OpenMessage.TEXT) {
            violated(in, sink, "Close with a reason that is not UTF-8", CloseCode.INVALID_DATA);
            return;
        }
        in.position(in.limit());
        sink.close(code);
    }

    private static int violated(ByteBuffer in, FrameSink sink, String reason) {
        return violated(in, sink, reason, CloseCode.PROTOCOL_ERROR);
    }

    private static int violated(ByteBuffer in, FrameSink sink, String reason, int code) {
        in.position(in.limit());
        sink.violation(reason, code);
        return OpenMessage.NONE;
    }
}
