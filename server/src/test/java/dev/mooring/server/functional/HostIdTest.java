package dev.mooring.server.functional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.MessageType;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.handler.BuiltInHandler;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An id names its host, and is of nobody on another. */
@Timeout(60)
class HostIdTest {
    @Test
    void idsNameTheHostAndFindNobodyOnAnother() {
        try (TestServer one = TestServer.with("--host-id=66051")
                        .handler(new TellsIds())
                        .start();
                TestServer other = TestServer.with("--host-id=16777215")
                        .handler(new TellsIds())
                        .start();
                RawClient ofOne = one.open();
                RawClient ofOther = other.open()) {
            String id = id(ofOne);
            assertEquals(0x010203, host(id));
            assertEquals(0xFFFFFF, host(id(ofOther)));
            assertEquals(true, one.server().find(id).isPresent());
            assertEquals(false, other.server().find(id).isPresent());
            byte[] bytes = Base64.getUrlDecoder().decode(id);
            bytes[2]++;
            assertEquals(
                    false,
                    one.server()
                            .find(Base64.getUrlEncoder().encodeToString(bytes))
                            .isPresent());
        }
    }

    @Test
    void refusesANumberThatDoesNotFit() {
        for (int number : new int[] {-1, 1 << 24}) {
            assertEquals(
                    "host-id=" + number + " is outside 0-16777215; give each host its own",
                    assertThrows(
                                    RefusedException.class,
                                    () -> ServerConfiguration.builder(BuiltInHandler.IDLE)
                                            .hostId(number)
                                            .build())
                            .getMessage());
        }
    }

    private static int host(String id) {
        byte[] bytes = Base64.getUrlDecoder().decode(id);
        return ((bytes[0] & 0xff) << 16) | ((bytes[1] & 0xff) << 8) | (bytes[2] & 0xff);
    }

    private static String id(RawClient client) {
        client.send(Frames.text("id"));
        return client.frame().describe().substring("text ".length());
    }

    private static final class TellsIds implements WebSocketHandler {
        @Override
        public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
            socket.send(MessageType.TEXT, ByteBuffer.wrap(socket.id().getBytes(UTF_8)));
        }
    }
}
