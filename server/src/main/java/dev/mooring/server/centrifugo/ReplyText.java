package dev.mooring.server.centrifugo;

import com.fasterxml.jackson.core.JsonParser;
import dev.mooring.server.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What the server says in the protocol, an object a line. */
final class ReplyText {
    private static final String VERSION = "mooring";

    private ReplyText() {}

    /** With {@code ping} 0 the client expects no pings of the protocol's own: WebSocket's do. */
    static String connected(long id, String client, List<String> channels) {
        StringBuilder text = new StringBuilder("{\"id\":")
                .append(id)
                .append(",\"connect\":{\"client\":")
                .append(Json.quoted(client))
                .append(",\"version\":\"" + VERSION + "\",\"ping\":0,\"pong\":false");
        String before = ",\"subs\":{";
        for (String channel : channels) {
            text.append(before).append(Json.quoted(channel)).append(":{}");
            before = ",";
        }
        return text.append(channels.isEmpty() ? "}}" : "}}}").toString();
    }

    static String done(long id, Command.Method method) {
        return "{\"id\":" + id + ",\"" + method.name().toLowerCase(Locale.ROOT) + "\":{}}";
    }

    static String error(long id, ProtocolError error) {
        return "{\"id\":" + id + ",\"error\":{\"code\":" + error.code() + ",\"message\":" + Json.quoted(error.message())
                + (error.temporary() ? ",\"temporary\":true}}" : "}}");
    }

    /** A message of a channel. */
    static String publication(String channel, String data) {
        return "{\"push\":{\"channel\":" + Json.quoted(channel) + ",\"pub\":{\"data\":" + json(data) + "}}}";
    }

    /** A message to the connection or its user, which is of no channel. */
    static String message(String data) {
        return "{\"push\":{\"message\":{\"data\":" + json(data) + "}}}";
    }

    /** Tells a client that it was subscribed to a channel by somebody else. */
    static String subscribed(String channel) {
        return "{\"push\":{\"channel\":" + Json.quoted(channel) + ",\"subscribe\":{}}}";
    }

    /** Tells a client that it was unsubscribed from a channel by somebody else. */
    static String unsubscribed(String channel) {
        return "{\"push\":{\"channel\":" + Json.quoted(channel)
                + ",\"unsubscribe\":{\"code\":2000,\"reason\":\"server unsubscribe\"}}}";
    }

    /** The text itself where it is JSON, else as a string. Line ends part objects here, and in JSON are mere blanks. */
    static String json(String text) {
        return isJson(text) ? text.replace('\n', ' ').replace('\r', ' ') : Json.quoted(text);
    }

    private static boolean isJson(String text) {
        try (JsonParser json = Json.parser(text)) {
            if (json.nextToken() == null) {
                return false;
            }
            json.skipChildren();
            json.finishToken();
            return json.nextToken() == null;
        } catch (IOException other) {
            return false;
        }
    }
}
