package dev.mooring.server.tls.handshake;

import io.netty.internal.tcnative.SSLContext;
import io.netty.internal.tcnative.SessionTicketKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of tickets: one that seals, and the one before it, which still opens. They are in no file and on no other host, so
 * that a ticket is good for this process alone. Not thread-safe.
 */
final class TicketKeys {
    private static final int OPENING = 2;

    private final SecureRandom random = new SecureRandom();
    private final List<SessionTicketKey> keys = new ArrayList<>();

    /** Has the context seal with another key; what the last one but one has sealed opens no more. */
    void rotate(long context) {
        keys.addFirst(new SessionTicketKey(
                bytes(SessionTicketKey.NAME_SIZE),
                bytes(SessionTicketKey.HMAC_KEY_SIZE),
                bytes(SessionTicketKey.AES_KEY_SIZE)));
        if (keys.size() > OPENING) {
            keys.removeLast();
        }
        SSLContext.setSessionTicketKeys(context, keys.toArray(SessionTicketKey[]::new));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
