package dev.mooring.server.messaging;

import dev.mooring.server.HandshakeAnswer.Accept;
import dev.mooring.server.gateway.Caller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clients that the backend has let in, or may have, and that have not come in yet. Whoever does not come is told to the
 * backend as gone, once: it may keep something for everybody whom it let in. Thread-safe.
 */
final class Arrivals {
    private final Events events;
    private final Map<String, Caller> expected = new ConcurrentHashMap<>();

    Arrivals(Events events) {
        this.events = events;
    }

    /** The same yes, whose client is expected from now on. */
    Accept expect(Accept yes, Caller client) {
        expected.put(client.id(), client);
        return yes.otherwise(() -> gone(client));
    }

    /** It has come in; {@code close} is told of its end. */
    void came(String id) {
        expected.remove(id);
    }

    /** The server has ended: nobody comes any more. */
    void close() {
        expected.values().forEach(this::gone);
    }

    private void gone(Caller client) {
        if (expected.remove(client.id()) != null) {
            events.disconnect(client);
        }
    }
}
