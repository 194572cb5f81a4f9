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

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example.com", "https://a.b.example.com", "https://a-1_x.example.com"})
    void acceptsEveryHostBelowAStar(String origin) {
        assertAccepted(allowing("https://*.example.com"), withLine("Origin", "Origin: " + origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://.example.com",
                "https://a..example.com",
                "https://aexample.com",
                "http://a.example.com",
                "https://a.example.com:8443",
                "https://a.example.com.evil.example",
                "https://evil.example/.example.com",
                "https://evil.example?.example.com",
                "https://evil.example#.example.com",
                "https://evil.example:1.example.com",
                "https://user@a.example.com",
                "https://A.example.com",
                "https://*.example.com",
                "null"
            })
    void refusesWhatOnlyLooksLikeAHostBelowAStar(String origin) {
        HandshakeResult result =
                Requests.parse(allowing("https://*.example.com"), withLine("Origin", "Origin: " + origin));
        assertEquals("403 origin not allowed", Requests.describe(result));
    }

    @Test
    void comparesThePortOfThoseBelowAStar() {
        assertAccepted(
                allowing("https://*.example.com:8443"), withLine("Origin", "Origin: https://a.example.com:8443"));
        assertEquals(
                "403 origin not allowed",
                Requests.describe(Requests.parse(
                        allowing("https://*.example.com:8443"), withLine("Origin", "Origin: https://a.example.com"))));
    }

    @Test
    void saysWhatNoBrowserWouldEverMatch() {
        assertEquals(
                "origin=https://example.com:443 has the port that browsers leave out; write https://example.com",
                assertThrows(RefusedException.class, () -> allowing("https://example.com:443"))
                        .getMessage());
        assertEquals(
                "origin=http://*.example.com:80 has the port that browsers leave out; write http://*.example.com",
                assertThrows(RefusedException.class, () -> allowing("http://*.example.com:80"))
                        .getMessage());
        assertEquals(
                "origin=https://*.com opens every site below one name; write two names at least behind the star, as in"
                        + " https://*.example.com",
                assertThrows(RefusedException.class, () -> allowing("https://*.com"))
                        .getMessage());
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
            strings = {
                "https://example.com/",
                "example.com",
                "https://Example.com",
                "*",
                "https://*",
                "*.example.com",
                "https://a.*.example.com",
                "https://ex\u00e4mple.com"
            })
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
