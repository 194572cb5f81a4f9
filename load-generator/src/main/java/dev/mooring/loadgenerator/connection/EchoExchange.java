package dev.mooring.loadgenerator.connection;

import java.nio.ByteBuffer;

/**
 * One connection's message that is under way, and how much of its echo has come back.
 *
 * <p>Every message is a different window of the loop's random bytes, so an echo of an earlier message or of another
 * connection is noticed.
 */
final class EchoExchange {
    private final EchoMessages messages;
    private int window;
    private int matched;
    private long sentNanos;
    private boolean last;

    EchoExchange(EchoMessages messages, int firstWindow) {
        this.messages = messages;
        window = firstWindow;
    }

    /** The next message to send, valid until the loop's next one. */
    ByteBuffer next(long nowNanos) {
        window++;
        matched = 0;
        sentNanos = nowNanos;
        return messages.window(window);
    }

    /** Whether the next bytes of the echo are right. */
    boolean matches(ByteBuffer payload) {
        ByteBuffer expected = messages.window(window);
        if (payload.remaining() > expected.remaining() - matched) {
            return false;
        }
        ByteBuffer piece = expected.slice(matched, payload.remaining());
        matched += payload.remaining();
        return piece.equals(payload);
    }

    /** No message follows the one that is under way. */
    void end() {
        last = true;
    }

    boolean isLast() {
        return last;
    }

    boolean complete() {
        return matched == messages.size();
    }

    long nanosSinceSent(long nowNanos) {
        return nowNanos - sentNanos;
    }
}
