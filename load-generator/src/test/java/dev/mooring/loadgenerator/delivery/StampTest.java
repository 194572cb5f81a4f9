package dev.mooring.loadgenerator.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.capacity.unit.Bytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class StampTest {
    private static final long RUN = -26;
    private final String message = new Stamp(RUN).message(126, 123_456_789_012L, Long.MAX_VALUE, Bytes.of(128));

    @Test
    void isJsonOfTheSizeThatWasAskedFor() throws Exception {
        assertEquals(128, message.length());
        assertTrue(new ObjectMapper().readTree(message).has("swarm"), message);
    }

    @Test
    void isFoundInTheEnvelopeOfAProtocol() {
        for (String before :
                new String[] {"", "{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":", "{\"swarm\":\"x\"}"}) {
            ByteBuffer payload = ByteBuffer.wrap((before + message + "}}}").getBytes(UTF_8));
            int at = new Stamp(RUN).find(payload);
            assertEquals(126, Stamp.topic(payload, at));
            assertEquals(123_456_789_012L, Stamp.number(payload, at));
            assertEquals(Long.MAX_VALUE, Stamp.nanos(payload, at));
        }
    }

    @Test
    void isNotFoundInWhatAnotherRunPublishedOrInWhatIsCut() {
        assertEquals(-1, new Stamp(25).find(ByteBuffer.wrap(message.getBytes(UTF_8))));
        for (int length = 0; length < 60; length++) {
            assertEquals(-1, new Stamp(RUN).find(ByteBuffer.wrap(message.getBytes(UTF_8), 0, length)));
        }
    }
}
