package dev.mooring.server.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.server.ConnectionTimes;
import dev.mooring.server.MessageType;
import dev.mooring.server.RemoteConnection;
import dev.mooring.server.SendResult;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What hosts say to each other: a question about one connection, with the asker's number and the number of the question, or the
 * answer to one. Pure; a message of another version is none, so that hosts of two versions can share an engine.
 */
sealed interface HostMessage {
    int ID_LENGTH = 16;
    /** The first byte of each. */
    byte VERSION = 1;

    int HEAD = 2 + Integer.BYTES + Long.BYTES;

    long number();

    /** What to do with a connection. */
    record Question(int asker, long number, Wish wish, String id, int detail, ByteBuffer payload)
            implements HostMessage {
        MessageType type() {
            return detail == 0 ? MessageType.TEXT : MessageType.BINARY;
        }
    }

    /** What became of it, and what is known of the connection. */
    record Answer(long number, SendResult result, ByteBuffer facts) implements HostMessage {
        Answer(long number, SendResult result) {
            this(number, result, ByteBuffer.allocate(0));
        }
    }

    /** The wishes; the detail is the type of a message or the code of a close. */
    enum Wish {
        SEND(1),
        CLOSE(2),
        DESCRIBE(3);

        private final byte code;

        Wish(int code) {
            this.code = (byte) code;
        }

        static Optional<Wish> of(int code) {
            return Stream.of(values()).filter(wish -> wish.code == code).findFirst();
        }
    }

    static ByteBuffer bytes(HostMessage message) {
        return switch (message) {
            case Question question ->
                head(question.wish().code, question.asker(), question.number(), ID_LENGTH + 4, question.payload())
                        .put(question.id().getBytes(US_ASCII))
                        .putInt(question.detail())
                        .put(question.payload().duplicate())
                        .flip();
            case Answer answer ->
                head(0, 0, answer.number(), 4, answer.facts())
                        .putInt(code(answer.result()))
                        .put(answer.facts().duplicate())
                        .flip();
        };
    }

    /** Reads one; empty when it is none that is known here. */
    static Optional<HostMessage> read(ByteBuffer bytes) {
        if (bytes.remaining() < HEAD + 4 || bytes.get() != VERSION) {
            return Optional.empty();
        }
        int kind = bytes.get();
        int asker = bytes.getInt();
        long number = bytes.getLong();
        if (kind == 0) {
            int code = bytes.getInt();
            ByteBuffer facts = rest(bytes);
            return Stream.of(SendResult.values())
                    .filter(result -> code(result) == code)
                    .findFirst()
                    .map(result -> new Answer(number, result, facts));
        }
        Optional<Wish> wish = Wish.of(kind);
        if (wish.isEmpty() || bytes.remaining() < ID_LENGTH + 4) {
            return Optional.empty();
        }
        byte[] id = new byte[ID_LENGTH];
        bytes.get(id);
        int detail = bytes.getInt();
        return Optional.of(new Question(asker, number, wish.get(), new String(id, US_ASCII), detail, rest(bytes)));
    }

    private static int code(SendResult result) {
        return switch (result) {
            case SENT -> 0;
            case QUEUED -> 1;
            case FULL -> 2;
            case CLOSED -> 3;
        };
    }

    /** What is known of a connection, as bytes. */
    static ByteBuffer facts(RemoteConnection.Description known) {
        byte[] address = known.clientAddress().getBytes(UTF_8);
        ByteBuffer facts = ByteBuffer.allocate(2 * Long.BYTES + address.length);
        facts.putLong(
                known.times().map(times -> times.connectedAt().getEpochSecond()).orElse(0L));
        facts.putLong(known.times()
                .map(times -> times.lastActiveAt().getEpochSecond())
                .orElse(0L));
        return facts.put(address).flip();
    }

    static Optional<RemoteConnection.Description> described(ByteBuffer facts) {
        if (facts.remaining() < 2 * Long.BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = facts.duplicate();
        long connected = bytes.getLong();
        long active = bytes.getLong();
        Optional<ConnectionTimes> times = connected == 0
                ? Optional.empty()
                : Optional.of(new ConnectionTimes(Instant.ofEpochSecond(connected), Instant.ofEpochSecond(active)));
        return Optional.of(new RemoteConnection.Description(UTF_8.decode(bytes).toString(), times));
    }

    private static ByteBuffer head(int kind, int asker, long number, int more, ByteBuffer payload) {
        return ByteBuffer.allocate(HEAD + more + payload.remaining())
                .put(VERSION)
                .put((byte) kind)
                .putInt(asker)
                .putLong(number);
    }

    private static ByteBuffer rest(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }
}
