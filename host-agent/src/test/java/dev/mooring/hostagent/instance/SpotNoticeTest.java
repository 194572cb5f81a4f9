package dev.mooring.hostagent.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpotNoticeTest {
    @Test
    void readsTheDocumentOfTheMetadata() throws IOException {
        assertEquals(
                new SpotNotice("stop", Instant.parse("2026-11-24T12:02:00Z")),
                SpotNotice.parse("{\"action\":\"stop\",\n \"time\": \"2026-11-24T12:02:00Z\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"action\":\"stop\"}", "{\"action\":\"stop\",\"time\":\"soon\"}"})
    void refusesAnythingElse(String document) {
        IOException refused = assertThrows(IOException.class, () -> SpotNotice.parse(document));
        assertEquals("the metadata has a spot notice that cannot be read: " + document, refused.getMessage());
    }
}
