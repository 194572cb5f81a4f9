package dev.mooring.server.centrifugo;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mooring.server.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the commands of a text frame, one JSON object after the other. Stateless, any thread. */
final class CommandReader {
    /** An honest client sends a connect and its subscriptions in one frame. */
    static final int MAX_COMMANDS = 1024;

    private static final String NULL = "null";

    private CommandReader() {}

    /** The commands in their order; empty when the frame is not of the protocol. */
    static Optional<List<Command>> read(String frame) {
        List<Command> commands = new ArrayList<>();
        try (JsonParser json = Json.parser(frame)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token != JsonToken.START_OBJECT || commands.size() == MAX_COMMANDS) {
                    return Optional.empty();
                }
                commands.add(command(json, frame));
            }
        } catch (IOException malformed) {
            return Optional.empty();
        }
        return commands.isEmpty() ? Optional.empty() : Optional.of(commands);
    }

    private static Command command(JsonParser json, String frame) throws IOException {
        long id = 0;
        Command read = new Command(0, Command.Method.PONG, "", NULL);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("id") && value == JsonToken.VALUE_NUMBER_INT) {
                id = json.getLongValue();
            } else if (value == JsonToken.START_OBJECT) {
                read = parameters(Command.Method.of(field), json, frame);
            } else {
                json.skipChildren();
                read = new Command(0, Command.Method.OTHER, "", NULL);
            }
        }
        return new Command(id, read.method(), read.channel(), read.data());
    }

    private static Command parameters(Command.Method method, JsonParser json, String frame) throws IOException {
        String channel = "";
        String data = NULL;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            int start = (int) json.currentTokenLocation().getCharOffset();
            if (field.equals("channel") && value == JsonToken.VALUE_STRING) {
                channel = json.getText();
            } else {
                json.skipChildren();
                json.finishToken();
            }
            if (field.equals("data")) {
                data = frame.substring(start, (int) json.currentLocation().getCharOffset());
            }
        }
        return new Command(0, method, channel, data);
    }
}
