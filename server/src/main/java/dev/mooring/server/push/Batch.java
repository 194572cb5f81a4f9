package dev.mooring.server.push;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.mooring.server.Audience;
import dev.mooring.server.MessageType;
import dev.mooring.server.http.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Many messages in one request: {@code {"messages":[{"topic":"news","data":{"a":1}},{"user":"ann","text":"hello"}]}}.
 *
 * <p>Each names one of {@code topic}, {@code user}, {@code connection} and {@code all}, and what to send: {@code data}, which
 * is sent as the JSON that it is, {@code text}, or {@code base64} for a binary message. They are sent in their order, and
 * answered one by one with the status and body that each would have had alone. A request that is malformed sends nothing.
 */
final class Batch {
    static final int MAX_MESSAGES = 4096;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build();

    private final Sender sender;

    Batch(Sender sender) {
        this.sender = sender;
    }

    CompletableFuture<Answer> answer(String body) {
        List<Message> messages = new ArrayList<>();
        try (JsonParser json = JSON.createParser(body)) {
            if (!read(json, body, messages)) {
                return PushRoutes.done(PushAnswers.badRequest("the body is not {\"messages\":[…]} with " + MAX_MESSAGES
                        + " messages at most; see the API's description"));
            }
        } catch (IOException malformed) {
            return PushRoutes.done(PushAnswers.badRequest("the body is not JSON"));
        }
        List<CompletableFuture<Answer>> answers =
                messages.stream().map(this::send).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .handle((_, _) -> PushAnswers.ok(results(answers)));
    }

    private static String results(List<CompletableFuture<Answer>> answers) {
        StringBuilder text = new StringBuilder("{\"results\":[");
        for (int i = 0; i < answers.size(); i++) {
            Answer answer =
                    answers.get(i).exceptionally(_ -> PushAnswers.failed()).join();
            text.append(i == 0 ? "" : ",")
                    .append("{\"status\":")
                    .append(answer.status().code())
                    .append(",\"body\":")
                    .append(answer.body())
                    .append('}');
        }
        return text.append("]}").toString();
    }

    private CompletableFuture<Answer> send(Message message) {
        try {
            MessageType type = message.binary ? MessageType.BINARY : MessageType.TEXT;
            ByteBuffer payload = message.binary
                    ? ByteBuffer.wrap(Base64.getDecoder().decode(message.payload))
                    : Sender.utf8(message.payload);
            return switch (message.kind) {
                case "topic" -> sender.publish(Audience.topic(message.name), type, payload);
                case "user" -> sender.publish(Audience.user(message.name), type, payload);
                case "all" -> sender.publish(Audience.all(), type, payload);
                case "connection" ->
                    PushRoutes.done(
                            Sender.isId(message.name)
                                    ? sender.send(message.name, type, payload)
                                    : PushAnswers.badRequest("Invalid connectionId: " + message.name));
                default ->
                    PushRoutes.done(PushAnswers.badRequest(
                            "a message names none, or more than one, of topic, user, connection and all"));
            };
        } catch (IllegalArgumentException unfit) {
            return PushRoutes.done(PushAnswers.badRequest(String.valueOf(unfit.getMessage())));
        }
    }

    /** Whether the body is of this form. */
    private static boolean read(JsonParser json, String body, List<Message> messages) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT
                || !"messages".equals(json.nextFieldName())
                || json.nextToken() != JsonToken.START_ARRAY) {
            return false;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT || messages.size() == MAX_MESSAGES) {
                return false;
            }
            messages.add(message(json, body));
        }
        return json.nextToken() == JsonToken.END_OBJECT && json.nextToken() == null;
    }

    private static Message message(JsonParser json, String body) throws IOException {
        String kind = "";
        String name = "";
        String payload = "";
        boolean binary = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            int start = (int) json.currentTokenLocation().getCharOffset();
            switch (field) {
                case "topic", "user", "connection", "all" -> {
                    kind = kind.isEmpty() ? field : "several";
                    name = value == JsonToken.VALUE_STRING ? json.getText() : "";
                    json.skipChildren();
                }
                case "text", "base64" -> {
                    payload = value == JsonToken.VALUE_STRING ? json.getText() : "";
                    binary = field.equals("base64");
                    json.skipChildren();
                }
                default -> {
                    json.skipChildren();
                    json.finishToken();
                    if (field.equals("data")) {
                        payload = body.substring(
                                start, (int) json.currentLocation().getCharOffset());
                    }
                }
            }
        }
        return new Message(kind, name, payload, binary);
    }

    private record Message(String kind, String name, String payload, boolean binary) {}
}
