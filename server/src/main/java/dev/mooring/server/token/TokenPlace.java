package dev.mooring.server.token;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.Handshake;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where in a request a token may be.
 *
 * @param name of the cookie, parameter or subprotocol; empty for the header, which is Authorization
 */
public record TokenPlace(Kind kind, String name) {
    /** The default: {@code Authorization: Bearer TOKEN}. */
    public static final TokenPlace HEADER = new TokenPlace(Kind.HEADER, "");

    private static final String BEARER = "Bearer ";
    /** Stands for a token that is given twice, or whose place is named but empty: present, and never valid. */
    private static final Optional<String> UNREADABLE = Optional.of("");

    /** The kinds of places. */
    public enum Kind {
        HEADER,
        COOKIE,
        QUERY,
        /** Two entries of the client's list: the name, followed by the token. */
        SUBPROTOCOL
    }

    /**
     * Parses a place: {@code header}, {@code cookie:NAME}, {@code query:NAME} or {@code subprotocol:NAME}.
     *
     * @throws RefusedException for any other text
     */
    public static TokenPlace parse(String setting, String text) {
        if (text.equals("header")) {
            return HEADER;
        }
        for (Kind kind : List.of(Kind.COOKIE, Kind.QUERY, Kind.SUBPROTOCOL)) {
            String prefix = kind.name().toLowerCase(Locale.ROOT) + ":";
            if (text.startsWith(prefix)
                    && text.substring(prefix.length()).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}")) {
                return new TokenPlace(kind, text.substring(prefix.length()));
            }
        }
        throw RefusedException.of(
                setting,
                text,
                "is no",
                "place for a token",
                "write header, cookie:NAME, query:NAME or subprotocol:NAME");
    }

    /** The token there; one that is never valid where there are two different ones. */
    Optional<String> find(Handshake handshake) {
        return switch (kind) {
            case HEADER -> header(handshake.headers("Authorization"));
            // A page of a sibling host may have set another, and nobody knows which of them comes first.
            case COOKIE -> only(handshake.cookies(name).stream().distinct().toList());
            case QUERY -> only(handshake.parameters().getOrDefault(name, List.of()));
            case SUBPROTOCOL -> behind(handshake.subprotocols());
        };
    }

    private static Optional<String> header(List<String> lines) {
        return only(lines)
                .filter(line -> line.isEmpty() || line.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(line ->
                        line.isEmpty() ? "" : line.substring(BEARER.length()).strip());
    }

    private static Optional<String> only(List<String> values) {
        return values.size() > 1 ? UNREADABLE : values.stream().findFirst();
    }

    private Optional<String> behind(List<String> offered) {
        int at = offered.indexOf(name);
        if (at < 0) {
            return Optional.empty();
        }
        return at + 1 < offered.size() ? Optional.of(offered.get(at + 1)) : UNREADABLE;
    }
}
