package dev.mooring.capacity;

import dev.mooring.capacity.unit.RefusedException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The inputs about messages, by the name that each has in cdk.json, context "messaging". */
public enum MessagingKey {
    HANDLER("handler", "idle|echo", "one of idle, echo"),
    BACKEND("backend", "https?://[^\\s]+", "a URL, as in http://backend.internal:3000/events"),
    PUSH_PORT("push-port", "\\d{4,5}", "a port of 1024 to 65535"),
    PUSH_KEYS("push-keys", "[A-Za-z0-9/_+=.@-]{1,512}", "the name of a secret in Secrets Manager"),
    PUBLIC_TOPICS(
            "public-topics",
            "[^,\\s\\\\]{1,63}(,[^,\\s\\\\]{1,63})*",
            "beginnings of topics of 63 characters at most, as in news.,status.");

    private final String key;
    private final String pattern;
    private final String form;

    MessagingKey(String key, String pattern, String form) {
        this.key = key;
        this.pattern = pattern;
        this.form = form;
    }

    /**
     * The key with this name.
     *
     * @throws RefusedException when there is none
     */
    static MessagingKey of(String name, Object value) {
        return Arrays.stream(values())
                .filter(each -> each.key.equals(name))
                .findFirst()
                .orElseThrow(() -> RefusedException.of(
                        name, value, "is not one of the inputs", known(), "correct the name or remove it"));
    }

    public String key() {
        return key;
    }

    /** The text of a value of this form; a number is taken by its text. */
    String require(Object value) {
        String text = value.toString();
        if ((value instanceof String || value instanceof Number) && text.matches(pattern)) {
            return text;
        }
        throw RefusedException.of(key, value, "is not", form, "correct it or remove it");
    }

    private static String known() {
        return Arrays.stream(values()).map(MessagingKey::key).collect(Collectors.joining(", "));
    }
}
