package dev.mooring.server.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mooring.server.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An event of API Gateway's Lambda proxy integration for WebSockets, as JSON. Immutable, any thread.
 *
 * <p>Amazon API Gateway, "Set up data mapping for WebSocket APIs", and {@code APIGatewayV2WebSocketEvent} of
 * aws-lambda-java-events. Headers and query are told at the connect only.
 */
public final class ProxyEvent {
    private static final DateTimeFormatter COMMON_LOG_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ProxyEvent() {}

    /**
     * The event of a client that asks to be let in.
     *
     * @param headers by name, each with its values
     * @param query decoded, each parameter with its values
     */
    public static String connect(Context context, Map<String, List<String>> headers, Map<String, List<String>> query) {
        return write(json -> {
            multi(json, "headers", "multiValueHeaders", headers);
            multi(json, "queryStringParameters", "multiValueQueryStringParameters", query);
            context.write(json, EventType.CONNECT, EventType.CONNECT.route());
            json.writeBooleanField("isBase64Encoded", false);
        });
    }

    /** The event of a message; a binary one is given in Base64. */
    public static String message(Context context, String route, String body, boolean base64) {
        return write(json -> {
            context.write(json, EventType.MESSAGE, route);
            json.writeStringField("body", body);
            json.writeBooleanField("isBase64Encoded", base64);
        });
    }

    /** The event of a connection that has ended. */
    public static String disconnect(Context context) {
        return write(json -> {
            context.write(json, EventType.DISCONNECT, EventType.DISCONNECT.route());
            json.writeBooleanField("isBase64Encoded", false);
        });
    }

    /**
     * What every event tells.
     *
     * @param domain the host name that clients connect to
     * @param requestId another for each event
     * @param now when it happened
     */
    public record Context(Caller caller, String domain, String requestId, Instant now) {
        private static final String STAGE = "mooring";

        void write(JsonGenerator json, EventType type, String route) throws IOException {
            json.writeObjectFieldStart("requestContext");
            json.writeStringField("routeKey", route);
            json.writeStringField("eventType", type.name());
            json.writeStringField("messageDirection", "IN");
            if (type == EventType.MESSAGE) {
                json.writeStringField("messageId", requestId);
            }
            json.writeStringField("connectionId", caller.id());
            if (caller.connectedAt().isAfter(Instant.EPOCH)) {
                json.writeNumberField("connectedAt", caller.connectedAt().toEpochMilli());
            }
            json.writeStringField("requestId", requestId);
            json.writeStringField("extendedRequestId", requestId);
            json.writeStringField("requestTime", COMMON_LOG_TIME.format(now));
            json.writeNumberField("requestTimeEpoch", now.toEpochMilli());
            json.writeStringField("stage", STAGE);
            json.writeStringField("domainName", domain);
            json.writeStringField("apiId", STAGE);
            json.writeObjectFieldStart("identity");
            json.writeStringField("sourceIp", caller.sourceIp());
            if (!caller.userAgent().isEmpty()) {
                json.writeStringField("userAgent", caller.userAgent());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void multi(JsonGenerator json, String single, String multiple, Map<String, List<String>> values)
            throws IOException {
        json.writeObjectFieldStart(single);
        for (Map.Entry<String, List<String>> each : values.entrySet()) {
            json.writeStringField(each.getKey(), each.getValue().getLast());
        }
        json.writeEndObject();
        json.writeObjectFieldStart(multiple);
        for (Map.Entry<String, List<String>> each : values.entrySet()) {
            json.writeArrayFieldStart(each.getKey());
            for (String value : each.getValue()) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static String write(Writer writer) {
        StringWriter text = new StringWriter(1024);
        try (JsonGenerator json = Json.generator(text)) {
            json.writeStartObject();
            writer.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    @FunctionalInterface
    private interface Writer {
        void write(JsonGenerator json) throws IOException;
    }
}
