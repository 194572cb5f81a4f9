package dev.mooring.engineredis.resp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Commands as bytes, an array of strings each, so that nothing in them is taken for another command. */
public final class Command {
    private static final byte[] END = {'\r', '\n'};

    private Command() {}

    public static byte[] of(String... words) {
        return of(List.of(words).stream().map(word -> word.getBytes(UTF_8)).toList());
    }

    public static byte[] of(List<byte[]> words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        head(bytes, '*', words.size());
        for (byte[] word : words) {
            head(bytes, '$', word.length);
            bytes.writeBytes(word);
            bytes.writeBytes(END);
        }
        return bytes.toByteArray();
    }

    /** {@code PUBLISH channel message}, the message being a byte and the remaining bytes of a payload, copied once. */
    public static byte[] publish(byte[] channel, byte first, ByteBuffer payload) {
        byte[] heads = ("*3\r\n$7\r\nPUBLISH\r\n$" + channel.length + "\r\n").getBytes(UTF_8);
        byte[] length = ("\r\n$" + (1 + payload.remaining()) + "\r\n").getBytes(UTF_8);
        return ByteBuffer.allocate(heads.length + channel.length + length.length + 1 + payload.remaining() + 2)
                .put(heads)
                .put(channel)
                .put(length)
                .put(first)
                .put(payload.duplicate())
                .put(END)
                .array();
    }

    private static void head(ByteArrayOutputStream bytes, char kind, int number) {
        bytes.write(kind);
        bytes.writeBytes(Integer.toString(number).getBytes(UTF_8));
        bytes.writeBytes(END);
    }
}
