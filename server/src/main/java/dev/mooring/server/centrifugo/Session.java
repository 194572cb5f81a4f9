package dev.mooring.server.centrifugo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.server.topic.TopicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One client's side of the protocol. Confined to the connection's loop, but for {@link #isConnected}; 16 bytes.
 *
 * <p>Nothing is answered before the connect: a subscription that is answered earlier is forgotten by centrifuge-js when the
 * connection is cut in between. All that is not offered is answered with an error, for a subscription that is not answered
 * within 5 s closes the client's whole connection.
 */
final class Session {
    /** Read by threads that send to the connection by its id. */
    private volatile boolean connected;

    /**
     * Handles a text frame.
     *
     * @return the lines to answer, which may be none; empty when the frame breaks the protocol and the connection is to be
     *     closed with 3501, after which a client does not come back
     */
    Optional<List<String>> received(String frame, Channels channels) {
        Optional<List<Command>> commands = CommandReader.read(frame);
        if (commands.isEmpty()) {
            return Optional.empty();
        }
        List<String> replies = new ArrayList<>();
        for (Command command : commands.get()) {
            if (isOutOfPlace(command)) {
                return Optional.empty();
            }
            String reply = answer(command, channels);
            if (!reply.isEmpty()) {
                replies.add(reply);
            }
            if (!connected) {
                // It was not let in, and tries again: what follows is moot.
                return Optional.of(replies);
            }
        }
        return Optional.of(replies);
    }

    /** Whether the client has connected in the protocol's sense, so that it understands pushes. */
    boolean isConnected() {
        return connected;
    }

    private boolean isOutOfPlace(Command command) {
        boolean connects = command.method() == Command.Method.CONNECT;
        boolean needsNoId = command.method() == Command.Method.SEND || command.method() == Command.Method.PONG;
        return connects == connected
                || command.id() < 0
                || (command.id() == 0 && !needsNoId)
                || (command.method() == Command.Method.OTHER && command.id() == 0);
    }

    private String answer(Command command, Channels channels) {
        long id = command.id();
        return switch (command.method()) {
            case CONNECT -> {
                if (!channels.arrive()) {
                    yield ReplyText.error(id, ProtocolError.INTERNAL);
                }
                connected = true;
                yield ReplyText.connected(id, channels.client(), channels.topics());
            }
            case SUBSCRIBE -> subscribe(command, channels);
            case UNSUBSCRIBE -> {
                if (isName(command.channel())) {
                    channels.unsubscribe(command.channel());
                }
                yield ReplyText.done(id, command.method());
            }
            case PUBLISH -> publish(command, channels);
            case SEND -> {
                channels.message(command.data());
                yield "";
            }
            case PING -> ReplyText.done(id, command.method());
            case PONG -> "";
            case RPC, HISTORY, PRESENCE, PRESENCE_STATS, REFRESH, SUB_REFRESH ->
                ReplyText.error(id, ProtocolError.NOT_AVAILABLE);
            case OTHER -> ReplyText.error(id, ProtocolError.BAD_REQUEST);
        };
    }

    private static String subscribe(Command command, Channels channels) {
        long id = command.id();
        if (!isName(command.channel())) {
            return ReplyText.error(id, ProtocolError.BAD_REQUEST);
        }
        if (!channels.isOpen(command.channel())) {
            return ReplyText.error(id, ProtocolError.PERMISSION_DENIED);
        }
        return switch (channels.subscribe(command.channel())) {
            case NOW ->
                channels.answer(
                        command.channel(),
                        ReplyText.done(id, command.method()),
                        ReplyText.error(id, ProtocolError.INTERNAL));
            case ALREADY -> ReplyText.error(id, ProtocolError.ALREADY_SUBSCRIBED);
            case TOO_MANY -> ReplyText.error(id, ProtocolError.LIMIT_EXCEEDED);
            case NO_MEMORY, CLOSED -> ReplyText.error(id, ProtocolError.INTERNAL);
        };
    }

    private static String publish(Command command, Channels channels) {
        long id = command.id();
        if (!isName(command.channel())) {
            return ReplyText.error(id, ProtocolError.BAD_REQUEST);
        }
        if (!channels.isWritable(command.channel())) {
            return ReplyText.error(id, ProtocolError.PERMISSION_DENIED);
        }
        return channels.publish(command.channel(), command.data())
                ? ReplyText.done(id, command.method())
                : ReplyText.error(id, ProtocolError.TOO_MANY_REQUESTS);
    }

    private static boolean isName(String channel) {
        return !channel.isEmpty() && channel.getBytes(UTF_8).length <= TopicKey.MAX_BYTES;
    }
}
