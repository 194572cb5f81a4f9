package dev.mooring.capacity;

import dev.mooring.capacity.unit.TextKey;

/** The inputs about messages, by the name that each has in cdk.json, context "messaging". */
public enum MessagingKey implements TextKey {
    HANDLER(Form.text("handler", "idle|echo", "one of idle, echo")),
    BACKEND(Form.text("backend", "https?://[^\\s]+", "a URL, as in http://backend.internal:3000/events")),
    PUSH_PORT(Form.number("push-port", "\\d{4,5}", "a port of 1024 to 65535")),
    PUSH_KEYS(Form.text("push-keys", "[A-Za-z0-9/_+=.@-]{1,512}", "the name of a secret in Secrets Manager")),
    PUBLIC_TOPICS(Form.text(
            "public-topics",
            "[^,\\s\\\\]{1,63}(,[^,\\s\\\\]{1,63})*",
            "beginnings of topics of 63 characters at most, as in news.,status."));

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final Form form;

    MessagingKey(Form form) {
        this.form = form;
    }

    @Override
    public Form form() {
        return form;
    }
}
