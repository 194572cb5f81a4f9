package dev.mooring.server.handshake;

import dev.mooring.server.Handshake;
import dev.mooring.server.handshake.Accepted.Span;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A copy of a request that the parser has accepted. Immutable, and of as many bytes as the request; whatever is asked of it is
 * looked for then.
 */
final class Request implements Handshake {
    private static final String LINE_END = "\r\n";

    private final String text;
    private final Span target;
    private final boolean secure;
    private final Optional<String> subject;
    private final Supplier<Optional<InetSocketAddress>> client;
    private final Supplier<String> id;

    Request(
            String text,
            Span target,
            boolean secure,
            Optional<String> subject,
            Supplier<Optional<InetSocketAddress>> client,
            Supplier<String> id) {
        this.text = text;
        this.target = target;
        this.secure = secure;
        this.subject = subject;
        this.client = client;
        this.id = id;
    }

    @Override
    public String path() {
        String target = originForm();
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        return path.isEmpty() ? "/" : path;
    }

    @Override
    public String query() {
        String target = originForm();
        int question = target.indexOf('?');
        return question < 0 ? "" : target.substring(question + 1);
    }

    @Override
    public Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query().split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                parameters.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
            }
        }
        parameters.replaceAll((name, values) -> List.copyOf(values));
        return Collections.unmodifiableMap(parameters);
    }

    @Override
    public String id() {
        return id.get();
    }

    @Override
    public Map<String, List<String>> headers() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        int start = text.indexOf(LINE_END, target.end()) + LINE_END.length();
        int end = text.indexOf(LINE_END, start);
        while (end > start) {
            int colon = text.indexOf(':', start);
            String name = text.substring(start, colon).toLowerCase(Locale.ROOT);
            all.computeIfAbsent(name, first -> new ArrayList<>()).add(trimmed(text.substring(colon + 1, end)));
            start = end + LINE_END.length();
            end = text.indexOf(LINE_END, start);
        }
        return Collections.unmodifiableMap(all);
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>();
        int start = text.indexOf(LINE_END, target.end()) + LINE_END.length();
        int end = text.indexOf(LINE_END, start);
        while (end > start) {
            int colon = start + name.length();
            if (colon < end && text.charAt(colon) == ':' && text.regionMatches(true, start, name, 0, name.length())) {
                values.add(trimmed(text.substring(colon + 1, end)));
            }
            start = end + LINE_END.length();
            end = text.indexOf(LINE_END, start);
        }
        return List.copyOf(values);
    }

    @Override
    public List<String> cookies(String name) {
        List<String> values = new ArrayList<>();
        for (String line : headers("Cookie")) {
            for (String pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals >= 0 && trimmed(pair.substring(0, equals)).equals(name)) {
                    values.add(unquoted(trimmed(pair.substring(equals + 1))));
                }
            }
        }
        return List.copyOf(values);
    }

    @Override
    public List<String> subprotocols() {
        List<String> offered = new ArrayList<>();
        for (String line : headers("Sec-WebSocket-Protocol")) {
            for (String member : line.split(",", -1)) {
                String offer = trimmed(member);
                if (!offer.isEmpty()) {
                    offered.add(offer);
                }
            }
        }
        return List.copyOf(offered);
    }

    @Override
    public boolean secure() {
        return secure;
    }

    @Override
    public Optional<String> clientSubject() {
        return subject;
    }

    @Override
    public Optional<InetSocketAddress> clientAddress() {
        return client.get();
    }

    @Override
    public String toString() {
        return "GET " + path();
    }

    /** The target without scheme and host, if it came with them: RFC 9112 section 3.2.2. */
    private String originForm() {
        String target = text.substring(this.target.start(), this.target.end());
        if (target.startsWith("/")) {
            return target;
        }
        int host = target.indexOf("://") + "://".length();
        int end = host;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return target.substring(end);
    }

    private static String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notAnEscape) {
            return encoded;
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** Without the blanks and tabs around it, and nothing else that {@link String#strip} takes for a blank. */
    private static String trimmed(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isBlank(value.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t';
    }
}
