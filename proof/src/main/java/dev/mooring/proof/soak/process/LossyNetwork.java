package dev.mooring.proof.soak.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.capacity.RefusedException;
import dev.mooring.proof.peers.process.SystemPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Site site;
    private final Process holder;
    private final Place place;

    private LossyNetwork(Site site, Process holder) {
        this.site = site;
        this.holder = holder;
        this.place = new Place(List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net", "--"));
    }

    /** What is missing here to make one, if anything. */
    public static Optional<String> obstacle() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("a network namespace needs root; run it with sudo");
        }
        try {
            SystemPackages.requireProgram("nft", "nftables");
            SystemPackages.requireProgram("ip", "iproute2");
            return Optional.empty();
        } catch (RefusedException missing) {
            return Optional.of(String.valueOf(missing.getMessage()));
        }
    }

    /** A network that loses nothing yet. */
    public static LossyNetwork create(Site site) throws IOException, InterruptedException {
        Process holder = site.children()
                .start(
                        List.of("unshare", "--net", "sleep", "infinity"),
                        site.output().resolve("namespace.log"));
        LossyNetwork network = new LossyNetwork(site, holder);
        site.until(() -> !holder.isAlive() || network.isApart(), DEADLINE);
        if (!holder.isAlive() || !network.isApart()) {
            throw new IOException("unshare made no network namespace");
        }
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

    private boolean isApart() throws IOException {
        Path other = Files.readSymbolicLink(Path.of("/proc", Long.toString(holder.pid()), "ns/net"));
        return !other.equals(Files.readSymbolicLink(Path.of("/proc/self/ns/net")));
    }
}
