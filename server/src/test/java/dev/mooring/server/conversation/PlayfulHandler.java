package dev.mooring.server.conversation;

import dev.mooring.server.CloseCode;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.connection.Connection;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An application that does with its connections and its payloads whatever the interface lets it do, and notes what it did to
 * whom. One thread.
 */
final class PlayfulHandler implements WebSocketHandler {
    private final Map<InetSocketAddress, Hearing> expected = new HashMap<>();
    private final IdentityHashMap<Connection, Hearing> talking = new IdentityHashMap<>();
    private final List<Connection> open = new ArrayList<>();
    private final SplittableRandom random;
    private @Nullable Connection lastEnded;
    private @Nullable ByteBuffer kept;
    private @Nullable AssertionError wrong;
    private int notes;

    PlayfulHandler(long seed) {
        random = new SplittableRandom(seed);
    }

    void expect(Client client) {
        expected.put(client.address(), client.hearing());
    }

    /** Throws what was found wrong on the server's side, which keeps to itself what a handler throws. */
    void check() {
        if (wrong != null) {
            throw wrong;
        }
    }

    void loosen(Connection lost, @Nullable Connection handled) {
        hearing(lost).loosen();
        if (handled != null) {
            hearing(handled).loosen();
        }
    }

    /** Connections that it was told of, and of whose end it was not. */
    int open() {
        return open.size();
    }

    /** Notes a message that everybody who is open is about to be sent. */
    void noteToAll(byte[] text) {
        open.stream()
                .filter(Connection::open)
                .forEach(connection -> hearing(connection).note(text));
    }

    @Override
    public void open(WebSocket socket) {
        Connection connection = (Connection) socket;
        Hearing hearing = connection.clientAddress().map(expected::remove).orElse(null);
        if (hearing == null) {
            throw wrong(new AssertionError("open for " + connection.clientAddress() + ", where nobody said a request"));
        }
        hearing.open();
        talking.put(connection, hearing);
        open.add(connection);
        Script script = hearing.script();
        if (script.conduct().greeted()) {
            connection.send(MessageType.TEXT, ByteBuffer.wrap(Payloads.greeting(script.tag())));
        }
        if (script.conduct().throwsInOpen()) {
            throw new Thrown();
        }
    }

