package dev.mooring.rehearsal;

import dev.mooring.capacity.output.StopRequest;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.rehearsal.measure.ConnectionMemory;
import dev.mooring.rehearsal.measure.DrainCurve;
import dev.mooring.rehearsal.measure.KeepaliveWindow;
import dev.mooring.rehearsal.measure.MemoryState;
import dev.mooring.rehearsal.measure.RehearsalResult;
import dev.mooring.rehearsal.measure.StackFindings;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LiveObjects;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.procfs.CpuTime;
import dev.mooring.workbench.procfs.ResidentMemory;
import dev.mooring.workbench.procfs.SocketMemory;
import dev.mooring.workbench.shipped.ServerProcess;
import dev.mooring.workbench.shipped.SwarmProcess;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The main job: a server and its clients as child processes, measured from outside, until the server has drained.
 *
 * <p>Used by one thread; a stop from another ends it within seconds, with the findings so far.
 */
final class Rehearsal {
    /** Opened and closed before anything is measured, so that no figure contains classes loaded and code compiled. */
    private static final int WARM_UP = 2_000;

    /** Compiler memory is freed every 5 s, and what is free goes back to the kernel every 5 s: several MiB. */
    private static final Duration NATIVE_MEMORY_RETURNED = Duration.ofSeconds(11);

    private static final Duration LOOK = Duration.ofMillis(100);
    /** Beyond the time to settle, in which an idle machine is done. */
    private static final Duration STACK_DEADLINE = Duration.ofSeconds(60);

    private static final Duration OPEN_DEADLINE = Duration.ofMinutes(5);
    private static final Duration DRAIN_DEADLINE = Duration.ofSeconds(5);
    private static final Duration EXIT_DEADLINE = Duration.ofSeconds(15);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(5);

    private final RehearsalPlan plan;
    private final RehearsalWorkspace workspace;
    private final ChildProcesses children;
    private final StopRequest stop;
    private final Steps steps;
    private final boolean stackIsBuilt;
    private final long began = System.nanoTime();
    private final List<String> failures = new ArrayList<>();
    private Optional<SwarmProcess> swarm = Optional.empty();
    private Optional<ConnectionMemory> memory = Optional.empty();
    private Optional<KeepaliveWindow> window = Optional.empty();
    private Optional<DrainCurve> drain = Optional.empty();
    private Optional<StackFindings> stack = Optional.empty();
    private long held;

    Rehearsal(
            RehearsalPlan plan,
            RehearsalWorkspace workspace,
            ChildProcesses children,
            StopRequest stop,
            Steps steps,
            boolean stackIsBuilt) {
        this.plan = plan;
        this.workspace = workspace;
        this.children = children;
        this.stop = stop;
        this.steps = steps;
        this.stackIsBuilt = stackIsBuilt;
    }

    /** Goes through the steps; where one fails, that is a finding beside those of the steps before. */
    void run() throws InterruptedException {
        try {
            ServerProcess server = ServerProcess.start(
                    workspace.programs().server(),
                    new ServerProcess.Settings(plan.timeouts(), plan.drainWindow()),
                    children,
                    workspace.log("server"));
            steps.begin(
                    "server",
                    "port " + server.port() + ", " + server.status().eventLoops() + " event loops, pid "
                            + server.pid());
            warmUp(server);
            hold(server);
            drain(server);
            end(server);
        } catch (StoppedException stopped) {
            steps.begin("stop", "ending the clients and the server");
            endSwarm();
        } catch (NoSuchFileException gone) {
            failures.add("The server ended by itself; see target/rehearsal/server.log.");
            endSwarm();
        } catch (IOException failed) {
            failures.add(failed.getMessage() + ".");
            endSwarm();
        }
    }

    RehearsalResult result() throws IOException {
        return new RehearsalResult(
                new RehearsalResult.Asked(plan.connections(), plan.timeouts().keepalive()),
                new RehearsalResult.Measured(held, memory, window, drain),
                stack,
                swarm.isPresent() ? swarm.get().figures() : Optional.empty(),
                failures,
                stop.isRequested(),
                since(began));
    }

    Optional<String> swarmPage() throws IOException {
        return swarm.isPresent() ? swarm.get().page() : Optional.empty();
    }

    private void warmUp(ServerProcess server) throws IOException, InterruptedException {
        int connections = Math.min(WARM_UP, plan.connections());
        steps.begin("warm-up", Steps.count(connections) + " connections, opened and closed");
        SwarmProcess warming = swarm(server, connections, Duration.ZERO, "warm-up");
        if (isLate(() -> !warming.isRunning() && server.status().open() == 0, OPEN_DEADLINE)) {
            throw new IOException("the warm-up did not end within " + DurationText.format(OPEN_DEADLINE) + "; see "
                    + workspace.log("warm-up"));
        }
        warming.requireSuccess();
    }

