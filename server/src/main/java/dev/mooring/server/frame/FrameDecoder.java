package dev.mooring.server.frame;

import static java.util.Objects.requireNonNull;

import dev.mooring.server.CloseCode;
import dev.mooring.server.MessageType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A decoder of a client's frames into messages, strict to RFC 6455 section 5, and to RFC 7692 where the sink inflates.
 *
 * <p>An idle decoder carries nothing from one call to the next, so one decoder serves all idle connections of an event
 * loop; a connection keeps it to itself only from a call that leaves it not {@link #idle()} until it is idle again.
 *
 * <p>Not thread-safe. A frame that lies whole in the chunk costs no object and no copy: it is unmasked where it lies. Any
 * other payload is copied once, into memory that grows with what arrives and never exceeds the message limit. Text is
 * validated as it arrives, so a broken byte ends the connection before its frame is complete; compressed text once it is
 * inflated.
 */
public final class FrameDecoder {
    private static final int FINAL = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OPCODE = 0x0F;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    /** Has no state that anybody could change. */
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final int maxMessage;
    private final int maxFragments;
    private final ByteBuffer header = ByteBuffer.allocate(FrameHeader.MAX_LENGTH);
    private final PartialPayload message;
    private final PartialPayload control = new PartialPayload(FrameHeader.MAX_CONTROL_PAYLOAD);

    private boolean ended;
    private boolean inPayload;
    private int opcode;
    private boolean last;
    private int unread;
    private int key;

    private @Nullable MessageType open;
    private boolean compressed;
    private int fragments;
    private int text = Utf8.COMPLETE;

    public FrameDecoder(FrameLimits limits) {
        maxMessage = Math.toIntExact(limits.maxMessage().count());
        maxFragments = limits.maxFragments();
        message = new PartialPayload(maxMessage);
    }

    /**
     * Decodes and consumes the chunk, whole. After a close or a violation the rest is discarded, and so is every later
     * chunk. A sink that throws makes the rest of the chunk undefined: close the connection.
     *
     * @param chunk big endian, and the decoder's alone during the call; its content is overwritten. The sink is handed
     *     views of it, never this very buffer
     */
    public void decode(ByteBuffer chunk, FrameSink sink) {
        while (!ended && chunk.hasRemaining()) {
            if (inPayload || readHeader(chunk, sink)) {
                readPayload(chunk, sink);
            }
        }
        chunk.position(chunk.limit());
    }

    /** Forgets everything, as after a sink that threw; allocates nothing. */
    public void reset() {
        ended = false;
        discardPartial();
    }

    /** Whether nothing of a frame or message is held and the peer may go on: any connection may use this decoder. */
    public boolean idle() {
        return header.position() == 0 && !inPayload && open == null && !ended;
    }

    /** Whether the peer closed or broke a rule, so that nothing more is decoded. */
    public boolean ended() {
        return ended;
    }

    /** Whether a message has begun, be it between two of its frames. */
    public boolean insideMessage() {
        return open != null;
    }

    /** Bytes of memory held for an incomplete frame or message, the decoder itself aside. */
    public long heldBytes() {
        return message.held() + control.held();
    }

    /** Bytes of an incomplete header, frame or message that have arrived. */
    public int bufferedBytes() {
        return header.position() + message.size() + control.size();
    }

    private boolean readHeader(ByteBuffer chunk, FrameSink sink) {
        int at = chunk.position();
        if (header.position() > 0 || chunk.remaining() < 2) {
            return collectHeader(chunk, sink);
        }
        if (!allows(chunk.get(at), chunk.get(at + 1), sink)) {
            return false;
        }
        int length = FrameHeader.length(chunk.get(at + 1));
        if (length > chunk.remaining()) {
            header.put(chunk);
            return false;
        }
        chunk.position(at + length);
        return start(chunk, at, sink);
    }

    private boolean collectHeader(ByteBuffer chunk, FrameSink sink) {
        while (chunk.hasRemaining()) {
            header.put(chunk.get());
            if (header.position() == 2 && !allows(header.get(0), header.get(1), sink)) {
                return false;
            }
            if (header.position() >= 2 && header.position() == FrameHeader.length(header.get(1))) {
                header.clear();
                return start(header, 0, sink);
            }
        }
        return false;
    }

    /** Checks what the first two bytes tell. */
    private boolean allows(byte first, byte second, FrameSink sink) {
        int kind = first & OPCODE;
        if ((first & RESERVED) != 0 && !announcesCompression(first, sink)) {
            return violated(CloseCode.PROTOCOL_ERROR, "reserved bit set", sink);
        }
        if (!Opcode.isKnown(kind)) {
            return violated(CloseCode.PROTOCOL_ERROR, "unknown opcode", sink);
        }
        if ((second & MASKED) == 0) {
            return violated(CloseCode.PROTOCOL_ERROR, "frame not masked", sink);
        }
        if (Opcode.isControl(kind)) {
            return allowsControl(first, second, sink);
        }
        if (kind == Opcode.CONTINUATION && open == null) {
            return violated(CloseCode.PROTOCOL_ERROR, "continuation without a message", sink);
        }
        if (kind != Opcode.CONTINUATION && open != null) {
            return violated(CloseCode.PROTOCOL_ERROR, "message inside a message", sink);
        }
        return open == null
                || fragments < maxFragments
                || violated(CloseCode.POLICY_VIOLATION, "too many fragments", sink);
    }

    /** Whether it is the first byte of a compressed message, and of a connection that may send one. */
    private static boolean announcesCompression(byte first, FrameSink sink) {
        int kind = first & OPCODE;
        return (first & RESERVED) == Opcode.COMPRESSED
                && (kind == Opcode.TEXT || kind == Opcode.BINARY)
                && sink.inflater() != null;
    }

    private boolean allowsControl(byte first, byte second, FrameSink sink) {
        if ((first & FINAL) == 0) {
            return violated(CloseCode.PROTOCOL_ERROR, "control frame fragmented", sink);
        }
        return (second & LENGTH) <= FrameHeader.MAX_CONTROL_PAYLOAD
                || violated(CloseCode.PROTOCOL_ERROR, "control frame longer than 125 bytes", sink);
    }

    /** Takes over the whole header at {@code at}; the first two bytes are already checked. */
    private boolean start(ByteBuffer source, int at, FrameSink sink) {
        long length = FrameHeader.payload(source, at);
        if (length < 0) {
            return violated(CloseCode.PROTOCOL_ERROR, "length encoding", sink);
        }
        int kind = source.get(at) & OPCODE;
        if (!Opcode.isControl(kind)) {
            join(kind, (source.get(at) & Opcode.COMPRESSED) != 0);
            if (length > message.limit() - message.size()) {
                return violated(CloseCode.MESSAGE_TOO_BIG, "message too big", sink);
            }
        }
        opcode = kind;
        last = (source.get(at) & FINAL) != 0;
        unread = (int) length;
        key = FrameHeader.key(source, at);
        return true;
    }

    private void join(int kind, boolean announced) {
        if (kind == Opcode.CONTINUATION) {
            fragments++;
            return;
        }
        open = kind == Opcode.TEXT ? MessageType.TEXT : MessageType.BINARY;
        fragments = 1;
        text = Utf8.COMPLETE;
        compressed = announced;
        message.limit(announced ? MessageInflater.longestCompressed(maxMessage) : maxMessage);
    }

    private void readPayload(ByteBuffer chunk, FrameSink sink) {
        int from = chunk.position();
        int to = from + Math.min(unread, chunk.remaining());
        key = Masking.apply(chunk, from, to, key);
        chunk.position(to);
        unread -= to - from;
        inPayload = unread > 0;
        if (Opcode.isControl(opcode)) {
            readControl(chunk, from, to, sink);
        } else {
            readData(chunk, from, to, sink);
        }
    }

    private void readControl(ByteBuffer chunk, int from, int to, FrameSink sink) {
        if (inPayload || control.size() > 0) {
            if (append(control, chunk, from, to, sink) && !inPayload) {
                ByteBuffer payload = control.view();
                control.release();
                handControl(payload, sink);
            }
            return;
        }
        handControl(from == to ? EMPTY : chunk.slice(from, to - from), sink);
    }

    private void handControl(ByteBuffer payload, FrameSink sink) {
        switch (opcode) {
            case Opcode.PING -> sink.ping(payload);
            case Opcode.PONG -> sink.pong(payload);
            default -> handClose(payload, sink);
        }
    }

    private void handClose(ByteBuffer payload, FrameSink sink) {
        if (!payload.hasRemaining()) {
            closed(CloseCode.NO_STATUS, sink);
            return;
        }
        if (payload.remaining() == 1) {
            violated(CloseCode.PROTOCOL_ERROR, "close code cut short", sink);
            return;
        }
        int code = payload.getShort() & 0xFFFF;
        if (!CloseCode.validOnTheWire(code)) {
            violated(CloseCode.PROTOCOL_ERROR, "close code not allowed", sink);
        } else if (Utf8.advance(Utf8.COMPLETE, payload, payload.position(), payload.limit()) != Utf8.COMPLETE) {
            violated(CloseCode.INVALID_PAYLOAD, "close reason is not UTF-8", sink);
        } else {
            closed(code, sink);
        }
    }

    private void readData(ByteBuffer chunk, int from, int to, FrameSink sink) {
        boolean whole = last && !inPayload;
        if (open == MessageType.TEXT && !compressed && !validText(chunk, from, to, whole)) {
            violated(CloseCode.INVALID_PAYLOAD, "text is not UTF-8", sink);
            return;
        }
        if ((!whole || message.size() > 0) && !append(message, chunk, from, to, sink)) {
            return;
        }
        if (whole) {
            handMessage(chunk, from, to, sink);
        }
    }

    private boolean append(PartialPayload part, ByteBuffer chunk, int from, int to, FrameSink sink) {
        long growth = part.growth(to - from);
        if (growth > 0 && !sink.mayHold(growth)) {
            return violated(CloseCode.TRY_AGAIN_LATER, "out of buffer memory", sink);
        }
        part.append(chunk, from, to);
        return true;
    }

    private boolean validText(ByteBuffer chunk, int from, int to, boolean whole) {
        text = Utf8.advance(text, chunk, from, to);
        return text == Utf8.COMPLETE || (text != Utf8.INVALID && !whole);
    }

    private void handMessage(ByteBuffer chunk, int from, int to, FrameSink sink) {
        MessageType type = open == MessageType.TEXT ? MessageType.TEXT : MessageType.BINARY;
        open = null;
        boolean apart = message.size() > 0;
        ByteBuffer payload = apart ? message.view() : chunk.slice(from, to - from);
        if (apart) {
            message.release();
        }
        if (compressed) {
            inflate(type, payload, sink);
        } else {
            sink.message(type, payload);
        }
    }

    private void inflate(MessageType type, ByteBuffer payload, FrameSink sink) {
        MessageInflater inflater = requireNonNull(sink.inflater());
        try {
            MessageInflater.Outcome outcome = inflater.inflate(payload, maxMessage, sink);
            ByteBuffer plain = inflater.payload();
            if (outcome != MessageInflater.Outcome.WHOLE) {
                violated(outcome.code, outcome.reason, sink);
            } else if (type == MessageType.TEXT
                    && Utf8.advance(Utf8.COMPLETE, plain, 0, plain.limit()) != Utf8.COMPLETE) {
                violated(CloseCode.INVALID_PAYLOAD, "text is not UTF-8", sink);
            } else {
                sink.inflated(type, plain);
            }
        } finally {
            inflater.release(sink);
        }
    }

    private void closed(int code, FrameSink sink) {
        ended = true;
        discardPartial();
        sink.close(code);
    }

    private boolean violated(int code, String reason, FrameSink sink) {
        ended = true;
        discardPartial();
        sink.violation(code, reason);
        return false;
    }

    private void discardPartial() {
        header.clear();
        message.release();
        control.release();
        inPayload = false;
        open = null;
    }
}
