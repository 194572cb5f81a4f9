package dev.mooring.proof.soak.scenario;

import dev.mooring.capacity.kernel.KernelFile;
import dev.mooring.proof.soak.process.Clients;
import dev.mooring.proof.soak.process.NetworkSpace;
import dev.mooring.proof.soak.process.ProcessMemory;
import dev.mooring.proof.soak.process.ProcessMemory.HeapRange;
import dev.mooring.proof.soak.process.Server;
import dev.mooring.proof.soak.process.SoakWorkspace;
import dev.mooring.proof.soak.result.Evidence;
import dev.mooring.proof.soak.result.Finding;
import dev.mooring.proof.soak.result.Series;
import dev.mooring.proof.soak.result.Trend;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.shipped.ServerStatus;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** Four fifths of the connections stay, one fifth is closed and opened again and again, for long. */
record Churn(SoakScale scale) implements Scenario {
    private static final int REPLACED_PER_SECOND = 100;
    private static final int CHANGING_SHARE = 5;
    private static final int READINGS = 360;
    private static final Duration OPEN_DEADLINE = Duration.ofMinutes(2);

    /** Compiler memory is freed every 5 s, and what is free goes back to the kernel every 5 s: several MiB. */
    private static final Duration NATIVE_MEMORY_RETURNED = Duration.ofSeconds(11);

    private static final long LIVE_HEAP_GROWTH_KIBIBYTES = 256;
    private static final long OTHER_MEMORY_GROWTH_KIBIBYTES = 4_096;

    @Override
    public String name() {
        return "churn";
    }

    @Override
    public String criterion() {
        return "Connections that stay lose nothing and no ping, memory is flat: live heap, and resident memory outside"
                + " the heap";
    }

    @Override
    public Finding run(SoakWorkspace workspace, Evidence evidence) throws IOException, InterruptedException {
        int changing = scale.connections() / CHANGING_SHARE;
        int staying = scale.connections() - changing;
        Server server = Server.start(
                workspace,
                Server.Setting.of(NetworkSpace.HERE, scale.connections() + REPLACED_PER_SECOND, scale.keepalive()));
        Clients stay = Clients.start(workspace, server, "staying", staying, List.of());
        Waiting.until(() -> server.status().open() >= staying, OPEN_DEADLINE);
        Clients change = Clients.start(
                workspace, server, "changing", changing, List.of("--churn=" + REPLACED_PER_SECOND + "/s"));
        Waiting.until(() -> server.status().open() >= scale.connections() - REPLACED_PER_SECOND, OPEN_DEADLINE);
        Thread.sleep(scale.keepalive().longestSilence());
        long heapBefore = server.liveHeap();
        Thread.sleep(NATIVE_MEMORY_RETURNED);
        Duration length = observe(server, evidence);
        long heapAfter = server.liveHeap();
        evidence.tell("live heap at the start", heapBefore >> 10, "KiB");
        evidence.atMost("live heap growth", (heapAfter - heapBefore) >> 10, LIVE_HEAP_GROWTH_KIBIBYTES, "KiB");
        ServerStatus after = server.status();
        evidence.exactly("ping timeouts of the server", after.pingTimeouts(), 0);
        evidence.tell("pings sent", after.pingsSent(), "");
        evidence.tell("pings sent less pongs received", after.pingsSent() - after.pongsReceived(), "");
        evidence.tell("collections", after.collections(), "");
        evidence.tell("longest collection", after.longestCollection().toNanos() / 1e6, "ms");
        changed(change.finish(), length, evidence);
        stayed(stay.finish(), staying, evidence);
        return evidence.finding();
    }

    /** Reads memory and open connections until the time is over; how long that was in truth. */
    private Duration observe(Server server, Evidence evidence) throws IOException, InterruptedException {
        HeapRange heap = HeapRange.parse(server.jcmd("GC.heap_info"));
        Duration step = scale.duration().dividedBy(READINGS);
        Trend all = new Trend();
        Trend other = new Trend();
        Trend inHeap = new Trend();
        Trend load = new Trend();
        long start = System.nanoTime();
        Duration passed = Duration.ZERO;
        while (passed.compareTo(scale.duration()) < 0) {
            ProcessMemory memory = ProcessMemory.of(server.pid(), heap);
            all.add(passed, memory.bytes() >> 10);
            other.add(passed, memory.otherBytes() >> 10);
            inHeap.add(passed, memory.heapBytes() >> 10);
            load.add(passed, hundredthsOfLoad());
            Thread.sleep(step);
            passed = Duration.ofNanos(System.nanoTime() - start);
        }
        evidence.tell("observed", passed.toSeconds(), "s");
        evidence.tell("resident at the start", all.first(), "KiB");
        evidence.tell("resident at the end", all.last(), "KiB");
        evidence.tell("resident growth, straight line", all.rise(passed), "KiB");
        evidence.tell("of it heap pages touched for the first time", inHeap.rise(passed), "KiB");
        evidence.atMost("of it outside the heap", other.rise(passed), OTHER_MEMORY_GROWTH_KIBIBYTES, "KiB");
        evidence.keep(inHeap.series("resident heap", "KiB"));
        evidence.keep(other.series("resident outside the heap", "KiB"));
        Series loads = load.series("load average of a minute", "1/100");
        evidence.keep(loads);
        evidence.tell("highest load average of a minute", Collections.max(loads.values()) / 100, "");
        return passed;
    }

    private static long hundredthsOfLoad() throws IOException {
        String text = KernelFile.read(Path.of("/proc/loadavg"));
        return Long.parseLong(text.substring(0, text.indexOf(' ')).replace(".", ""));
    }

    private void changed(SwarmReport clients, Duration length, Evidence evidence) {
        evidence.atLeast("replaced", clients.replaced(), length.toSeconds() * REPLACED_PER_SECOND, "");
        evidence.exactly("of those that change: lost", clients.lostCount(), 0);
        evidence.exactly("of those that change: not opened", clients.notOpenedCount(), 0);
        evidence.tell(
                "their connect time, 99th percentile", clients.connectMicros().p99() / 1_000, "ms");
    }

    /** A connection that missed a ping would have been without one for two intervals. */
    private void stayed(SwarmReport clients, int staying, Evidence evidence) {
        evidence.exactly("of those that stay: open at the end", clients.open(), staying);
        evidence.exactly("of those that stay: lost", clients.lostCount(), 0);
        evidence.tell("of those that stay: pings", clients.pings(), "");
        evidence.atMost(
                "of those that stay: longest time without a ping",
                clients.longestPingGap().toMillis(),
                scale.keepalive().longestSilence().toMillis(),
                "ms");
    }
}
