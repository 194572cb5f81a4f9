package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A server to measure: an echo server that pings each connection once an interval, on one core.
 *
 * <p>To add one: a record beside these, its name here and in {@link Peers}.
 */
public sealed interface Peer
        permits FloorPeer,
                SecureFloorPeer,
                MooringPeer,
                NettyPeer,
                NodePeer,
                JavaLibraryPeer,
                GorillaPeer,
                LibwebsocketsPeer,
                TlsPeer,
                ProxyPeer {
    /** What holds the connections' state, which decides how its size is read. */
    enum Memory {
        /** A Java heap: live objects by class. */
        JAVA_HEAP,
        /** Anything else: unshared memory of the process. */
        PROCESS
    }

    /** How {@code --peers} calls it. */
    String name();

    /** How a table calls it. */
    String label();

    /** Of the library, not of its language; asked after {@link #build}. */
    String version(ChildProcesses children) throws IOException, InterruptedException;

    default Memory memory() {
        return Memory.PROCESS;
    }

    /** Whether it sends what is posted to it to all of its connections. */
    default boolean publishes() {
        return false;
    }

    /** Whether clients reach it by wss; its ratios are to the floor that does so too. */
    default boolean overTls() {
        return false;
    }

    /** Whether it gives back free native memory every few seconds, and also when asked. */
    default boolean trimsItsMemory() {
        return false;
    }

    /** Makes what {@link #command} runs; cheap when it is already there. */
    void build(PeersWorkspace workspace, ChildProcesses children) throws IOException, InterruptedException;

    /** The command that becomes the server process itself: its process id is the one that is measured. */
    List<String> command(PeersWorkspace workspace, int port, Duration pingInterval) throws IOException;
}
