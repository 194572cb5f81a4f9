package dev.mooring.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.server.Audience;
import dev.mooring.server.CloseCode;
import dev.mooring.server.Envelope;
import dev.mooring.server.MessageType;
import dev.mooring.server.MooringServer;
import dev.mooring.server.RemoteConnection;
import dev.mooring.server.SendResult;
import dev.mooring.server.WebSocket;
import dev.mooring.server.http.Answer;
import dev.mooring.server.json.Json;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Messages from the push port to connections, and what became of them. */
final class Sender {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{15}=");

    private final MooringServer server;

    Sender(MooringServer server) {
        this.server = server;
    }

    /** Whether it could be somebody's id; API Gateway answers 400 for one that could not, and 410 for one that is nobody's. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** To one connection, in the protocol that it speaks. */
    CompletableFuture<Answer> send(String id, MessageType type, ByteBuffer payload) {
        Optional<WebSocket> found = server.find(id);
        if (found.isPresent()) {
            return Envelope.send(found.get(), type, payload)
                    .map(Sender::answer)
                    .orElseGet(() -> PushAnswers.full("the connection has still to agree on its protocol"))
                    .now();
        }
        return elsewhere(id, remote -> remote.send(type, payload).thenApply(Sender::answer));
    }

    private static Answer answer(SendResult result) {
        return switch (result) {
            case SENT, QUEUED -> PushAnswers.ok("{}");
            case FULL -> PushAnswers.full("the connection takes no more at this moment");
            case CLOSED -> PushAnswers.gone();
        };
    }

    /** What API Gateway tells of a connection, as far as it is known here. */
    CompletableFuture<Answer> describe(String id) {
        Optional<WebSocket> found = server.find(id);
        if (found.isEmpty()) {
            return elsewhere(
                    id,
                    remote -> remote.describe()
                            .thenApply(known -> known.map(Sender::described).orElseGet(PushAnswers::gone)));
        }
        String ip = found.get()
                .clientAddress()
                .map(InetSocketAddress::getAddress)
                .map(address -> address.getHostAddress())
                .orElse("");
        return described(new RemoteConnection.Description(ip, found.get().times()))
                .now();
    }

    private static Answer described(RemoteConnection.Description known) {
        String times = known.times()
                .map(each -> "\"connectedAt\":\"" + seconds(each.connectedAt()) + "\",\"lastActiveAt\":\""
                        + seconds(each.lastActiveAt()) + "\",")
                .orElse("");
        return PushAnswers.ok("{" + times + "\"identity\":{\"sourceIp\":" + Json.quoted(known.clientAddress())
                + ",\"userAgent\":\"\"}}");
    }

    /** As 2026-11-25T19:05:00Z: JavaScript's SDK reads nothing else. */
    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    CompletableFuture<Answer> close(String id) {
        Optional<WebSocket> found = server.find(id);
        if (found.isEmpty()) {
            return elsewhere(
                    id,
                    remote -> remote.close(CloseCode.NORMAL, "")
                            .thenApply(there -> there ? PushAnswers.noContent() : PushAnswers.gone()));
        }
        found.get().close(CloseCode.NORMAL, "");
        return PushAnswers.noContent().now();
    }

    /** What another host answers for its connection; none is gone. */
    private CompletableFuture<Answer> elsewhere(String id, Function<RemoteConnection, CompletableFuture<Answer>> wish) {
        return server.findElsewhere(id)
                .map(remote -> wish.apply(remote).exceptionally(Sender::unpublished))
                .orElseGet(() -> PushAnswers.gone().now());
    }

    CompletableFuture<Answer> publish(Audience audience, MessageType type, ByteBuffer payload) {
        String counted = server.spansHosts() ? "hosts" : "connections";
        return server.publish(audience, type, payload)
                .thenApply(count -> PushAnswers.ok("{\"" + counted + "\":" + count + "}"))
                .exceptionally(Sender::unpublished);
    }

    private static Answer unpublished(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : thrown;
        if (cause instanceof RejectedExecutionException) {
            return PushAnswers.unavailable(String.valueOf(cause.getMessage()));
        }
        throw new CompletionException(cause);
    }

    static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
