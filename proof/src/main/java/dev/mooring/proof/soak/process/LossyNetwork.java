package dev.mooring.proof.soak.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A network namespace whose loopback interface loses packets at random, in both directions, by an nftables rule.
 *
 * <p>The rule stands where packets arrive, so the sender learns nothing of a loss, as on a real network. The namespace
 * lives as long as the process that holds it open. Needs root.
 */
public final class LossyNetwork implements AutoCloseable {
    private static final int PER_MILLE = 1_000;
    private final SoakWorkspace workspace;
    private final Process holder;
    private final NetworkSpace space;

    private LossyNetwork(SoakWorkspace workspace, Process holder) {
        this.workspace = workspace;
        this.holder = holder;
        this.space = NetworkSpace.within(holder);
    }

    /** What is missing here to make one, if anything. */
    public static Optional<String> obstacle() {
        return Namespaces.obstacle("nft", "nftables");
    }

    /** A network that loses nothing yet. */
    public static LossyNetwork create(SoakWorkspace workspace) throws IOException, InterruptedException {
        LossyNetwork network = new LossyNetwork(workspace, Namespaces.open(workspace));
        network.run("ip", "link", "set", "lo", "up");
        return network;
    }

    /** From now on loses this share of the packets to and from a port. */
    public void lose(int perMille, int port) throws IOException, InterruptedException {
        run("nft", "flush", "ruleset");
        run("nft", "add", "table", "inet", "loss");
        run("nft", "add", "chain", "inet", "loss", "arriving", "{ type filter hook input priority 0; }");
        for (String direction : List.of("dport", "sport")) {
            run(
                    "nft",
                    "add rule inet loss arriving tcp " + direction + " " + port + " numgen random mod " + PER_MILLE
                            + " < " + perMille + " counter drop");
        }
    }

    /** Packets lost since the last change. */
    public long lost() throws IOException, InterruptedException {
        JsonNode rules = new ObjectMapper().readTree(run("nft", "-j", "list", "ruleset"));
        return rules.findValues("packets").stream().mapToLong(JsonNode::asLong).sum();
    }

    public NetworkSpace space() {
        return space;
    }

    @Override
    public void close() {
        workspace.children().kill(holder);
    }

    private String run(String... words) throws IOException, InterruptedException {
        return workspace.children().run(workspace.root(), space.command(List.of(words)));
    }
}
