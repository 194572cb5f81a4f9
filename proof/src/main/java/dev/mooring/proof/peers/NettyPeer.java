package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import io.netty.util.Version;
import java.time.Duration;
import java.util.List;

/**
 * Netty as its own WebSocket handlers make it easy: a channel and a pipeline for each connection.
 *
 * @param keepalive how it pings
 */
public record NettyPeer(PlainNettyServer.Keepalive keepalive) implements Peer {
    @Override
    public String name() {
        return switch (keepalive) {
            case IDLE_STATE_HANDLER -> "netty";
            case LOOP -> "netty-loop";
        };
    }

    @Override
    public String label() {
        return switch (keepalive) {
            case IDLE_STATE_HANDLER -> "plain Netty";
            case LOOP -> "Netty, ping loop";
        };
    }

    @Override
    public boolean publishes() {
        return true;
    }

    @Override
    public String version(ChildProcesses children) {
        return Version.identify().values().stream()
                .filter(artifact -> "netty-common".equals(artifact.artifactId()))
                .map(artifact -> "Netty " + artifact.artifactVersion())
                .findFirst()
                .orElse("Netty, version unknown");
    }

    @Override
    public Memory memory() {
        return Memory.JAVA_HEAP;
    }

    @Override
    public void build(PeersWorkspace workspace, ChildProcesses children) {
        // Built with this program: it is the class PlainNettyServer.
    }

    /** The ping loop runs with compact object headers: the best Netty does without leaving its channels. */
    @Override
    public List<String> command(PeersWorkspace workspace, int port, Duration pingInterval) {
        return new JavaProgram(System.getProperty("java.class.path"), PlainNettyServer.class.getName())
                .command(
                        keepalive == PlainNettyServer.Keepalive.LOOP,
                        Integer.toString(port),
                        Long.toString(pingInterval.toMillis()),
                        keepalive.name());
    }
}
