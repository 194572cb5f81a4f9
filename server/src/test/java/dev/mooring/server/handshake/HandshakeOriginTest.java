package dev.mooring.server.handshake;

import static dev.mooring.server.handshake.Requests.withLine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeOriginTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "null", "", "http://example.com.evil.example", "https://example.com"})
    void refusesAnOriginThatIsNotOnTheList(String origin) {
        HandshakeResult result =
                Requests.parse(allowing("http://example.com", "http://a"), withLine("Origin", "Origin: " + origin));
        assertEquals("403 origin not allowed", Requests.describe(result));
    }

    @Test
    void acceptsAnOriginOnTheList() {
        assertAccepted(allowing("http://a", "http://example.com"), Requests.GOOD);
    }

    @Test
    void acceptsTheNullOriginOnlyWhenListed() {
        assertAccepted(allowing("null"), withLine("Origin", "Origin: null"));
    }

    @Test
    void acceptsARequestThatComesFromNoBrowser() {
        assertAccepted(allowing("http://a"), withLine("Origin", ""));
    }

    @Test
    void acceptsEveryOriginWithoutAList() {
        assertAccepted(HandshakeRules.DEFAULT, withLine("Origin", "Origin: null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.com/", "example.com", "https://Example.com", "*", "https://ex\u00e4mple.com"})
    void refusesAListWithWhatNoBrowserSends(String origin) {
        RefusedException refused = assertThrows(RefusedException.class, () -> allowing(origin));
        assertEquals(
                "origin=" + origin + " is not an origin; write scheme and host alone, as in https://example.com",
                refused.getMessage());
    }

    private static void assertAccepted(HandshakeRules rules, String request) {
        assertInstanceOf(Accepted.class, Requests.parse(rules, request));
    }

    private static HandshakeRules allowing(String... origins) {
        return new HandshakeRules(
                Optional.of(Set.of(origins)),
                HandshakeRules.DEFAULT.maxRequestLine(),
                HandshakeRules.DEFAULT.maxHeaders(),
                List.of());
    }
}
