package dev.mooring.server.push;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mooring.server.Audience;
import dev.mooring.server.http.Answer;
import dev.mooring.server.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Many messages in one request: {@code {"messages":[{"topic":"news","data":{"a":1}},{"user":"ann","text":"hello"}]}}.
 *
 * <p>Each names one of {@code topic}, {@code user}, {@code connection} and {@code "all":true}, and has one of {@code data},
 * which is sent as the JSON that it is, {@code text}, and {@code base64} for a binary message. They are sent in their order,
 * and answered one by one with the status and body that each would have had alone: 400 to one that is not so. A body that is
 * not JSON of this form sends nothing.
 */
final class Batch {
    static final int MAX_MESSAGES = 4096;

    private final Sender sender;

    Batch(Sender sender) {
        this.sender = sender;
    }

    CompletableFuture<Answer> answer(String body) {
        List<BatchMessage> messages = new ArrayList<>();
        try (JsonParser json = Json.parser(body)) {
            if (!read(json, body, messages)) {
                return PushAnswers.badRequest("the body is not {\"messages\":[…]} with " + MAX_MESSAGES
                                + " messages at most; see the API's description")
                        .now();
            }
        } catch (IOException malformed) {
            return PushAnswers.badRequest("the body is not JSON").now();
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

    private CompletableFuture<Answer> send(BatchMessage message) {
        if (!message.faults().isEmpty()) {
            return PushAnswers.badRequest(message.faults().getFirst()).now();
        }
        try {
            return switch (message.kind()) {
                case "topic" -> sender.publish(Audience.topic(message.name()), message.type(), message.bytes());
                case "user" -> sender.publish(Audience.user(message.name()), message.type(), message.bytes());
                case "all" -> sender.publish(Audience.all(), message.type(), message.bytes());
                default ->
                    Sender.isId(message.name())
                            ? sender.send(message.name(), message.type(), message.bytes())
                            : PushAnswers.noId(message.name()).now();
            };
        } catch (IllegalArgumentException unfit) {
            return PushAnswers.badRequest(String.valueOf(unfit.getMessage())).now();
        }
    }

    /** Whether the body is of this form. */
    private static boolean read(JsonParser json, String body, List<BatchMessage> messages) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT
                || !"messages".equals(json.nextFieldName())
                || json.nextToken() != JsonToken.START_ARRAY) {
            return false;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT || messages.size() == MAX_MESSAGES) {
                return false;
            }
            messages.add(BatchMessage.read(json, body));
        }
        return json.nextToken() == JsonToken.END_OBJECT && json.nextToken() == null;
    }
}
