package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.server.process.ServerMain;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What signals do to the server's process. */
@Timeout(120)
class TerminationTest {
    private static final int SIGHUP = 1;
    private static final int SIGINT = 2;

    private static final int DESCRIPTORS = 2_000;

    @Test
    void drainsAndExitsWith0OnTheFirstSignal() throws InterruptedException {
        int port = TestServer.freePort();
        try (ChildServer child = start(port, "--drain-window=500ms");
                RawClient client = RawClient.connect(port).upgrade()) {
            client.echoes("before");
            child.terminate();
            assertEquals("close 1012", client.frame().describe());
            // After two seconds the server goes without an answer.
            assertTrue(client.sendUntilRefused(Frames.close(1012, ""), 1).ends());
            assertEquals(0, child.exitCode());
        }
    }

    @Test
    void exitsWith0AsSoonAsTheLastClientHasLeft() throws InterruptedException {
        int port = TestServer.freePort();
        try (ChildServer child = start(port, "--drain-window=1h")) {
            try (RawClient client = RawClient.connect(port).upgrade()) {
                client.echoes("before");
                child.terminate();
                child.awaitLine("signal received; send it again to end now");
                child.awaitLine("draining over 3600s");
            }
            child.awaitLine("drained");
            assertEquals(0, child.exitCode());
        }
    }

    @Test
    void endsAtOnceWith143OnTheSecondSignal() throws InterruptedException {
        int port = TestServer.freePort();
        try (ChildServer child = start(port, "--drain-window=10m");
                RawClient client = RawClient.connect(port).upgrade();
                RawClient other = RawClient.connect(port).upgrade()) {
            client.echoes("before");
            child.terminate();
            child.awaitLine("signal received");
            other.echoes("draining for ten minutes");
            child.terminate();
            child.awaitLine("signal received again: ending now, with exit code 143; the drain is cut short");
            assertEquals(143, child.exitCode());
        }
    }

    @Test
    void endsAtOnceWith130OnASecondCtrlC() throws InterruptedException, IOException {
        assumeTrue(
                ChildServer.hears(SIGINT),
                "SIGINT is ignored here, as in the background of a shell, and so in children");
        int port = TestServer.freePort();
        try (ChildServer child = start(port, "--drain-window=10m");
                RawClient client = RawClient.connect(port).upgrade();
                RawClient other = RawClient.connect(port).upgrade()) {
            client.echoes("before");
            child.terminate();
            child.awaitLine("draining over 600s");
            other.echoes("draining for ten minutes");
            child.interrupt();
            child.awaitLine("signal received again: ending now, with exit code 130; the drain is cut short");
            assertEquals(130, child.exitCode());
        }
    }

    @Test
    void keepsEverybodyOnSighupAndSaysSo() throws IOException, InterruptedException {
        assumeTrue(ChildServer.hears(SIGHUP), "SIGHUP is ignored here, as under nohup, and so in children");
        int port = TestServer.freePort();
        try (ChildServer child = start(port, "--drain-window=500ms");
                RawClient client = RawClient.connect(port).upgrade()) {
            client.echoes("before");
            child.hangUp();
            child.awaitLine("SIGHUP received: no setting is read anew, nothing changes; SIGTERM ends the server");
            client.echoes("after");
            child.terminate();
            assertEquals("close 1012", client.frame().describe());
        }
    }

    /** Whether proc(5) does not show it in SigIgn; a JVM leaves a signal alone that it was started to ignore. */
    private static ChildServer start(int port, String drain) throws InterruptedException {
        return ChildServer.start(
                DESCRIPTORS,
                ServerMain.class,
                "--bind=127.0.0.1",
                "--ports=" + port,
                "--admin=127.0.0.1:" + TestServer.freePort(),
                "--max-connections=100",
                "--handler=echo",
                "--handshake-timeout=1h",
                drain);
    }
}
