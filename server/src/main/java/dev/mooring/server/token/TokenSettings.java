package dev.mooring.server.token;

import java.util.List;

/**
 * How tokens let clients in.
 *
 * @param places where they may be; the first one that has one counts
 */
public record TokenSettings(Keys keys, List<TokenPlace> places, TokenRules rules) {
    public TokenSettings {
        places = List.copyOf(places);
    }
}
