package dev.mooring.server.conversation;

import dev.mooring.server.conversation.Script.Last;
import dev.mooring.server.functional.Frames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/** The client of one conversation: says the next packet of its script, and hears what has come. It never blocks. */
final class Client {
    private static final int NARROW_RECEIVE_BUFFER = 2_304;
    private static final ByteBuffer READ = ByteBuffer.allocateDirect(1 << 16);

    private final Script script;
    private final Hearing hearing;
    private final SocketChannel channel;
    private final InetSocketAddress address;
    private final ByteArrayOutputStream unplanned = new ByteArrayOutputStream(0);
    private ByteBuffer saying = ByteBuffer.allocate(0);
    private int said;
    private boolean replied;
    private boolean lastDone;
    private boolean blocked;
    private boolean ended;
    private byte[] heard = new byte[256];
    private int heardBytes;
    private boolean headRead;
    private long touches = 1;

    Client(Hearing hearing, SteppedLoop loop) {
        this.hearing = hearing;
        this.script = hearing.script();
        try {
            channel = SocketChannel.open();
            InetSocketAddress server = loop.wide();
            if (script.conduct().narrow()) {
                server = loop.narrow();
                channel.setOption(StandardSocketOptions.SO_RCVBUF, NARROW_RECEIVE_BUFFER);
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                // Its own, so that a port alone tells the connections of both apart.
                channel.bind(new InetSocketAddress(server.getAddress(), 0));
            }
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(server);
            channel.configureBlocking(false);
            address = (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    Hearing hearing() {
        return hearing;
    }

    boolean ended() {
        return ended;
    }

    /** Calls that the server's kernel can have noticed, each worth an event or two. */
    long touches() {
        return touches;
    }

    /** Hears what there is and says the next packet; false when there was nothing to do. */
    boolean step() {
        try {
            boolean moved = (!script.conduct().narrow() || blocked || lastDone || saidAll()) && hear();
            return (!ended && !lastDone && say()) || moved;
        } catch (IOException failed) {
            throw hearing.failure("failed with " + failed);
        }
    }

    /** Says what it can before the first fault, for a step of which the server has ended the connection. */
    private boolean say() throws IOException {
        if (!saying.hasRemaining() && !next()) {
            return false;
        }
        try {
            int before = saying.remaining();
            channel.write(saying);
            blocked = saying.hasRemaining();
            touches++;
            return saying.remaining() < before;
        } catch (IOException gone) {
            // What the server said before it went is still to be heard; the script's rest is not.
            saying = ByteBuffer.allocate(0);
            said = script.stream().length;
            unplanned.reset();
            lastDone = true;
            return true;
        }
    }

    /** What is to be said next; false when all is said, and then the last act is done. */
    private boolean next() throws IOException {
        boolean between = script.boundaries().get(said) && !replied;
        if (unplanned.size() > 0 && between) {
            saying = ByteBuffer.wrap(unplanned.toByteArray());
            unplanned.reset();
            if (hearing.closed()) {
                replied = true;
                said = script.stream().length;
            }
            return true;
        }
        if (!saidAll()) {
            int end = first(
                    script.cuts(), unplanned.size() > 0 ? first(script.boundaries(), script.stream().length) : -1);
            saying = ByteBuffer.wrap(script.stream(), said, end - said);
            said = end;
            return true;
        }
        return lastAct();
    }

    /** The next offset in the set, or the bound when that comes first; a bound of -1 is none. */
    private int first(BitSet offsets, int bound) {
        int next = offsets.nextSetBit(said + 1);
        return next < 0 || (bound >= 0 && bound < next) ? bound : next;
    }

    private boolean saidAll() {
        return said == script.stream().length && !saying.hasRemaining();
    }

    private boolean lastAct() throws IOException {
        Last last = replied ? Last.WAIT : script.ending().last();
        switch (last) {
            case WAIT -> {
                return false;
            }
            case SHUT_OUTPUT -> channel.shutdownOutput();
            case RESET -> {
                boolean tooEarly = script.ending().close() == 0 ? !hearing.upgraded() : !hearing.closed();
                if (script.ending().status() == 101 && tooEarly) {
                    return false;
                }
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.close();
                ended = true;
            }
        }
        lastDone = true;
        touches++;
        return false;
    }

    private boolean hear() throws IOException {
        int received;
        try {
            received = channel.read(READ.clear());
        } catch (IOException reset) {
            end(true);
            return true;
        }
        if (received == 0) {
            return false;
        }
        touches++;
        if (received < 0) {
            end(false);
            return true;
        }
        if (heard.length - heardBytes < received) {
            heard = Arrays.copyOf(heard, Math.max(2 * heard.length, heardBytes + received));
        }
        READ.flip().get(heard, heardBytes, received);
        heardBytes += received;
        understand();
        return true;
    }

    private void end(boolean reset) throws IOException {
        ended = true;
        touches++;
        channel.close();
        hearing.end(reset);
    }

    private void understand() {
        int from = headRead ? 0 : head();
        while (headRead && hearing.upgraded()) {
            int next = frame(from);
            if (next < 0) {
                break;
            }
            from = next;
        }
        System.arraycopy(heard, from, heard, 0, heardBytes - from);
        heardBytes -= from;
    }

    private int head() {
        String text = new String(heard, 0, heardBytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        headRead = true;
        hearing.head(text.substring(0, end + 2));
        return end + 4;
    }

    /** Where the next frame begins; -1 when this one is not whole. */
    private int frame(int from) {
        if (heardBytes - from < 2) {
            return -1;
        }
        int lengthBytes = switch (heard[from + 1] & 0xFF) {
            case 126 -> 2;
            case 127 -> 8;
            default -> 0;
        };
        int payload = from + 2 + lengthBytes;
        if (heardBytes < payload) {
            return -1;
        }
        long length = lengthBytes == 0 ? heard[from + 1] & 0xFF : 0;
        for (int i = from + 2; i < payload; i++) {
            length = (length << 8) | (heard[i] & 0xFF);
        }
        if (length < 0 || length > Payloads.LONG) {
            throw hearing.failure("heard a frame of " + length + " bytes");
        }
        if (heardBytes - payload < length) {
            return -1;
        }
        int to = payload + (int) length;
        receive(heard[from] & 0xFF, payload, to);
        return to;
    }

    private void receive(int first, int from, int to) {
        if (first == (Frames.FINAL | Frames.PING) && to == from) {
            unplanned.writeBytes(Frames.frame(Frames.FINAL | Frames.PONG, new byte[0]));
            return;
        }
        hearing.frame(first, heard, from, to);
        if (hearing.closed()) {
            unplanned.reset();
            unplanned.writeBytes(Frames.frame(Frames.FINAL | Frames.CLOSE, Arrays.copyOfRange(heard, from, to)));
        }
    }
}
