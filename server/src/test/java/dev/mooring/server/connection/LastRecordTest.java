package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.connection.BusyState.AfterFlush;
import dev.mooring.server.functional.TurnedLoop;
import dev.mooring.server.functional.WssClient;
import dev.mooring.server.tls.handshake.TestCertificate;
import dev.mooring.server.tls.handshake.TlsContext;
import io.netty.channel.unix.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The last record of a connection, for which the kernel has no room. */
@Timeout(60)
class LastRecordTest {
    /** A header, two bytes of the alert, its type and the tag. */
    private static final int CLOSE_NOTIFY = 5 + 2 + 1 + 16;

    private static final byte FILLER = 7;
    private static final int TRIES = 50;

    /** What the kernel has under way it may deliver at any moment, and then has room: such a try shows nothing. */
    @Test
    void aGoodbyeThatTheKernelDoesNotTakeIsSentBeforeTheEnd(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "localhost");
        SSLContext trusting = TestCertificate.trusting(certificate);
        boolean hadNoRoom = false;
        for (int tried = 0; tried < TRIES && !hadNoRoom; tried++) {
            try (TlsContext context = new TlsContext(List.of(certificate.credential()));
                    TurnedLoop loop =
                            new TurnedLoop(Duration.ofHours(1), Duration.ofMillis(40), Duration.ofSeconds(10));
                    WssClient client =
                            WssClient.connect(trusting, loop.secure(context)).open()) {
                Filled filled = loop.loop()
                        .eventLoop()
                        .submit(() -> {
                            Connection connection = loop.loop().snapshot()[0];
                            int sent = fill(connection);
                            Closing.flushed(connection, AfterFlush.END);
                            return new Filled(sent, connection.ended());
                        })
                        .syncUninterruptibly()
                        .getNow();
                hadNoRoom = !filled.ended();
                byte[] received = client.raw().readToEnd();
                assertEquals(filled.sent() + CLOSE_NOTIFY, received.length);
                assertArrayEquals(
                        new byte[] {23, 3, 3, 0, 19}, Arrays.copyOfRange(received, filled.sent(), filled.sent() + 5));
            }
        }
        assertTrue(hadNoRoom, "what is to be said was sent at once each time");
    }

    /** What the kernel took, and whether the connection ended with it. */
    private record Filled(int sent, boolean ended) {}

    /** Gives the kernel as much as it takes, past the record layer, and returns how much that is. */
    private static int fill(Connection connection) throws IOException {
        ByteBuffer filler = ByteBuffer.allocateDirect(1 << 16);
        while (filler.hasRemaining()) {
            filler.put(FILLER);
        }
        int sum = 0;
        int sent = 1;
        while (sent > 0) {
            sent = connection.sendAddress(Buffer.memoryAddress(filler), 0, filler.capacity());
            sum += Math.max(0, sent);
        }
        return sum;
    }
}
