package dev.mooring.proof.soak.scenario;

import dev.mooring.proof.soak.process.Clients;
import dev.mooring.proof.soak.process.NetworkSpace;
import dev.mooring.proof.soak.process.Server;
import dev.mooring.proof.soak.process.SoakWorkspace;
import dev.mooring.proof.soak.result.Evidence;
import dev.mooring.proof.soak.result.Finding;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.procfs.ResidentMemory;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Half of the clients stop answering without a word (SIGSTOP), and go on later. */
record StoppedClients(SoakScale scale) implements Scenario {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /** A tick of the server, a look of this program, and the time other processes may take from both. */
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    private static final Duration BACK_BOUND = Duration.ofSeconds(20);
    private static final long GROWTH_KIBIBYTES = 4_096;

    @Override
    public String name() {
        return "stopped-clients";
    }

    @Override
    public String criterion() {
        return "The server closes exactly the stopped ones, within keepalive + pong timeout + 3 s; they come back when"
                + " they go on";
    }

    @Override
    public Finding run(SoakWorkspace workspace, Evidence evidence) throws IOException, InterruptedException {
        int stopped = scale.connections() / 2;
        int lively = scale.connections() - stopped;
        Server server =
                Server.start(workspace, Server.Setting.of(NetworkSpace.HERE, scale.connections(), scale.keepalive()));
        Clients answering = Clients.start(workspace, server, "answering", lively, List.of("--rate=max"));
        Clients stopping = Clients.start(workspace, server, "stopping", stopped, List.of("--rate=max", "--reconnect"));
        Waiting.until(() -> server.status().open() == scale.connections(), DEADLINE);
        Thread.sleep(scale.keepalive().keepalive());
        long residentBefore = resident(server);
        stopping.signal("STOP");
        Duration closed = Waiting.until(() -> server.status().open() <= lively, DEADLINE);
        Thread.sleep(scale.keepalive().pongTimeout());
        evidence.atMost(
                "until the last stopped one was closed",
                closed.toMillis(),
                scale.keepalive().longestSilence().plus(TOLERANCE).toMillis(),
                "ms");
        evidence.exactly("closed by the server", server.status().pingTimeouts(), stopped);
        evidence.exactly("open meanwhile", server.status().open(), lively);
        evidence.atMost("resident growth", resident(server) - residentBefore, GROWTH_KIBIBYTES, "KiB");
        stopping.signal("CONT");
        Duration back = Waiting.until(() -> server.status().open() == scale.connections(), DEADLINE);
        evidence.atMost("until all were back", back.toMillis(), BACK_BOUND.toMillis(), "ms");
        SwarmReport returned = stopping.finish();
        evidence.exactly("of the stopped: reconnected", returned.reconnects() - returned.notOpenedCount(), stopped);
        evidence.tell("of the stopped: attempts that failed", returned.notOpenedCount(), "");
        evidence.exactly("of the others: lost", answering.finish().lostCount(), 0);
        return evidence.finding();
    }

    private static long resident(Server server) throws IOException {
        return ResidentMemory.of(server.pid()).resident().count() >> 10;
    }
}