    @Override
    public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
        Connection connection = (Connection) socket;
        misuse(kept);
        Hearing hearing = hearing(connection);
        Play play = payload.hasRemaining() ? Play.of(payload.get(payload.position())) : Play.ECHO;
        switch (play) {
            case LITTLE_ENDIAN -> readLittleEndian(payload);
            case UNCOVER -> uncover(payload, hearing);
            case LEAVE -> {
                payload.get();
                payload.limit(payload.position());
                return;
            }
            case BETWEEN -> {
                connection.send(type, payload.duplicate());
                another(connection, this::tell);
            }
            case LATER -> another(connection, this::tellLater);
            case MANY -> many(connection, hearing.script().tag());
            case MEDIUM ->
                answer(connection, Payloads.mediumOne(hearing.script().tag()));
            case LONG -> answer(connection, Payloads.longOne(hearing.script().tag()));
            case ATTACH -> connection.attach("attached by " + hearing.script().number());
            case ENDED -> useTheEnded();
            case UNREADABLE -> sendUnreadable(connection);
            case UNREADABLE_TO_ANOTHER -> another(connection, this::sendUnreadable);
            case CLOSE_ANOTHER -> another(connection, other -> closeWith(other, 4100 + random.nextInt(100)));
            case CLOSE_AS_SLOW -> another(connection, other -> closeWith(other, CloseCode.POLICY_VIOLATION));
            case THROW -> throw new Thrown();
            case ECHO, OVERWRITE, KEEP, ECHO_AND_THROW, CLOSE -> {}
        }
        if (play != Play.MANY && play != Play.MEDIUM && play != Play.LONG) {
            connection.send(type, payload);
        }
        after(play, connection, payload, hearing);
    }

    @Override
    public void close(WebSocket socket, int code) {
        Connection connection = (Connection) socket;
        Hearing hearing = hearing(connection);
        hearing.told(code);
        talking.remove(connection);
        open.removeIf(other -> isSame(other, connection));
        lastEnded = connection;
        if (random.nextInt(8) == 0) {
            another(connection, this::tell);
        }
        if (hearing.script().conduct().throwsInClose()) {
            throw new Thrown();
        }
    }

    private void after(Play play, Connection connection, ByteBuffer payload, Hearing hearing) {
        switch (play) {
            case OVERWRITE -> misuse(payload);
            case KEEP -> kept = payload;
            case ECHO_AND_THROW -> throw new Thrown.FullHeap();
            case CLOSE -> connection.close(hearing.script().ending().close(), "enough");
            default -> {}
        }
    }

    private static void readLittleEndian(ByteBuffer payload) {
        payload.mark().order(ByteOrder.LITTLE_ENDIAN);
        if (payload.remaining() >= Integer.BYTES) {
            payload.getInt();
        }
        payload.reset();
    }

    /** There must be nothing in the buffer but the payload. */
    private void uncover(ByteBuffer payload, Hearing hearing) {
        int size = payload.remaining();
        payload.clear();
        if (payload.remaining() != size) {
            throw wrong(hearing.failure("a payload of " + size + " bytes uncovers " + payload.remaining()));
        }
    }

    /** All that a buffer lets one do. */
    private static void misuse(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return;
        }
        buffer.clear();
        if (!buffer.isReadOnly()) {
            while (buffer.hasRemaining()) {
                buffer.put((byte) '?');
            }
        }
        buffer.limit(buffer.capacity() / 2).position(0).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void answer(Connection connection, byte[] payload) {
        connection.send(MessageType.BINARY, ByteBuffer.wrap(payload));
    }

    private static void many(Connection connection, String tag) {
        for (int i = 0; i < Payloads.MANY; i++) {
            connection.send(MessageType.TEXT, ByteBuffer.wrap(Payloads.shortOne(tag, i)));
        }
    }

    private void useTheEnded() {
        Connection ended = lastEnded;
        if (ended != null
                && ended.send(MessageType.TEXT, ByteBuffer.wrap(Payloads.utf8("to nobody")))
                        .taken()) {
            throw wrong(new AssertionError("sent on a connection that has ended"));
        }
        if (ended != null) {
            ended.close(4000, "to nobody");
        }
    }

    private void sendUnreadable(Connection target) {
        hearing(target).loosen();
        ByteBuffer unreadable;
        try (Arena arena = Arena.ofConfined()) {
            unreadable = arena.allocate(1 + random.nextInt(random.nextInt(100_000) + 1))
                    .asByteBuffer();
        }
        try {
            target.send(MessageType.TEXT, unreadable);
        } catch (IllegalStateException closed) {
            // What an application does that knows its memory may be gone.
        }
    }

    private void tell(Connection target) {
        byte[] note = Payloads.utf8("note " + notes++);
        Hearing hearing = hearing(target);
        if (target.send(MessageType.TEXT, ByteBuffer.wrap(note)).taken()) {
            hearing.note(note);
        }
    }

    private void tellLater(Connection target) {
        target.execute(() -> {
            if (target.open()) {
                tell(target);
            }
        });
    }

    private void closeWith(Connection target, int code) {
        hearing(target).closedByOther(code);
        if (code == CloseCode.POLICY_VIOLATION) {
            target.closeAsSlow();
        } else {
            target.close(code, "by another");
        }
    }

    /** Does something to another connection, if there is one. */
    private void another(Connection than, Consumer<Connection> act) {
        Connection other = another(than);
        if (other != null) {
            act.accept(other);
        }
    }

    private @Nullable Connection another(Connection than) {
        for (int tries = 3; tries > 0 && !open.isEmpty(); tries--) {
            Connection other = open.get(random.nextInt(open.size()));
            if (other.open() && !isSame(other, than)) {
                return other;
            }
        }
        return null;
    }

    private Hearing hearing(Connection connection) {
        Hearing hearing = talking.get(connection);
        if (hearing == null) {
            throw wrong(new AssertionError("the handler is told of a connection that is not open"));
        }
        return hearing;
    }

    private AssertionError wrong(AssertionError found) {
        if (wrong == null) {
            wrong = found;
        }
        return found;
    }

    @SuppressWarnings("ReferenceEquality") // two connections may have had the same descriptor
    private static boolean isSame(Connection one, Connection other) {
        return one == other;
    }
}
