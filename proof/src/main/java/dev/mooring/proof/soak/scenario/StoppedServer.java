package dev.mooring.proof.soak.scenario;

import dev.mooring.proof.soak.process.Clients;
import dev.mooring.proof.soak.process.NetworkSpace;
import dev.mooring.proof.soak.process.Server;
import dev.mooring.proof.soak.process.SoakWorkspace;
import dev.mooring.proof.soak.result.Evidence;
import dev.mooring.proof.soak.result.Finding;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The server stands still for longer than it gives a silent peer (SIGSTOP), as in a suspended virtual machine. */
record StoppedServer(SoakScale scale) implements Scenario {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final Duration BEYOND = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "stopped-server";
    }

    @Override
    public String criterion() {
        return "After a stop longer than keepalive + pong timeout nobody is closed: the server's own silence is not its"
                + " peers'";
    }

    @Override
    public Finding run(SoakWorkspace workspace, Evidence evidence) throws IOException, InterruptedException {
        Server server =
                Server.start(workspace, Server.Setting.of(NetworkSpace.HERE, scale.connections(), scale.keepalive()));
        Clients clients = Clients.start(workspace, server, "patient", scale.connections(), List.of("--rate=max"));
        Waiting.until(() -> server.status().open() == scale.connections(), DEADLINE);
        Thread.sleep(scale.keepalive().keepalive());
        Duration stop = scale.keepalive().longestSilence().plus(BEYOND);
        server.signal("STOP");
        Thread.sleep(stop);
        server.signal("CONT");
        long pingsBefore = server.status().pingsSent();
        Thread.sleep(scale.keepalive().longestSilence().multipliedBy(2));
        evidence.tell("stopped for", stop.toMillis(), "ms");
        evidence.exactly("open two rounds later", server.status().open(), scale.connections());
        evidence.exactly("ping timeouts of the server", server.status().pingTimeouts(), 0);
        evidence.atLeast(
                "pings in those rounds", server.status().pingsSent() - pingsBefore, 2L * scale.connections(), "");
        SwarmReport figures = clients.finish();
        evidence.exactly("lost", figures.lostCount(), 0);
        evidence.atMost(
                "longest time without a ping",
                figures.longestPingGap().toMillis(),
                stop.plus(scale.keepalive().longestSilence()).toMillis(),
                "ms");
        return evidence.finding();
    }
}
