package dev.mooring.hostagent.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstAnswerTest {
    private final List<Duration> rests = new ArrayList<>();
    private final FirstAnswer first = new FirstAnswer(Duration::ofSeconds, rests::add);
    private int asked;

    @Test
    void asksAgainAfterAPauseUntilThereIsAnAnswer() throws Exception {
        assertEquals("10.0.0.7", first.of("the metadata service", () -> {
            asked++;
            if (asked < 3) {
                throw new HttpTimeoutException("request timed out");
            }
            return "10.0.0.7";
        }));
        assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), rests, "between three questions");
    }

    @Test
    void saysWhomItHasAskedInVainAndWhy() {
        IOException vain = assertThrows(
                IOException.class,
                () -> first.of("the metadata service", () -> {
                    asked++;
                    throw new HttpTimeoutException("request timed out");
                }));
        assertEquals("the metadata service has not answered 12 times: request timed out", vain.getMessage());
        assertEquals(FirstAnswer.MAX_ATTEMPTS, asked);
        assertEquals(FirstAnswer.MAX_ATTEMPTS - 1, rests.size(), "none after the last question");
    }
}
