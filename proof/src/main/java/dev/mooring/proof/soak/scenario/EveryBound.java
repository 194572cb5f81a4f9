package dev.mooring.proof.soak.scenario;

import dev.mooring.capacity.HeapPlan;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.proof.soak.process.Attack;
import dev.mooring.proof.soak.process.Clients;
import dev.mooring.proof.soak.process.CutHandshakes;
import dev.mooring.proof.soak.process.NetworkSpace;
import dev.mooring.proof.soak.process.Peer;
import dev.mooring.proof.soak.process.Server;
import dev.mooring.proof.soak.process.SoakWorkspace;
import dev.mooring.proof.soak.result.Evidence;
import dev.mooring.proof.soak.result.Finding;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.shipped.ServerStatus;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Everything that peers may make the server keep, all at once, in the smallest heap that is planned for so many. */
record EveryBound(SoakScale scale) implements Scenario {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int ROUNDS = 3;
    private static final int SHORT_BROADCASTS = 20;
    private static final int LONG_BROADCASTS = 2;
    private static final int LONG_MESSAGE = 60_000;
    private static final int NEW_HANDSHAKES = 100;
    private static final long SEED = 20_261_129;

    @Override
    public String name() {
        return "every-bound";
    }

    @Override
    public String criterion() {
        return "Under every attack at once, in the smallest heap planned for so many, the server lives, the others lose"
                + " nothing and no ping, new requests in pieces are admitted, and nothing is kept afterwards";
    }

    @Override
    public Finding run(SoakWorkspace workspace, Evidence evidence) throws IOException, InterruptedException {
        int others = Math.min(scale.connections(), SoakScale.BESIDE_OTHERS);
        int attackers = Arrays.stream(Attack.values()).mapToInt(Attack::peers).sum();
        int most = others + attackers + NEW_HANDSHAKES;
        HeapPlan plan = HeapPlan.of(most, Bytes.of(0));
        long heap = plan.heap().count() >> 20;
        Server server = Server.start(
                workspace,
                Server.Setting.of(NetworkSpace.HERE, most, scale.keepalive())
                        .with(Map.of(
                                "MOORING_HANDLER",
                                "echo",
                                "MOORING_JAVA_OPTIONS",
                                "-Xms" + heap + "m -Xmx" + heap + "m -Xmn"
                                        + (plan.young().count() >> 20) + "m")));
        Clients clients = Clients.start(workspace, server, "others", others, List.of("--rate=max"));
        Waiting.until(() -> server.status().open() == others, DEADLINE);
        evidence.exactly("open before", server.status().open(), others);
        evidence.tell("heap", heap, "MiB");
        for (int round = 1; round <= ROUNDS && server.lives(); round++) {
            attack(workspace, server, round, evidence);
        }
        evidence.exactly("servers alive", server.lives() ? 1 : 0, 1);
        if (!server.lives()) {
            return evidence.finding();
        }
        Waiting.until(() -> settled(server.status(), others), DEADLINE);
        ServerStatus after = server.status();
        evidence.exactly(
                "bytes kept when the attackers have gone", after.queued().count(), 0);
        evidence.exactly("open when the attackers have gone", after.open(), others);
        SwarmReport figures = clients.finish();
        evidence.exactly("of the others: lost", figures.lostCount(), 0);
        evidence.atMost(
                "of the others: longest time without a ping",
                figures.longestPingGap().toMillis(),
                scale.keepalive().longestSilence().toMillis(),
                "ms");
        return evidence.finding();
    }

    private static boolean settled(ServerStatus status, int others) {
        return status.open() == others && status.queued().count() == 0;
    }

    private void attack(SoakWorkspace workspace, Server server, int round, Evidence evidence)
            throws IOException, InterruptedException {
        String in = " in round " + round;
        List<Peer> peers = new ArrayList<>();
        int refused = 0;
        for (Attack attack : Attack.values()) {
            for (int i = 0; i < attack.peers() && server.lives(); i++) {
                try {
                    peers.add(attack.begin(server.port(), peers.size()));
                } catch (IOException turnedAway) {
                    refused++;
                }
            }
        }
        evidence.tell("attackers turned away" + in, refused, "");
        Path shortMessage = Files.writeString(workspace.output().resolve("short"), "x");
        Path longMessage = Files.writeString(workspace.output().resolve("long"), "x".repeat(LONG_MESSAGE));
        for (int i = 0; i < SHORT_BROADCASTS; i++) {
            server.broadcast(shortMessage);
        }
        for (int i = 0; i < LONG_BROADCASTS; i++) {
            server.broadcast(longMessage);
        }
        List<String> failures = CutHandshakes.run(server.port(), NEW_HANDSHAKES, SEED + round);
        evidence.exactly("new requests in pieces that were not answered 101" + in, failures.size(), 0);
        ServerStatus status = server.status();
        Thread.sleep(scale.keepalive().keepalive());
        evidence.tell("kept for peers" + in, status.queued().count(), "B");
        evidence.tell("heap in use" + in, status.heapUsed().count() >> 20, "MiB");
        evidence.tell("closed as slow so far" + in, status.slowCloses(), "");
        for (Peer peer : peers) {
            peer.close();
        }
    }
}