    private void hold(ServerProcess server) throws IOException, InterruptedException {
        Bytes heapOfNone = liveHeap(server);
        Optional<StackSynthesis> synthesis = startSynthesis();
        steps.begin("settle", DurationText.format(NATIVE_MEMORY_RETURNED) + ", until the warm-up's memory is returned");
        pause(NATIVE_MEMORY_RETURNED);
        if (synthesis.isPresent()) {
            awaitStack(synthesis.get());
        }
        MemoryState none = new MemoryState(heapOfNone, resident(server), sockets());
        steps.begin("ramp", Steps.count(plan.connections()) + " connections, as fast as they open");
        SwarmProcess holding = swarm(server, plan.connections(), plan.hold(), "swarm");
        swarm = Optional.of(holding);
        awaitOpen(server, holding);
        steps.begin(
                "hold",
                DurationText.format(plan.keepaliveWindow()) + ", two rounds of keepalive "
                        + DurationText.format(plan.timeouts().keepalive()));
        pause(plan.settle());
        window = Optional.of(keepalive(server));
        Bytes resident = resident(server);
        SocketMemory sockets = sockets();
        held = Math.max(held, server.status().open());
        MemoryState all = new MemoryState(liveHeap(server), resident, sockets);
        memory = Optional.of(MemoryState.perConnection(none, all, Math.toIntExact(held)));
    }

    /** While nothing is measured: it needs a processor. */
    private Optional<StackSynthesis> startSynthesis() throws IOException {
        Optional<String> missing = StackSynthesis.missing(stackIsBuilt);
        if (missing.isPresent()) {
            steps.begin("stack", "left out, " + missing.get());
            stack = Optional.of(new StackFindings.NotSynthesized(missing.get()));
            return Optional.empty();
        }
        steps.begin("stack", "infra/synth --summary");
        return Optional.of(StackSynthesis.start(workspace, children));
    }

    private void awaitStack(StackSynthesis synthesis) throws IOException, InterruptedException {
        boolean _ = isLate(() -> !synthesis.isRunning(), STACK_DEADLINE);
        stack = Optional.of(synthesis.findings());
    }

    private void awaitOpen(ServerProcess server, SwarmProcess holding) throws IOException, InterruptedException {
        boolean late = isLate(
                () -> {
                    held = Math.max(held, server.status().open());
                    return held >= plan.connections() || !holding.isRunning();
                },
                OPEN_DEADLINE);
        if (late || held < plan.connections()) {
            throw new IOException("the clients opened only " + held + " connections; see " + workspace.log("swarm"));
        }
    }

    /** Whether the condition did not come true in time. A request to stop ends the wait. */
    private boolean isLate(Waiting.Condition condition, Duration deadline) throws IOException, InterruptedException {
        return Waiting.until(condition, deadline, () -> pause(LOOK)).equals(deadline);
    }

    /** Nothing asks the server between the two readings, so its CPU time is that of the pings. */
    private KeepaliveWindow keepalive(ServerProcess server) throws IOException, InterruptedException {
        long pings = server.status().pingsSent();
        CpuTime cpu = CpuTime.of(server.pid());
        long start = System.nanoTime();
        pause(plan.keepaliveWindow());
        Duration used = Duration.ofNanos(CpuTime.of(server.pid()).nanosSince(cpu));
        Duration length = since(start);
        return new KeepaliveWindow(length, used, server.status().pingsSent() - pings);
    }

    private void drain(ServerProcess server) throws IOException, InterruptedException {
        steps.begin("drain", "1012 to everybody over " + DurationText.format(plan.drainWindow()));
        List<DrainCurve.Point> points = new ArrayList<>();
        points.add(new DrainCurve.Point(Duration.ZERO, server.status().open()));
        long start = System.nanoTime();
        server.terminate();
        Duration deadline = plan.drainWindow().plus(DRAIN_DEADLINE);
        while (points.getLast().open() > 0 && since(start).compareTo(deadline) < 0) {
            pause(LOOK);
            long open = server.open();
            points.add(new DrainCurve.Point(since(start), open));
        }
        drain = Optional.of(new DrainCurve(plan.drainWindow(), points));
    }

    private void end(ServerProcess server) throws InterruptedException {
        if (!server.endsWithin(EXIT_DEADLINE)) {
            failures.add("The server did not end well after its drain; see server.log.");
        }
        if (!swarm.orElseThrow().endsWithin(EXIT_DEADLINE)) {
            failures.add("The clients did not end; see swarm.log.");
        }
    }

    private void endSwarm() throws InterruptedException {
        if (swarm.isPresent()) {
            swarm.get().terminate();
            boolean ended = swarm.get().endsWithin(STOP_DEADLINE);
            if (!ended) {
                failures.add("The clients did not end in time.");
            }
        }
    }

    private SwarmProcess swarm(ServerProcess server, int connections, Duration hold, String name) throws IOException {
        return SwarmProcess.start(
                workspace.programs().swarm(),
                server.port(),
                connections,
                List.of("--rate=max", "--hold=" + DurationText.format(hold), "--expect-close=1012"),
                children,
                workspace.output(),
                name);
    }

    private Bytes liveHeap(ServerProcess server) throws IOException, InterruptedException {
        return Bytes.of(LiveObjects.of(server.pid(), children).totalBytes());
    }

    private static Bytes resident(ServerProcess server) throws IOException {
        return ResidentMemory.of(server.pid()).resident();
    }

    private static SocketMemory sockets() throws IOException {
        return SocketMemory.read(Path.of("/proc"));
    }

    private void pause(Duration time) throws InterruptedException, StoppedException {
        if (!stop.isRequested()) {
            stop.await(time);
        }
        if (stop.isRequested()) {
            throw new StoppedException();
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** A person ended the rehearsal. */
    private static final class StoppedException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
