package dev.mooring.server.conversation;

import dev.mooring.server.conversation.Script.Expected;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.PerMessageDeflate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * What one client hears, held against its script and against what others were told to do to it.
 *
 * <p>Two things only widen what may come. A connection that another one closed must hear that code instead of its own. One
 * that lost a part of a write to an error of the test may end early, but what it hears until then is held to the byte.
 */
final class Hearing {
    private static final int CLOSE = Frames.FINAL | Frames.CLOSE;
    private static final int INTERNAL_ERROR = 1011;
    private static final int NO_STATUS = 1005;
    private static final int SHOWN = 60;

    private final Script script;
    private final ArrayDeque<Expected> own;
    private final ArrayDeque<byte[]> notes = new ArrayDeque<>();
    private int closedByOther;
    private boolean loose;
    private boolean upgraded;
    private boolean closed;
    private int opened;
    private int ended;
    private int told;

    Hearing(Script script) {
        this.script = script;
        this.own = new ArrayDeque<>(script.answers());
    }

    Script script() {
        return script;
    }

    boolean upgraded() {
        return upgraded;
    }

    /** Whether the server's Close was heard. */
    boolean closed() {
        return closed;
    }

    /** Whether all is heard that has to be. */
    boolean complete() {
        return own.isEmpty() && notes.isEmpty();
    }

    /** The handler has sent it something that is not in its script. */
    void note(byte[] text) {
        notes.add(text);
    }

    void closedByOther(int code) {
        closedByOther = code;
    }

    /** It may end early from here on. */
    void loosen() {
        loose = true;
    }

    void open() {
        opened++;
    }

    void told(int code) {
        ended++;
        told = code;
    }

    void head(String head) {
        int status = script.ending().status();
        check(status != 0 && head.startsWith("HTTP/1.1 " + status + " "), "answered " + head);
        if (status == 101) {
            check(
                    head.contains("\r\nSec-WebSocket-Accept: " + script.ending().accept() + "\r\n"),
                    "another's accept key in " + head);
            check(
                    head.contains(PerMessageDeflate.AGREED) == script.conduct().compressed(),
                    "another's compression in " + head);
            upgraded = true;
        }
    }

    void frame(int first, byte[] bytes, int from, int to) {
        check(!closed, "a frame after the Close");
        if ((first & PerMessageDeflate.COMPRESSED) != 0) {
            check(script.conduct().compressed(), "compressed, which was not agreed on");
            byte[] plain = PerMessageDeflate.inflated(Arrays.copyOfRange(bytes, from, to));
            check(plain.length > to - from, "compressed, and longer than plain");
            frame(first & ~PerMessageDeflate.COMPRESSED, plain, 0, plain.length);
        } else if (first == CLOSE) {
            close(to - from < 2 ? NO_STATUS : ((bytes[from] & 0xFF) << 8) | (bytes[from + 1] & 0xFF));
        } else if (isNext(first, bytes, from, to)) {
            own.remove();
        } else if (isNote(first, bytes, from, to)) {
            notes.remove();
        } else {
            throw failure("heard " + describe(first, Arrays.copyOfRange(bytes, from, to)));
        }
    }

    /** The server has ended it: by FIN, or by a reset. */
    void end(boolean reset) {
        if (loose || script.ending().status() != 101) {
            return;
        }
        check(!reset, "was reset");
        check(upgraded, "ended without an answer to the request");
        check(closed || (closedByOther == 0 && script.ending().close() == 0), "ended without a Close");
        check(closedByOther != 0 || complete(), "ended too early");
    }

    /** Once the server has nothing open: the handler was told each beginning and each end, once and rightly. */
    void settled() {
        check(opened == (upgraded ? 1 : 0) || (loose && !upgraded), "opened " + opened + " times");
        check(ended == opened, "the handler was told " + ended + " ends");
        int expected = closedByOther == 0 ? script.ending().told() : closedByOther;
        check(loose || opened == 0 || told == expected, "the handler was told " + told + " instead of " + expected);
    }

    /** The code that the handler was told, 0 when it never knew the connection. */
    int told() {
        return told;
    }

    boolean hasOpened() {
        return opened > 0;
    }

    AssertionError failure(String what) {
        return new AssertionError("conversation " + script.number() + ": " + what + "; " + this);
    }

    @Override
    public String toString() {
        return "upgraded " + upgraded + ", closed " + closed + " (by another with " + closedByOther + "), loose "
                + loose
                + ", still to hear " + own.size() + " answers"
                + (own.isEmpty()
                        ? ""
                        : ", first "
                                + describe(own.element().first(), own.element().payload()))
                + ", " + notes.size() + " notes"
                + (notes.isEmpty() ? "" : ", first " + describe(Frames.FINAL | Frames.TEXT, notes.element()))
                + ", " + script.ending() + ", " + script.conduct();
    }

    private void close(int code) {
        closed = true;
        if (loose && (code == INTERNAL_ERROR || code == script.ending().close() || code == closedByOther)) {
            return;
        }
        if (closedByOther == 0) {
            check(code == script.ending().close(), "closed with " + code);
            check(complete(), "closed too early");
        } else {
            check(code == closedByOther, "closed with " + code);
            check(notes.isEmpty(), "closed before what was sent to it");
        }
    }

    private boolean isNext(int first, byte[] bytes, int from, int to) {
        Expected next = own.peek();
        return next != null
                && next.first() == first
                && Arrays.equals(next.payload(), 0, next.payload().length, bytes, from, to);
    }

    private boolean isNote(int first, byte[] bytes, int from, int to) {
        byte[] next = notes.peek();
        return next != null
                && first == (Frames.FINAL | Frames.TEXT)
                && Arrays.equals(next, 0, next.length, bytes, from, to);
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw failure(otherwise);
        }
    }

    private static String describe(int first, byte[] payload) {
        String text = new String(payload, 0, Math.min(payload.length, SHOWN), StandardCharsets.ISO_8859_1);
        return Integer.toHexString(first) + " with " + payload.length + " bytes: " + text;
    }
}
