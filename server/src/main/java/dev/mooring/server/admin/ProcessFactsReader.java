package dev.mooring.server.admin;

import dev.mooring.server.metrics.CollectionPauseReader;
import dev.mooring.server.metrics.ProcessFacts;
import dev.mooring.server.metrics.ProcessUsageReader;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the facts of the process that status and metrics show; on the admin thread only.
 *
 * <p>The collector's beans are loaded on the first reading and asked once a second from then on, so that the longest
 * pause is right however seldom somebody looks.
 */
final class ProcessFactsReader {
    private final ProcessUsageReader process;
    private final ScheduledExecutorService adminThread;
    private @Nullable CollectionPauseReader pauses;

    ProcessFactsReader(ProcessUsageReader process, ScheduledExecutorService adminThread) {
        this.process = process;
        this.adminThread = adminThread;
    }

    ProcessFacts read() {
        return new ProcessFacts(process.read(), pauseReader().read());
    }

    private CollectionPauseReader pauseReader() {
        CollectionPauseReader reader = pauses;
        if (reader == null) {
            reader = CollectionPauseReader.ofThisProcess();
            pauses = reader;
            var _ = adminThread.scheduleAtFixedRate(reader::read, 1, 1, TimeUnit.SECONDS);
        }
        return reader;
    }
}
