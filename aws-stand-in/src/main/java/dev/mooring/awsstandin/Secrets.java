package dev.mooring.awsstandin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Secrets Manager's GetSecretValue, in the JSON protocol, for secrets that hold text. Thread-safe.
 *
 * <p>Source: Secrets Manager API reference, GetSecretValue.
 */
public final class Secrets {
    static final String SERVICE = "secretsmanager";
    static final String ACTION = "GetSecretValue";

    private static final String TARGET = SERVICE + "." + ACTION;
    private static final String ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:";
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, String> values = new HashMap<>();

    Secrets() {}

    /** The secret of this name holds this text from now on. */
    public synchronized void put(String name, String text) {
        values.put(name, text);
    }

    /** There is no secret of this name any more. */
    public synchronized void remove(String name) {
        values.remove(name);
    }

    static boolean isAsked(HttpEndpoint.Request request) {
        return request.target().equals(TARGET);
    }

    /** The members of a request or an answer, by name. */
    static Map<String, String> members(String json) {
        Map<String, String> members = new TreeMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken().isScalarValue()) {
                    members.put(parser.currentName(), parser.getText());
                }
            }
        } catch (IOException noJson) {
            throw new AwsRefusal("InvalidParameterException", "the request is no JSON");
        }
        return members;
    }

    /** The answer in JSON. */
    synchronized String answer(Map<String, String> asked) {
        String name = asked.getOrDefault("SecretId", "");
        String text = values.get(name);
        if (text == null) {
            throw new AwsRefusal("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
        }
        return json(new TreeMap<>(Map.of("ARN", ARN + name + "-abcdef", "Name", name, "SecretString", text)));
    }

    static String error(AwsRefusal refusal) {
        return json(new TreeMap<>(Map.of("__type", refusal.code(), "message", refusal.message())));
    }

    private static String json(Map<String, String> members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, String> member : members.entrySet()) {
                json.writeStringField(member.getKey(), member.getValue());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
