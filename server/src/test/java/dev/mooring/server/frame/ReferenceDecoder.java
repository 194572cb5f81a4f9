package dev.mooring.server.frame;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A slow decoder of a whole stream, written from RFC 6455 for one purpose: to be an oracle. It shares no code with the
 * fast one and judges text by the platform's decoder.
 */
final class ReferenceDecoder {
    private static final List<byte[]> ENDINGS = endings();

    private final byte[] stream;
    private final FrameLimits limits;
    private final List<String> events = new ArrayList<>();
    private byte[] message = {};
    private int messageKind;
    private int fragments;
    private int at;
    private int held;
    private boolean starved;
    private boolean ended;

    ReferenceDecoder(FrameLimits limits, byte[] stream) {
        this.limits = limits;
        this.stream = stream;
    }

    List<String> events() {
        while (!ended && !starved && at < stream.length) {
            frame();
        }
        return List.copyOf(events);
    }

    /** Whether the stream ended between two messages and without a close or violation. */
    boolean idle() {
        return !ended && !starved && messageKind == 0;
    }

    /** Bytes of a partial header, frame or message at the stream's end. */
    int held() {
        return ended ? 0 : message.length + held;
    }

    private void frame() {
        if (stream.length - at < 2) {
            starve(1);
            return;
        }
        String wrong = wrongStart(stream[at] & 0xFF, stream[at + 1] & 0xFF);
        if (!wrong.isEmpty()) {
            end("violation " + wrong);
            return;
        }
        int shortLength = stream[at + 1] & 0x7F;
        int lengthBytes = shortLength == 127 ? 8 : shortLength == 126 ? 2 : 0;
        if (stream.length - at < 6 + lengthBytes) {
            starve(stream.length - at);
            return;
        }
        long length = lengthBytes == 0 ? shortLength : number(at + 2, lengthBytes);
        if (length < 0 || (lengthBytes == 2 && length < 126) || (lengthBytes == 8 && length < 65_536)) {
            end("violation 1002 length encoding");
            return;
        }
        payload(stream[at] & 0xFF, at + 2 + lengthBytes, length);
    }

    private String wrongStart(int first, int second) {
        int opcode = first & 15;
        if ((first & 0x70) != 0) {
            return "1002 reserved bit set";
        }
        if (!List.of(0, 1, 2, 8, 9, 10).contains(opcode)) {
            return "1002 unknown opcode";
        }
        if (second < 0x80) {
            return "1002 frame not masked";
        }
        if (opcode >= 8) {
            return first < 0x80
                    ? "1002 control frame fragmented"
                    : second > 0x80 + 125 ? "1002 control frame longer than 125 bytes" : "";
        }
        if (opcode == 0 && messageKind == 0) {
            return "1002 continuation without a message";
        }
        if (opcode != 0 && messageKind != 0) {
            return "1002 message inside a message";
        }
        return messageKind != 0 && fragments == limits.maxFragments() ? "1008 too many fragments" : "";
    }

    private void payload(int first, int keyAt, long length) {
        int opcode = first & 15;
        if (opcode < 8 && length + message.length > limits.maxMessage().count()) {
            end("violation 1009 message too big");
            return;
        }
        int present = (int) Math.min(length, stream.length - keyAt - 4);
        byte[] bytes = new byte[present];
        for (int i = 0; i < present; i++) {
            bytes[i] = (byte) (stream[keyAt + 4 + i] ^ stream[keyAt + i % 4]);
        }
        boolean whole = present == length;
        at = whole ? keyAt + 4 + present : at;
        if (opcode < 8) {
            data(opcode, first >= 0x80, bytes, whole);
        } else if (whole) {
            control(opcode, bytes);
        } else {
            starve(present);
        }
    }

    private void data(int opcode, boolean last, byte[] bytes, boolean whole) {
        messageKind = opcode == 0 ? messageKind : opcode;
        fragments = opcode == 0 ? fragments + 1 : 1;
        byte[] joined = Arrays.copyOf(message, message.length + bytes.length);
        System.arraycopy(bytes, 0, joined, message.length, bytes.length);
        message = joined;
        boolean complete = whole && last;
        if (messageKind == 1 && !(complete ? isText(message) : mayBecomeText(message))) {
            end("violation 1007 text is not UTF-8");
        } else if (complete) {
            events.add(
                    messageKind == 1
                            ? "text " + new String(message, StandardCharsets.UTF_8)
                            : "binary " + hex(message));
            message = new byte[0];
            messageKind = 0;
        } else if (!whole) {
            starved = true;
        }
    }

    private void control(int opcode, byte[] bytes) {
        if (opcode != 8) {
            events.add(((opcode == 9 ? "ping " : "pong ") + hex(bytes)).strip());
        } else if (bytes.length == 0) {
            end("close 1005");
        } else if (bytes.length == 1) {
            end("violation 1002 close code cut short");
        } else {
            int code = (bytes[0] & 0xFF) * 256 + (bytes[1] & 0xFF);
            boolean allowed = (code >= 1000 && code < 1015 && code != 1004 && code != 1005 && code != 1006)
                    || (code >= 3000 && code < 5000);
            boolean text = isText(Arrays.copyOfRange(bytes, 2, bytes.length));
            end(
                    !allowed
                            ? "violation 1002 close code not allowed"
                            : text ? "close " + code : "violation 1007 close reason is not UTF-8");
        }
    }

    /** The stream stops inside this frame, of which these bytes are held. */
    private void starve(int bytes) {
        held = bytes;
        starved = true;
    }

    private void end(String event) {
        events.add(event);
        ended = true;
    }

    private long number(int from, int bytes) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | (stream[from + i] & 0xFF);
        }
        return number;
    }

    private static boolean mayBecomeText(byte[] start) {
        return ENDINGS.stream().anyMatch(ending -> {
            byte[] tried = Arrays.copyOf(start, start.length + ending.length);
            System.arraycopy(ending, 0, tried, start.length, ending.length);
            return isText(tried);
        });
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** One of these completes any character that can be completed. */
    private static List<byte[]> endings() {
        HexFormat hex = HexFormat.of();
        return Stream.of("", "80", "8080", "a080", "808080", "908080")
                .map(hex::parseHex)
                .toList();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
