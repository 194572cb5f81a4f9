package dev.mooring.server.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.DescriptorBudget;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.metrics.DescriptorUsage;
import dev.mooring.server.metrics.MemoryUsage;
import dev.mooring.server.metrics.ProcessUsage;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many sockets are left for clients, and what accept says when there are none. */
class SocketBoundTest {
    /** Its library has the error numbers. */
    @BeforeAll
    static void loadNetty() {
        Epoll.ensureAvailability();
    }

    @ParameterizedTest
    @CsvSource({
        // limit - 30 open - 5 - 2 loops x (3 + 16 ports) = left; headroom 128, or a quarter of what is left
        "1000000, 999799",
        "20000, 19799",
        "300, 171",
        "74, 1",
        "10, 1",
        "0, 2147483647"
    })
    void keepsBackWhatTheProcessNeeds(long limit, int sockets) {
        assertEquals(sockets, SocketBound.of(usage(limit), 2, 16));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "160, 150", "8192, 7680", "19799, 19287", "2065335, 2064823"})
    void keepsASixteenthAnd512AtMostForThoseThatAreNoWebSocketsYet(int sockets, int webSockets) {
        assertEquals(webSockets, SocketBound.webSockets(sockets));
    }

    @ParameterizedTest
    @CsvSource({"18976", "600000", "2000000", "10000000"})
    void leavesAsManyWebSocketsAsThePlanPromises(long connections) {
        long nofile = Math.min(connections + DescriptorBudget.RESERVE, DescriptorBudget.nofileFor(connections));
        int webSockets = SocketBound.webSockets(SocketBound.of(usage(nofile), 8, 16));
        assertTrue(webSockets >= connections, webSockets + " of the " + connections + " that are planned");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-24 | the process has no descriptor left: new connections get 503; raise LimitNOFILE or lower max-connections",
                "-23 | the system has no descriptor left: new connections get 503; raise fs.file-max",
                "-105 | the kernel has no socket memory for another connection: new ones wait; see net.ipv4.tcp_mem",
                "-12 | the kernel has no memory for another connection: new ones wait; give the host more or lower max-connections",
            })
    void namesWhatAcceptIsShortOf(int errno, String sentence) {
        assertEquals(
                sentence, Shortage.of(Errors.newIOException("accept", errno)).sentence());
    }

    @Test
    void takesNoOtherErrorForAShortage() {
        assertEquals(Shortage.NONE, Shortage.of(Errors.newIOException("accept", -103)));
        assertEquals(Shortage.NONE, Shortage.of(new IOException("Too many open files")));
    }

    private static ProcessUsage usage(long limit) {
        Bytes none = Bytes.of(0);
        return new ProcessUsage(
                new DescriptorUsage(30, false, limit), new MemoryUsage(none, none, none, none), Duration.ZERO);
    }
}
