package dev.mooring.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exit code says how the drain ended. */
class ServerMainTest {
    @Test
    void exitsWith0AfterADrain() {
        assertEquals(0, ServerMain.awaitDrained(CompletableFuture.completedFuture(null), () -> 0));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, ",
        "127.1.2.3, ",
        "::1, ",
        "0.0.0.0, 0.0.0.0:9000",
        "::, [0:0:0:0:0:0:0:0]:9000",
        "192.0.2.1, 192.0.2.1:9000"
    })
    void warnsOfAnAdminPortThatOthersThanThisHostReach(String address, @Nullable String shown) {
        assertEquals(
                Optional.ofNullable(shown)
                        .map(admin ->
                                "admin=" + admin + " lets everybody who reaches it broadcast and drain; let the network"
                                        + " keep others out, or leave it at 127.0.0.1"),
                ServerMain.openness(new InetSocketAddress(InetAddress.ofLiteral(address), 9000)));
    }

    @Test
    void exitsWith70AfterADrainThatFailed() {
        CompletableFuture<Void> failed = CompletableFuture.failedFuture(new ArithmeticException("thrown by the test"));
        assertEquals(70, ServerMain.awaitDrained(failed, () -> 3));
    }
}
