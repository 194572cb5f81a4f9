package dev.mooring.proof.soak.scenario;

import dev.mooring.proof.soak.process.Clients;
import dev.mooring.proof.soak.process.LossyNetwork;
import dev.mooring.proof.soak.process.Server;
import dev.mooring.proof.soak.process.SoakWorkspace;
import dev.mooring.proof.soak.result.Evidence;
import dev.mooring.proof.soak.result.Finding;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.shipped.ServerStatus;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Packets are lost in both directions, in a network namespace of its own, by an nftables rule. */
record PacketLoss(SoakScale scale) implements Scenario {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final List<Integer> PER_MILLE = List.of(10, 50);

    @Override
    public String name() {
        return "packet-loss";
    }

    @Override
    public String criterion() {
        return "With 1 % and then 5 % of the packets lost in each direction, no connection is lost";
    }

    @Override
    public Finding run(SoakWorkspace workspace, Evidence evidence) throws IOException, InterruptedException {
        Optional<String> obstacle = LossyNetwork.obstacle();
        if (obstacle.isPresent()) {
            return evidence.notPossible(obstacle.get());
        }
        try (LossyNetwork network = LossyNetwork.create(workspace)) {
            Server server = Server.start(
                    workspace, Server.Setting.of(network.space(), scale.connections(), scale.lossyKeepalive()));
            Clients clients = Clients.start(workspace, server, "lossy", scale.connections(), List.of("--rate=max"));
            Waiting.until(() -> server.status().open() == scale.connections(), DEADLINE);
            for (int perMille : PER_MILLE) {
                lose(network, perMille, server, evidence);
            }
            evidence.exactly("open at the end", server.status().open(), scale.connections());
            SwarmReport figures = clients.finish();
            evidence.exactly("lost", figures.lostCount(), 0);
            evidence.atMost(
                    "longest time without a ping",
                    figures.longestPingGap().toMillis(),
                    scale.lossyKeepalive().longestSilence().toMillis(),
                    "ms");
            return evidence.finding();
        }
    }

    private void lose(LossyNetwork network, int perMille, Server server, Evidence evidence)
            throws IOException, InterruptedException {
        String at = " at " + perMille / 10 + " %";
        ServerStatus before = server.status();
        network.lose(perMille, server.port());
        Thread.sleep(scale.lossyKeepalive().keepalive().multipliedBy(scale.lossyRounds()));
        ServerStatus after = server.status();
        long pings = after.pingsSent() - before.pingsSent();
        evidence.atLeast("pings" + at, pings, scale.connections() * (scale.lossyRounds() - 0.1), "");
        evidence.atLeast("packets dropped" + at, network.lost(), pings * perMille / 1_000.0, "");
        evidence.exactly("ping timeouts of the server" + at, after.pingTimeouts() - before.pingTimeouts(), 0);
    }
}
