package dev.mooring.capacity.unit;

import java.util.Arrays;
import java.util.stream.Collectors;

/** An input of cdk.json whose value is a text of some form. Implemented by an enum for each context. */
public interface TextKey {
    /**
     * What the input is called, and what it takes.
     *
     * @param key its name
     * @param pattern of its text
     * @param meaning of the pattern, in words
     * @param number whether a JSON number is taken too, by its text
     */
    record Form(String key, String pattern, String meaning, boolean number) {
        /** A name in DNS, of two labels at least. */
        public static final String HOST_NAME =
                "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+";

        /** A secret of Secrets Manager: its name, or its ARN. */
        public static final String SECRET =
                "(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}";

        /** A text between quotes. */
        public static Form text(String key, String pattern, String meaning) {
            return new Form(key, pattern, meaning, false);
        }

        /** A whole number, with or without quotes. */
        public static Form number(String key, String pattern, String meaning) {
            return new Form(key, pattern, meaning, true);
        }
    }

    /** What it is called and takes. */
    Form form();

    /** Its name. */
    default String key() {
        return form().key();
    }

    /**
     * The text of a value of this form.
     *
     * @throws RefusedException when it has another
     */
    default String require(Object value) {
        String text = value.toString();
        if ((value instanceof String || (form().number() && value instanceof Number))
                && text.matches(form().pattern())) {
            return text;
        }
        throw RefusedException.of(key(), value, "is not", form().meaning(), "correct it or remove it");
    }

    /**
     * The key with this name.
     *
     * @param all that there are
     * @param value that was given with it, for the message
     * @throws RefusedException when there is none
     */
    static <K extends TextKey> K of(K[] all, String name, Object value) {
        return Arrays.stream(all)
                .filter(each -> each.key().equals(name))
                .findFirst()
                .orElseThrow(() -> RefusedException.of(
                        name,
                        value,
                        "is not one of the inputs",
                        Arrays.stream(all).map(TextKey::key).collect(Collectors.joining(", ")),
                        "correct the name or remove it"));
    }
}
