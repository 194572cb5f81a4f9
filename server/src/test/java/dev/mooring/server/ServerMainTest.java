package dev.mooring.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.GrantedHost;
import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.configuration.ServerCommand;
import dev.mooring.server.configuration.ServerConfiguration;
import dev.mooring.server.metrics.ServerCounters;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The exit code says how the drain ended. */
class ServerMainTest {
    @Test
    void exitsWith0AfterADrain() {
        assertEquals(0, ServerMain.awaitDrained(CompletableFuture.completedFuture(null), new ServerCounters()));
    }

    @Test
    void promisesNoMoreConnectionsThanItsOwnDescriptorsLeave() {
        assertEquals(9, cap(9, "--max-connections=20"));
        assertEquals(20, cap(30, "--max-connections=20"));
    }

    @Test
    void isStrictAboutItsOwnDescriptorsToo() {
        RefusedException refused =
                assertThrows(RefusedException.class, () -> cap(9, "--max-connections=20", "--strict"));
        assertEquals(
                "max-connections=20 is more than 9, which nofile allows; raise that limit, lower max-connections, or start"
                        + " without --strict",
                refused.getMessage());
    }

    private static int cap(int webSockets, String... arguments) {
        GrantedHost host = new GrantedHost(60, Bytes.gibi(13), Bytes.mebi(192));
        AtomicReference<ServerConfiguration> read = new AtomicReference<>();
        ServerCommand.execute(arguments, Map.of(), 2, configuration -> {
            read.set(configuration);
            return 0;
        });
        return ServerMain.admissionCap(read.get(), host, webSockets);
    }

    @Test
    void exitsWith70AfterADrainThatFailed() {
        CompletableFuture<Void> failed = CompletableFuture.failedFuture(new ArithmeticException("thrown by the test"));
        assertEquals(70, ServerMain.awaitDrained(failed, new ServerCounters()));
    }
}
