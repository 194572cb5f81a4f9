package dev.mooring.proof.rehearsal;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.proof.peers.process.ChildProcesses;
import dev.mooring.proof.peers.reading.ClassHistogram;
import dev.mooring.proof.peers.reading.CpuTime;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * One run: start, moor, hold for two rounds of pings and more, drain, read the reports.
 *
 * @param root the project's folder
 * @param connections to moor
 * @param keepalive of the run; far shorter than in service, so that two rounds pass in seconds
 * @param folder where logs and reports go
 */
record Rehearsal(Path root, int connections, Duration keepalive, Path folder) {
    static final Duration DRAIN_WINDOW = Duration.ofSeconds(5);

    private static final int RATE = 5_000;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration OPEN_DEADLINE = Duration.ofSeconds(60);

    /** Runs it; every step is announced. */
    RehearsalResult run(ChildProcesses children, PrintStream steps) throws IOException, InterruptedException {
        Path log = folder.resolve("server.log");
        steps.println("start   the server from its bundle, keepalive " + DurationText.format(keepalive)
                + " for this rehearsal");
        try (ShippedServer server = ShippedServer.start(children, root, keepalive, DRAIN_WINDOW, log)) {
            ClassHistogram empty = server.classHistogram();
            Bytes residentEmpty = server.memory().resident();
            OptionalDouble kernelEmpty = kernel();
            steps.println("moor    " + String.format("%,d", connections) + " connections, " + String.format("%,d", RATE)
                    + " a second");
            Process swarm = startSwarm(children, server.port());
            awaitOpen(server, swarm);
            steps.println("hold    two rounds of pings, and measure");
            Moored moored = measure(server, swarm, empty, residentEmpty, kernelEmpty);
            steps.println("drain   in " + DurationText.format(DRAIN_WINDOW) + ", as SIGTERM does");
            server.terminate();
            int serverExit = server.awaitEnd();
            int swarmExit = swarm.waitFor();
            SwarmReport report = new SwarmReport(
                    new ObjectMapper().readTree(folder.resolve("swarm.json").toFile()));
            return new RehearsalResult(connections, keepalive, moored, report, serverExit, swarmExit);
        }
    }

    private Process startSwarm(ChildProcesses children, int port) throws IOException {
        // The generator has to outlive two rounds of pings, the measuring and the drain.
        Duration hold = keepalive.multipliedBy(3).plus(DRAIN_WINDOW).plusSeconds(4);
        return children.start(new ProcessBuilder(List.of(
                        root.resolve("load-generator/swarm").toString(),
                        "ws://127.0.0.1:" + port,
                        "--connections=" + connections,
                        "--rate=" + RATE + "/s",
                        "--hold=" + DurationText.format(hold),
                        "--sources=127.0.0.2-127.0.0.41",
                        "--expect-close=1012",
                        "--json=" + folder.resolve("swarm.json"),
                        "--html=" + folder.resolve("swarm.html")))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("swarm.log").toFile()));
    }

    private void awaitOpen(ShippedServer server, Process swarm) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + OPEN_DEADLINE.toNanos();
        while (server.open() < connections) {
            boolean ended = swarm.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() > deadline) {
                throw new IOException("only " + server.open() + " of " + connections + " connections opened; see "
                        + folder.resolve("swarm.log") + ", which ends: "
                        + Files.readString(folder.resolve("swarm.log")).strip());
            }
        }
    }

    private Moored measure(
            ShippedServer server, Process swarm, ClassHistogram empty, Bytes residentEmpty, OptionalDouble kernelEmpty)
            throws IOException, InterruptedException {
        CpuTime cpuBefore = server.cpuTime();
        long pingsBefore = server.pingsSent();
        if (swarm.waitFor(keepalive.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("the load generator ended early; see " + folder.resolve("swarm.log"));
        }
        CpuTime cpuAfter = server.cpuTime();
        long pings = server.pingsSent() - pingsBefore;
        int open = server.open();
        OptionalDouble kernelFull = kernel();
        Bytes resident = server.memory().resident();
        double heap = (double) (server.classHistogram().totalBytes() - empty.totalBytes()) / open;
        long nanos = cpuAfter.nanosSince(cpuBefore) - cpuAfter.compilerNanosSince(cpuBefore);
        OptionalDouble kernelEach = kernelEmpty.isPresent() && kernelFull.isPresent()
                ? OptionalDouble.of((kernelFull.getAsDouble() - kernelEmpty.getAsDouble()) / open / 2)
                : OptionalDouble.empty();
        return new Moored(
                open, heap, resident, residentEmpty, kernelEach, pings, Duration.ofNanos(nanos / Math.max(1, pings)));
    }

    private static OptionalDouble kernel() throws IOException {
        return KernelMemory.readable()
                ? OptionalDouble.of((double) KernelMemory.read().bytes().count())
                : OptionalDouble.empty();
    }
}
