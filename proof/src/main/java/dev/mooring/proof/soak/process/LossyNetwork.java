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
    private final Site site;
    private final Process holder;
    private final Place place;

    private LossyNetwork(Site site, Process holder) {
        this.site = site;
        this.holder = holder;
        this.place = Place.within(holder);
    }

    /** What is missing here to make one, if anything. */
    public static Optional<String> obstacle() {
        return Namespaces.obstacle("nft", "nftables");
    }

    /** A network that loses nothing yet. */
    public static LossyNetwork create(Site site) throws IOException, InterruptedException {
        LossyNetwork network = new LossyNetwork(site, Namespaces.open(site));
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

    public Place place() {
        return place;
    }

    @Override
    public void close() {
        site.children().kill(holder);
    }

    private String run(String... words) throws IOException, InterruptedException {
        return site.children().run(site.root(), place.command(List.of(words)));
    }
}
