package dev.mooring.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteSelectionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$request.body.action | {\"action\":\"join\"} | join",
                "$request.body.action | {\"x\":{\"action\":\"no\"},\"action\":\"join\",\"y\":[1,{}]} | join",
                "$request.body.action | {\"action\":\"a\",\"action\":\"b\"} | b",
                "$request.body.action | {\"action\":7} | 7",
                "$request.body.action | {\"action\":1.50} | 1.50",
                "$request.body.action | {\"action\":true} | true",
                "$request.body.action | {\"action\":{\"x\":1}} | $default",
                "$request.body.action | {\"action\":\"\"} | $default",
                "$request.body.action | {\"action\":\"$connect\"} | $default",
                "$request.body.action | {} | $default",
                "$request.body.action | [\"action\"] | $default",
                "$request.body.action | hello | $default",
                "$request.body.action | {\"action\":\"join\"} x | $default",
                "$request.body.action | {\"action\":\"join\" | $default",
                "$request.body.a.b | {\"a\":{\"b\":\"deep\",\"c\":{\"b\":1}}} | deep",
                "${request.body.a}/${request.body.b} | {\"a\":\"x\",\"b\":\"y\"} | x/y",
                "${request.body.a}/${request.body.b} | {\"b\":\"y\"} | /y",
                "v1-$request.body.a | {\"a\":\"x\"} | v1-x",
                "all | hello | all",
                "\\$default | {\"a\":1} | $default"
            })
    void selectsTheRoute(String expression, String body, String route) {
        assertEquals(route, RouteSelection.parse(expression).routeOf(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "$", "$request.header.a", "${request.body.a", "$request.body.", "a\\b", "$request.body"})
    void refusesWhatIsNoExpression(String expression) {
        assertEquals(
                "route-selection=" + expression
                        + " is not a route selection expression; write it as $request.body.action "
                        + "or ${request.body.a}/${request.body.b}",
                assertThrows(RefusedException.class, () -> RouteSelection.parse(expression))
                        .getMessage());
    }

    @Test
    void doesNotFollowJsonThatIsNestedWithoutEnd() {
        assertEquals(
                RouteSelection.DEFAULT,
                RouteSelection.parse("$request.body.a").routeOf("{\"a\":\"x\",\"b\":" + "[".repeat(50_000)));
    }
}
