package dev.mooring.server.functional;

import java.util.Locale;

/** An HTTP answer as it came. */
public record Response(String text) {
    public int status() {
        return Integer.parseInt(text.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
    }

    /** A field's value, empty when it is missing. */
    public String field(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return text.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst()
                .orElse("");
    }

    /** What follows the header. */
    public String body() {
        return text.substring(text.indexOf("\r\n\r\n") + "\r\n\r\n".length());
    }

    int contentLength() {
        String length = field("Content-Length");
        return length.isEmpty() ? 0 : Integer.parseInt(length);
    }
}
