package dev.mooring.proof.soak.scenario;

import dev.mooring.proof.soak.process.Clients;
import dev.mooring.proof.soak.process.Place;
import dev.mooring.proof.soak.process.Server;
import dev.mooring.proof.soak.process.Site;
import dev.mooring.proof.soak.result.Evidence;
import dev.mooring.proof.soak.result.Finding;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.procfs.ResidentMemory;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Half of the clients stop answering without a word (SIGSTOP), and go on later. */
record StoppedClients(Extent extent) implements Scenario {
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
    public Finding run(Site site, Evidence evidence) throws IOException, InterruptedException {
        int stopped = extent.connections() / 2;
        int lively = extent.connections() - stopped;
        Server server = Server.start(site, Server.Setting.of(Place.HERE, extent.connections(), extent.keepalive()));
        Clients answering = Clients.start(site, server, "answering", lively, List.of("--rate=max"));
        Clients stopping = Clients.start(site, server, "stopping", stopped, List.of("--rate=max", "--reconnect"));
        Waiting.until(() -> server.status().open() == extent.connections(), DEADLINE);
        Thread.sleep(extent.keepalive().keepalive());
        long residentBefore = resident(server);
        stopping.signal("STOP");
        Duration closed = Waiting.until(() -> server.status().open() <= lively, DEADLINE);
        Thread.sleep(extent.keepalive().pongTimeout());
        evidence.atMost(
                "until the last stopped one was closed",
                closed.toMillis(),
                extent.keepalive().longestSilence().plus(TOLERANCE).toMillis(),
                "ms");
        evidence.exactly("closed by the server", server.status().pingTimeouts(), stopped);
        evidence.exactly("open meanwhile", server.status().open(), lively);
        evidence.atMost("resident growth", resident(server) - residentBefore, GROWTH_KIBIBYTES, "KiB");
        stopping.signal("CONT");
        Duration back = Waiting.until(() -> server.status().open() == extent.connections(), DEADLINE);
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
