package dev.mooring.proof.vm;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The load generator inside the machine, on the other end of its loopback interface: the kernel keeps both ends of each
 * connection.
 */
record GuestSwarm(Guest guest) {
    /** One range of local ports an address. */
    private static final String SOURCES = "127.0.0.2-127.0.0.41";

    /** The brackets keep a shell that runs this line from matching itself. */
    private static final String FIND = "pgrep -f 'loadgenerator[.]SwarmCommand'";

    private static final int FOUND_NONE = 1;

    /** Starts it and returns; it opens as fast as the machine can, and then holds. Over wss where there is a certificate. */
    void start(Optional<GuestCertificate> certificate, String ports, long connections, Duration hold)
            throws IOException, InterruptedException {
        String from = certificate.map(each -> "wss://" + each.domain()).orElse("ws://127.0.0.1");
        guest.run("rm -f swarm.json swarm.html; setsid nohup /opt/proof/swarm " + from + ":" + ports + "/"
                + (certificate.isPresent() ? " --ca=ca.pem" : "")
                + " --connections=" + connections
                + " --rate=max --event-loops=2 --handshake-timeout=120s --hold=" + DurationText.format(hold)
                + " --sources=" + SOURCES
                + " --json=swarm.json --html=swarm.html >swarm.log 2>&1 </dev/null &");
    }

    /** Its figures once it has ended; while it runs it may still be writing them. */
    Optional<SwarmReport> figures() throws IOException, InterruptedException {
        // 0 means that it runs, and any third code is that of ssh, which says nothing of it.
        if (guest.ask(FIND).code() != FOUND_NONE) {
            return Optional.empty();
        }
        Guest.Answer report = guest.ask("cat swarm.json");
        if (report.code() != 0) {
            throw new IOException("the load generator ended without a report: " + guest.run("tail -n 5 swarm.log"));
        }
        return Optional.of(SwarmReport.parse(report.text()));
    }

    String page() throws IOException, InterruptedException {
        return guest.run("cat swarm.html");
    }

    /** Its last line. */
    String progress() throws IOException, InterruptedException {
        return guest.ask("tail -n 1 swarm.log").text().strip();
    }
}
