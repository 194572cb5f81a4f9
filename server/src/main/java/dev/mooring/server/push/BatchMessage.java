package dev.mooring.server.push;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mooring.server.MessageType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One message of a batch, as it was read.
 *
 * @param kind topic, user, connection or all
 * @param name of whom, empty for all
 * @param form data, text or base64
 * @param payload as it stands in the body
 * @param faults what is wrong with it, one sentence each, with the name of the member
 */
record BatchMessage(String kind, String name, String form, String payload, List<String> faults) {
    /** Reads on behind the brace that opens it. */
    static BatchMessage read(JsonParser json, String body) throws IOException {
        Reading read = new Reading();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String member = json.currentName();
            JsonToken value = json.nextToken();
            switch (member) {
                case "topic", "user", "connection" -> read.audience(member, string(json, member, value, read.faults));
                case "all" -> {
                    read.audience(member, "");
                    if (value != JsonToken.VALUE_TRUE) {
                        read.faults.add("all is not true; leave it out, or write \"all\":true");
                        json.skipChildren();
                    }
                }
                case "text", "base64" -> read.payload(member, string(json, member, value, read.faults));
                case "data" -> read.payload(member, source(json, body));
                default -> {
                    read.faults.add(PushAnswers.shown(member) + " is no member of a message; leave it out");
                    json.skipChildren();
                }
            }
        }
        return read.message();
    }

    /** What is to be sent. */
    ByteBuffer bytes() {
        if (!form.equals("base64")) {
            return Sender.utf8(payload);
        }
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(payload));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("base64 is not Base64; encode the bytes by RFC 4648 section 4", wrong);
        }
    }

    MessageType type() {
        return form.equals("base64") ? MessageType.BINARY : MessageType.TEXT;
    }

    private static String string(JsonParser json, String member, JsonToken value, List<String> faults)
            throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        faults.add(member + " is not a string; write it in quotes");
        return "";
    }

    /** The value as it stands in the body. */
    private static String source(JsonParser json, String body) throws IOException {
        int start = (int) json.currentTokenLocation().getCharOffset();
        json.skipChildren();
        json.finishToken();
        return body.substring(start, (int) json.currentLocation().getCharOffset());
    }

    private static final class Reading {
        private final List<String> faults = new ArrayList<>();
        private String kind = "";
        private String name = "";
        private String form = "";
        private String payload = "";

        void audience(String member, String of) {
            if (!kind.isEmpty()) {
                faults.add(member + " stands beside " + kind + "; name one of topic, user, connection and all");
            }
            kind = member;
            name = of;
        }

        void payload(String member, String of) {
            if (!form.isEmpty()) {
                faults.add(member + " stands beside " + form + "; give one of data, text and base64");
            }
            form = member;
            payload = of;
        }

        BatchMessage message() {
            if (kind.isEmpty()) {
                faults.add("a message names none of topic, user, connection and all; name one");
            }
            if (form.isEmpty()) {
                faults.add("a message has none of data, text and base64; give one");
            }
            return new BatchMessage(kind, name, form, payload, faults);
        }
    }
}
