package dev.mooring.engineredis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.capacity.unit.RefusedException;
import java.net.URLDecoder;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an engine is, as {@code rediss://user:password@host:port/}. No text of it has the user or the password, neither {@link
 * #toString} nor a refusal.
 *
 * @param user empty where the engine's own default user is meant
 * @param password empty where none is asked for
 * @param secured whether TLS is spoken, and the engine's certificate verified
 */
record RedisAddress(String host, int port, Optional<String> user, Optional<String> password, boolean secured) {
    private static final int DEFAULT_PORT = 6379;
    private static final Pattern PLACE =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]+)?(:[0-9]{0,5})?(/[0-9]*)?");

    private static final String EXAMPLE =
            "write it as redis://user:password@10.0.0.9:6379/, with % escapes for : @ / , and %";

    /**
     * Reads one.
     *
     * @throws RefusedException when it is none
     */
    static RedisAddress parse(String given) {
        String text = given.strip();
        boolean secured = text.startsWith("rediss://");
        if (!secured && !text.startsWith("redis://")) {
            throw refused("…", "does not begin with", "redis:// or rediss://");
        }
        String scheme = secured ? "rediss://" : "redis://";
        String rest = text.substring(scheme.length());
        int at = rest.lastIndexOf('@');
        String place = at < 0 ? rest : rest.substring(at + 1);
        // What is no host and port may be part of a password that is written wrong.
        String shown = scheme + (at < 0 ? "" : "…@") + (PLACE.matcher(place).matches() ? place : "…");
        String bare = place.endsWith("/") ? place.substring(0, place.length() - 1) : place;
        if (bare.contains("/") || bare.contains("?") || bare.contains("#")) {
            throw refused(shown, "has something behind", "host and port: what is published belongs to no database");
        }
        int colon = bare.lastIndexOf(':');
        boolean hasPort = colon > bare.lastIndexOf(']');
        String host = hasPort ? bare.substring(0, colon) : bare;
        int port = hasPort ? port(bare.substring(colon + 1), shown) : DEFAULT_PORT;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || (host.contains(":") && !bare.startsWith("["))) {
            throw refused(shown, "names", "no host");
        }
        String credentials = at < 0 ? "" : rest.substring(0, at);
        int between = credentials.indexOf(':');
        String user = between < 0 ? credentials : credentials.substring(0, between);
        String password = between < 0 ? "" : credentials.substring(between + 1);
        if (at >= 0 && password.isEmpty()) {
            throw refused(shown, "has", "a user without password");
        }
        return new RedisAddress(host, port, decoded(user, shown), decoded(password, shown), secured);
    }

    private static int port(String text, String shown) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65_535) {
            throw refused(shown, "has a port outside", "1-65535");
        }
        return Integer.parseInt(text);
    }

    private static Optional<String> decoded(String text, String shown) {
        try {
            return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), UTF_8))
                    .filter(word -> !word.isEmpty());
        } catch (IllegalArgumentException malformed) {
            // Its message has the text.
            throw refused(shown, "has in its user or password", "a % that begins no escape");
        }
    }

    private static RefusedException refused(String shown, String relation, String bound) {
        return RefusedException.of("engine", shown, relation, bound, EXAMPLE);
    }

    @Override
    public String toString() {
        return (secured ? "rediss://" : "redis://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/";
    }
}
