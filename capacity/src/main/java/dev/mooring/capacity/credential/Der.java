package dev.mooring.capacity.credential;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** As much of DER as it takes to put an old form of a private key into the new one. */
public final class Der {
    /** The tag of a sequence. */
    public static final int SEQUENCE = 0x30;
    /** The tag of a whole number. */
    public static final int INTEGER = 0x02;
    /** The tag of bytes. */
    public static final int OCTETS = 0x04;
    /** The tag of the parameters within an EC key, RFC 5915. */
    public static final int PARAMETERS = 0xA0;

    private static final int LONG_FORM = 0x80;
    private static final int MAX_LENGTH_BYTES = 3;

    private Der() {}

    /**
     * The content of the element at the buffer's position, which is then behind it.
     *
     * @throws IllegalArgumentException when there is another element, or none
     */
    public static ByteBuffer content(ByteBuffer buffer, int tag) {
        try {
            int found = Byte.toUnsignedInt(buffer.get());
            int length = length(buffer);
            if (found != tag || length > buffer.remaining()) {
                throw new IllegalArgumentException("element " + found + " of " + length + " bytes for " + tag);
            }
            ByteBuffer content = buffer.slice(buffer.position(), length);
            buffer.position(buffer.position() + length);
            return content;
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("cut off", cut);
        }
    }

    private static int length(ByteBuffer buffer) {
        int first = Byte.toUnsignedInt(buffer.get());
        if (first < LONG_FORM) {
            return first;
        }
        int count = first - LONG_FORM;
        if (count > MAX_LENGTH_BYTES) {
            throw new IllegalArgumentException("a length of " + count + " bytes");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = (length << Byte.SIZE) | Byte.toUnsignedInt(buffer.get());
        }
        return length;
    }

    /** An element of less than 64 KiB with this content. */
    public static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.length < LONG_FORM) {
            element.write(content.length);
        } else {
            element.write(LONG_FORM + 2);
            element.write(content.length >> Byte.SIZE);
            element.write(content.length);
        }
        element.writeBytes(content);
        return element.toByteArray();
    }

    /** One behind the other. */
    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
