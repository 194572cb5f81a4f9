package dev.mooring.server.connection;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * What a connection is called outside its host: 11 bytes, written as 16 characters of base64url like the ids of API
 * Gateway.
 *
 * @param host 24 bits; 0 where the host has been given no number
 * @param descriptor the socket's, which the kernel gives to another connection after the end
 * @param nonce tells those apart; 0 for a connection that has ended without anybody having asked for its id
 */
public record ConnectionId(int host, int descriptor, int nonce) {
    private static final int BYTES = 11;
    private static final int LENGTH = 16;

    /** Reads an id; empty when the text is none, as when it is another way to write the same bytes. */
    public static Optional<ConnectionId> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.remaining() != BYTES) {
            return Optional.empty();
        }
        ConnectionId id = new ConnectionId(
                ((bytes.getShort() << 8) & 0xFFFF00) | (bytes.get() & 0xFF), bytes.getInt(), bytes.getInt());
        return Optional.of(id).filter(read -> read.toString().equals(text));
    }

    @Override
    public String toString() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putShort((short) (host >> 8))
                .put((byte) host)
                .putInt(descriptor)
                .putInt(nonce)
                .array();
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
